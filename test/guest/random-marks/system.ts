/** One task that manages two spaces and does anything with them. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    test: { program: "test/guest/random-marks/main.ts", priority: 10, final: true },
  },
  rules: [],
});
