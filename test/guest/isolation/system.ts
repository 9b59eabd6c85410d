/** Children that read, write and jump outside their marks, and execute what only the kernel may. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    test: {
      program: "test/guest/isolation/main.ts",
      priority: 10,
      final: true,
    },
  },
  rules: [],
});
