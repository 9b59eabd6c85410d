/** A word that belongs to another right. */
import { allow, defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    user: { program: "programs/hello/main.ts", priority: 3 },
  },
  rules: [
    // expect check rule about user: a rule about memory has no line, only upTo, pages
    allow("user", "memory", { upTo: 4096, line: 3 }),
  ],
});
