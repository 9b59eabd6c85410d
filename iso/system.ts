/**
 * The system that `make run` boots: its tasks, who may talk to whom, and what each may have.
 *
 * This is the file to change first. Make the limit in `rules` smaller or larger and `make run`
 * again: the demonstration's refusal changes with it. A name that is no task does not compile.
 */
import { allow, defineSystem, KIB } from "../tools/system.ts";

export default defineSystem({
  tasks: {
    /** Knows the rules below and decides. Cannot be stopped or exchanged. */
    acl: {
      program: "servers/acl/main.ts",
      kind: "acl",
      priority: 20,
      restart: true,
    },

    /** Remembers what the ACL server decided. Cannot be stopped or exchanged. */
    "ipc-cache": {
      program: "servers/ipc-cache/main.ts",
      kind: "ipc-cache",
      priority: 19,
      peers: ["acl"],
      restart: true,
    },

    /** Manages memory: reserves at once, backs a page with a zeroed frame when it is first touched. */
    "vmm-demand": {
      program: "servers/vmm-demand/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
      restart: true,
    },

    /** Manages memory for who must never wait for it: every page has its frame when it is granted. */
    "vmm-realtime": {
      program: "servers/vmm-realtime/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
      restart: true,
    },

    /** Manages more memory than there is: takes pages back from less urgent tasks and keeps them compressed. */
    "vmm-preemptive": {
      program: "servers/vmm-preemptive/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
      store: 64,
      restart: true,
    },

    /** Starts again what ends and should not. Before everyone else, and waiting for nobody. */
    supervisor: {
      program: "servers/supervisor/main.ts",
      kind: "supervisor",
      priority: 21,
    },

    /**
     * The demonstration: asks for memory, touches it, asks for too much, changes its manager, loses its right.
     * The machine stops when it ends.
     */
    "figure-1": {
      program: "programs/figure-1/main.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand", "vmm-realtime", "acl"],
      final: true,
    },

    /** Text of tasks to the screen and the serial line, bytes from keyboard and serial line to whoever reads. */
    console: {
      program: "servers/console/main.ts",
      kind: "server",
      priority: 16,
      peers: ["keyboard"],
      screen: true,
      ports: [
        { first: 0x3f8, count: 8 },
        { first: 0x3d4, count: 2 },
      ],
      interrupts: [4],
      restart: true,
    },

    /** The PS/2 keyboard. It tells the console server that keys were pressed, and calls nobody. */
    keyboard: {
      program: "servers/keyboard/main.ts",
      kind: "server",
      priority: 17,
      notifies: ["console"],
      ports: [
        { first: 0x60, count: 1 },
        { first: 0x64, count: 1 },
      ],
      interrupts: [1],
      restart: true,
    },

    /** A person's way to look and to change things. It begins when the demonstration has ended. */
    shell: {
      program: "servers/shell/main.ts",
      kind: "server",
      priority: 5,
      peers: [
        "acl",
        "ipc-cache",
        "vmm-demand",
        "vmm-realtime",
        "vmm-preemptive",
        "supervisor",
        "console",
        "keyboard",
      ],
      power: true,
      // To look at what is on the PCI bus.
      ports: [{ first: 0xcf8, count: 8 }],
      restart: true,
    },

    /** Screen modes by the BIOS, in ring 0; the shell's command of this name starts it. The boot's start ends at once. */
    vesa: {
      program: "programs/flat-vesa/main.ts",
      kind: "flat",
      priority: 6,
      vm86: true,
    },

    /** Holds memory and uses it now and then: something to look at from the shell. */
    tenant: {
      program: "programs/tenant/main.ts",
      priority: 4,
      manager: "vmm-demand",
      peers: ["vmm-demand", "vmm-realtime", "vmm-preemptive"],
    },
  },

  /** What is not allowed here is denied. */
  rules: [
    allow("figure-1", "memory", { upTo: 256 * KIB }),
    allow("figure-1", "vmm-exchange", { to: "vmm-realtime" }),
    allow("figure-1", "policy", { use: "revoke" }),
    allow("tenant", "memory", { upTo: 64 * KIB }),
    allow("shell", "policy", { use: "*" }),
    allow("shell", "vmm-exchange", { to: "*" }),
  ],
});
