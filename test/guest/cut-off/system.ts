/** An IPC cache server that cannot reach the ACL server: no answer is a no. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19 },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    test: {
      program: "test/guest/cut-off/main.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand", "ipc-cache"],
      final: true,
    },
  },
  rules: [allow("test", "memory", { upTo: 128 * KIB })],
});
