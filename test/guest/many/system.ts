/** Managers with very many clients, and a program that is large; the test is the supervisor. */
import { defineSystem } from "../../../tools/system.ts";

const MANAGER = "test/guest/managers/manager.ts";

export default defineSystem({
  tasks: {
    acl: { program: "test/guest/managers/acl.ts", kind: "acl", priority: 20, restart: true },
    manager: { program: MANAGER, kind: "vmm", priority: 18, restart: true },
    /** Nobody starts it again by itself. */
    successor: { program: MANAGER, kind: "vmm", priority: 18 },
    large: { program: "test/guest/many/large.ts", priority: 12 },
    test: {
      program: "test/guest/many/main.ts",
      kind: "supervisor",
      priority: 10,
      peers: ["acl", "manager", "successor"],
      final: true,
    },
  },
  rules: [],
});
