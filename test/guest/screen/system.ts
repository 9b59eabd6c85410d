/** A task that says what the screen is, and paints on it. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    screen: {
      program: "test/guest/screen/main.ts",
      kind: "server",
      priority: 10,
      screen: true,
      final: true,
    },
  },
  rules: [],
});
