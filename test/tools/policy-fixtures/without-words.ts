/** A rule that does not say about what. */
import { allow, defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    user: { program: "programs/hello/main.ts", priority: 3 },
  },
  rules: [
    // expect type Expected 3 arguments; check rule about user: it allows io-ports, and does not say from
    allow("user", "io-ports"),
  ],
});
