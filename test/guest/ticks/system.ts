/** A task that measures a tick. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    ticks: { program: "test/guest/ticks/main.ts", priority: 10, final: true },
  },
  rules: [],
});
