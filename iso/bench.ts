/**
 * The system that `make bench` measures: the servers of iso/system.ts, a pager and an echo server
 * that do nothing but what is measured, and the tasks that take the time. Each of those runs to its
 * end before the next one starts, because its priority is higher.
 */
import { allow, defineSystem, MIB } from "../tools/system.ts";

export default defineSystem({
  labels: ["timed"],
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    "bench-pager": {
      program: "programs/bench/pager.ts",
      kind: "vmm",
      priority: 15,
      // Of memory, so that pages in use have to move.
      devices: [{ start: 16 * MIB, bytes: 4080 * MIB }],
    },
    "bench-echo": { program: "programs/bench/echo.ts", kind: "server", priority: 15 },
    "bench-driver": {
      program: "programs/bench/driver.ts",
      kind: "server",
      priority: 17,
      interrupts: [1],
    },
    "bench-trigger": {
      program: "programs/bench/trigger.ts",
      priority: 16,
      peers: ["bench-driver"],
      ports: [
        { first: 0x60, count: 1 },
        { first: 0x64, count: 1 },
      ],
    },
    "flat-bench": { program: "programs/flat-bench/main.ts", kind: "flat", priority: 13 },
    "bench-switch": { program: "programs/bench/switch.ts", priority: 12, peers: ["bench-partner"] },
    "bench-partner": { program: "programs/bench/switch.ts", priority: 12 },
    "bench-verdicts": {
      program: "programs/bench/few-rules.ts",
      kind: "server",
      priority: 14,
      label: "timed",
      peers: ["ipc-cache"],
    },
    "bench-client": {
      program: "programs/bench/client.ts",
      priority: 11,
      manager: "vmm-demand",
      peers: ["vmm-demand", "ipc-cache"],
    },
    bench: {
      program: "programs/bench/main.ts",
      priority: 10,
      manager: "bench-pager",
      peers: ["bench-pager", "bench-echo"],
      final: true,
    },
  },

  rules: [allow("bench-client", "memory", { upTo: 64 * MIB }), allow("@timed", "policy", { use: "*" })],
});
