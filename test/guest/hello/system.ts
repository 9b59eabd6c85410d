/** The example that people start from, as the last task of a system. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    hello: {
      program: "programs/hello/main.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
      final: true,
    },
  },
  rules: [allow("hello", "memory", { upTo: 64 * KIB })],
});
