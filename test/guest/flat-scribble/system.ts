/** A flat task that writes to a freed kernel object. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    scribble: { program: "test/guest/flat/scribble.ts", kind: "flat", priority: 10, final: true },
  },
  rules: [],
});
