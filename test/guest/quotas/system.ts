/** One task with small quotas, and one that watches that others keep theirs. */
import { defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    bystander: { program: "programs/bench/echo.ts", kind: "server", priority: 15 },
    test: {
      program: "test/guest/quotas/main.ts",
      kind: "server",
      priority: 10,
      peers: ["bystander"],
      quota: { memory: 6144 * KIB, pageTables: 24, tasks: 6, spaces: 8 },
      final: true,
    },
  },
  rules: [],
});
