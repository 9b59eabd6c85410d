/** A manager that ends while one of its tasks waits for the answer to a fault, and before another one faults. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    manager: { program: "test/guest/dead-manager/manager.ts", kind: "vmm", priority: 18 },
    early: { program: "test/guest/dead-manager/early.ts", priority: 12, manager: "manager" },
    late: {
      program: "test/guest/dead-manager/late.ts",
      priority: 12,
      manager: "manager",
      peers: ["test"],
      mayDeadlock: "the test waits for it only when it waits for nobody",
    },
    bystander: { program: "programs/bench/echo.ts", kind: "server", priority: 15 },
    test: {
      program: "test/guest/dead-manager/main.ts",
      priority: 10,
      peers: ["manager", "early", "late", "bystander"],
      final: true,
    },
  },
  rules: [],
});
