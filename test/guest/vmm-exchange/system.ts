/** A client at work changes hands a thousand times among the three policies. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
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
      store: 64,
    },
    worker: {
      program: "test/guest/vmm-exchange/worker.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand", "vmm-realtime", "vmm-preemptive"],
    },
    outsider: {
      program: "test/guest/vmm-exchange/outsider.ts",
      priority: 11,
      peers: ["vmm-demand"],
    },
    test: {
      program: "test/guest/vmm-exchange/main.ts",
      priority: 10,
      peers: ["vmm-demand", "vmm-realtime", "vmm-preemptive"],
      final: true,
    },
  },
  rules: [
    allow("worker", "memory", { upTo: 512 * KIB }),
    allow("test", "vmm-exchange", { to: "*" }),
    allow("test", "policy", { use: "query" }),
  ],
});
