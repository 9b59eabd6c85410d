/** Flat tasks that loop and that fault, beside a task of ring 3. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    loop: { program: "test/guest/flat/loop.ts", kind: "flat", priority: 10 },
    fault: { program: "test/guest/flat/fault.ts", kind: "flat", priority: 11 },
    test: { program: "test/guest/flat-beside/main.ts", priority: 10, final: true },
  },
  rules: [],
});
