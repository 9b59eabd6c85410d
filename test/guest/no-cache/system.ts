/** A system without an IPC cache server: no decision reaches the VMM, so there is no memory. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["acl"] },
    test: {
      program: "test/guest/no-cache/main.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
      final: true,
    },
  },
  rules: [allow("test", "memory", { upTo: 128 * KIB })],
});
