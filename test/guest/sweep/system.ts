/** A child that touches every page of its space, in every way. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    test: {
      program: "test/guest/sweep/main.ts",
      priority: 10,
      final: true,
    },
  },
  rules: [],
});
