/** A rule about the memory of a task that is not there. */
import { allow, defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
  },
  rules: [
    // expect type "painter"; check something that this system does not have
    allow("acl", "shared-memory", { of: "painter", pages: 4 }),
  ],
});
