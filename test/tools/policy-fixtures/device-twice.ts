/** A device that is not shared goes to two tasks. */
import { allow, defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  devices: { screen: { start: 0xfd00_0000, bytes: 0x10_0000 } },
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    one: { program: "programs/hello/main.ts", priority: 3 },
    two: { program: "programs/hello/main.ts", priority: 3 },
  },
  rules: [
    allow("one", "device", { of: "screen" }),
    // expect check task two: one has screen already
    allow("two", "device", { of: "screen" }),
  ],
});
