/** Storms of work, after which as many frames, heap bytes, tasks and spaces must be free as before. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    test: { program: "test/guest/frames/main.ts", priority: 10, final: true },
  },
  rules: [],
});
