/** A flat task that runs 16-bit code, good and hostile, beside one that may not. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    stranger: { program: "test/guest/vm86/stranger.ts", kind: "flat", priority: 12 },
    test: { program: "test/guest/vm86/main.ts", kind: "flat", priority: 10, vm86: true, final: true },
  },
  rules: [],
});
