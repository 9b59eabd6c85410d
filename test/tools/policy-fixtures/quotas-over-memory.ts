/** More is promised than the machine has. */
import { defineSystem, MIB } from "../../../tools/system.ts";

export default defineSystem({
  ram: 64 * MIB,
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    one: { program: "programs/hello/main.ts", priority: 3, quota: { memory: 30 * MIB } },
    two: {
      program: "programs/hello/main.ts",
      priority: 3,
      // expect check task two: the quotas up to here, 62914560 bytes, are more than
      quota: { memory: 30 * MIB },
    },
  },
  rules: [],
});
