/** A rule after one that decides for everyone. */
import { allow, defineSystem, deny, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    user: { program: "programs/hello/main.ts", priority: 3 },
  },
  rules: [
    deny("*", "memory"),
    // expect check rule about user: it is never reached
    allow("user", "memory", { upTo: 4 * KIB }),
  ],
});
