/** A peer that is not there. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    user: {
      program: "programs/hello/main.ts",
      priority: 3,
      // expect type "alc"; check its peer alc is no task
      peers: ["alc"],
    },
  },
  rules: [],
});
