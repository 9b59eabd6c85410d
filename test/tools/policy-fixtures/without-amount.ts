/** A rule that does not say how much: it must not mean all there is. */
import { allow, defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    user: { program: "programs/hello/main.ts", priority: 3 },
  },
  rules: [
    // expect type not assignable; check rule about user: it allows memory, and does not say upTo or pages
    allow("user", "memory", {}),
  ],
});
