/** Every use of the policy at run time: with the right to it, and without. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  labels: ["guests"],
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    silent: { program: "test/guest/acl/silent.ts", kind: "vmm", priority: 17 },
    victim: { program: "test/guest/acl/victim.ts", priority: 12, manager: "silent" },
    test: {
      program: "test/guest/acl/main.ts",
      kind: "server",
      priority: 10,
      manager: "vmm-demand",
      label: "guests",
      peers: ["acl", "ipc-cache", "vmm-demand"],
      final: true,
    },
  },
  rules: [allow("test", "memory", { upTo: 64 * KIB }), allow("test", "policy", { use: "*" })],
});
