/** A small system with a flat task: `node --import tsx tools/run.ts iso/flat.ts`. */
import { defineSystem } from "../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "flat-hello": { program: "programs/flat-hello/main.ts", kind: "flat", priority: 10, final: true },
  },
  rules: [],
});
