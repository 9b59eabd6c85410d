/** A rule about a task that is not there. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
  },
  rules: [
    // expect type "nobody"; check nobody is no task
    allow("nobody", "memory", { upTo: 4 * KIB }),
  ],
});
