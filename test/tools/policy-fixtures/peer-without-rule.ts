/** A task says that it calls another one, and a rule says that it may not. */
import { defineSystem, deny } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    user: {
      program: "programs/hello/main.ts",
      priority: 3,
      // expect check task user: its peer acl is denied to it by the rule of line 14
      peers: ["acl"],
    },
  },
  rules: [deny("user", "peer")],
});
