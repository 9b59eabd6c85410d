/**
 * The system that `make memory-map` looks at: the demonstration of iso/system.ts with a flat task
 * beside it. The map is what the kernel sees when figure-1 ends.
 */
import { allow, defineSystem, KIB } from "../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    "flat-window": { program: "programs/flat-window/main.ts", kind: "flat", priority: 10 },
    "figure-1": {
      program: "programs/figure-1/main.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand", "acl"],
      final: true,
    },
  },
  rules: [allow("figure-1", "memory", { upTo: 256 * KIB }), allow("figure-1", "policy", { use: "revoke" })],
});
