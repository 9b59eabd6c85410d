/** Attempts to stop and exchange the two servers that must not be. */
import { allow, defineSystem, MIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    idle: { program: "test/guest/identities/silent.ts", kind: "server", priority: 15 },
    test: {
      program: "test/guest/protected/main.ts",
      kind: "supervisor",
      priority: 10,
      peers: ["acl", "ipc-cache"],
      final: true,
    },
  },
  rules: [allow("test", "memory", { upTo: MIB })],
});
