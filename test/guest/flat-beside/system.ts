/** Flat tasks that loop and that fault, beside a task of ring 3. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    /** Its own stack is five pages of the kernel heap; those of two more fit. */
    loop: {
      program: "test/guest/flat/loop.ts",
      kind: "flat",
      priority: 10,
      quota: { pageTables: 18 },
    },
    fault: { program: "test/guest/flat/fault.ts", kind: "flat", priority: 11 },
    test: { program: "test/guest/flat-beside/main.ts", priority: 10, final: true },
  },
  rules: [],
});
