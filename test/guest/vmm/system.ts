/** The VMM server: what it answers, and what becomes of clients that leave their regions. */
import { allow, defineSystem, deny, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    wild: { program: "test/guest/vmm/wild.ts", priority: 12, manager: "vmm-demand", peers: ["vmm-demand"] },
    runner: {
      program: "test/guest/vmm/runner.ts",
      priority: 12,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
    },
    poor: { program: "test/guest/vmm/poor.ts", priority: 12, manager: "vmm-demand", peers: ["vmm-demand"] },
    nobody: {
      program: "test/guest/vmm/nobody.ts",
      priority: 12,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
    },
    outsider: {
      program: "test/guest/vmm/outsider.ts",
      priority: 12,
      peers: ["vmm-demand", "test"],
      mayDeadlock: "they take turns",
    },
    test: {
      program: "test/guest/vmm/main.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand", "wild", "runner", "poor", "nobody", "outsider"],
      final: true,
    },
  },
  rules: [
    allow("test", "memory", { upTo: 128 * KIB }),
    allow("wild", "memory", { upTo: 64 * KIB }),
    allow("runner", "memory", { upTo: 64 * KIB }),
    deny("poor", "memory"),
  ],
});
