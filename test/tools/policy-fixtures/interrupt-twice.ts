/** An interrupt goes to two tasks. */
import { allow, defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    one: { program: "programs/hello/main.ts", priority: 3 },
    two: { program: "programs/hello/main.ts", priority: 3 },
  },
  rules: [
    allow("one", "interrupt", { line: 4 }),
    // expect check rule about two: one has interrupt 4 already (line 11)
    allow("two", "interrupt", { line: 4 }),
  ],
});
