/** Ports go to two tasks. */
import { allow, defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    one: { program: "programs/hello/main.ts", priority: 3 },
    two: { program: "programs/hello/main.ts", priority: 3 },
  },
  rules: [
    allow("one", "io-ports", { from: 0x3f8, count: 8 }),
    // expect check rule about two: one has io-ports 1023 already (line 11)
    allow("two", "io-ports", { from: 0x3ff, count: 2 }),
  ],
});
