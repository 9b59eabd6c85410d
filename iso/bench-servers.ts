/**
 * `make bench`: what the three VMM servers cost, what a revocation costs among them, and an exchange and a restart
 * under a client. Each of the tasks that take the time runs to its end before the next one starts.
 */
import { allow, defineSystem, KIB, MIB } from "../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": {
      program: "servers/vmm-demand/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
      restart: true,
    },
    "vmm-realtime": {
      program: "servers/vmm-realtime/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
    },
    "vmm-preemptive": {
      program: "servers/vmm-preemptive/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
      store: 256,
    },
    "bench-realtime": {
      program: "programs/bench/realtime.ts",
      priority: 14,
      manager: "vmm-realtime",
      peers: ["vmm-realtime"],
    },
    "bench-tight": {
      program: "programs/bench/tight.ts",
      priority: 13,
      manager: "vmm-preemptive",
      peers: ["vmm-preemptive"],
      quota: { memory: 512 * KIB },
    },
    /** Starts servers again as the supervisor does, and is a client of one. */
    "bench-servers": {
      program: "programs/bench/servers.ts",
      kind: "supervisor",
      priority: 10,
      manager: "vmm-demand",
      peers: ["acl", "vmm-demand", "vmm-realtime", "vmm-preemptive"],
      final: true,
    },
  },
  rules: [
    allow("bench-realtime", "memory", { upTo: 64 * MIB }),
    allow("bench-tight", "memory", { upTo: 64 * MIB }),
    allow("bench-servers", "memory", { upTo: 64 * MIB }),
    allow("bench-servers", "vmm-exchange", { to: "*" }),
    allow("bench-servers", "policy", { use: "*" }),
  ],
});
