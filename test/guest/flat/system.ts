/** A flat task that tests the flat domain, beside tasks of ring 3 that must not notice. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    other: { program: "programs/flat-hello/main.ts", kind: "flat", priority: 12 },
    test: { program: "test/guest/flat/main.ts", kind: "flat", priority: 10, final: true },
  },
  rules: [],
});
