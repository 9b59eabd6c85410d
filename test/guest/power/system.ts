/** A task that starts the machine again, beside one that would end it otherwise. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    reboots: { program: "test/guest/power/main.ts", priority: 10, power: true },
  },
  rules: [],
});
