/**
 * Tasks that never stop using memory, whose right to it comes and goes while their manager changes. All have one
 * priority, so that everyone runs between any two messages of the others.
 */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

const HAMMER = "test/guest/hammer/hammer.ts";
const MANAGERS = ["vmm-demand", "vmm-realtime", "vmm-preemptive"] as const;

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 10 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 10, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 10, peers: ["ipc-cache"] },
    "vmm-realtime": {
      program: "servers/vmm-realtime/main.ts",
      kind: "vmm",
      priority: 10,
      peers: ["ipc-cache"],
    },
    "vmm-preemptive": {
      program: "servers/vmm-preemptive/main.ts",
      kind: "vmm",
      priority: 10,
      peers: ["ipc-cache"],
      store: 64,
    },
    collector: { program: "test/guest/hammer/collector.ts", priority: 10 },
    reader: { program: HAMMER, priority: 10, manager: "vmm-demand", peers: ["collector", ...MANAGERS] },
    writer: { program: HAMMER, priority: 10, manager: "vmm-demand", peers: ["collector", ...MANAGERS] },
    mixed: { program: HAMMER, priority: 10, manager: "vmm-realtime", peers: ["collector", ...MANAGERS] },
    allocator: { program: HAMMER, priority: 10, manager: "vmm-demand", peers: ["collector", ...MANAGERS] },
    sharer: { program: HAMMER, priority: 10, manager: "vmm-demand", peers: ["collector", ...MANAGERS] },
    owner: {
      program: "test/guest/hammer/owner.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: [...MANAGERS],
    },
    exchanger: { program: "test/guest/hammer/exchanger.ts", priority: 10, peers: [...MANAGERS, "collector"] },
    test: {
      program: "test/guest/hammer/main.ts",
      priority: 10,
      peers: ["acl", "collector"],
      final: true,
    },
  },
  rules: [
    allow("owner", "memory", { upTo: 16 * KIB }),
    allow("test", "policy", { use: "grant" }),
    allow("test", "policy", { use: "revoke" }),
    allow("exchanger", "vmm-exchange", { to: "*" }),
  ],
});
