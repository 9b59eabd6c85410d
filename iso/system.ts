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
  },

  /** What is not allowed here is denied. */
  rules: [
    allow("figure-1", "memory", { upTo: 256 * KIB }),
    allow("figure-1", "vmm-exchange", { to: "vmm-realtime" }),
    allow("figure-1", "policy", { use: "revoke" }),
  ],
});
