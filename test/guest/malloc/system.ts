/** malloc and free over the VMM server, up to the limit of the rule and back. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    test: {
      program: "test/guest/malloc/main.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
      final: true,
    },
  },
  rules: [allow("test", "memory", { upTo: 300 * KIB })],
});
