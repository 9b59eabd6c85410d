/** Managers that change, end and start again under their clients; the test is the supervisor. */
import { defineSystem } from "../../../tools/system.ts";

const MANAGER = "test/guest/managers/manager.ts";
const CLIENT = "test/guest/managers/client.ts";

export default defineSystem({
  tasks: {
    acl: { program: "test/guest/managers/acl.ts", kind: "acl", priority: 20, restart: true },
    manager: { program: MANAGER, kind: "vmm", priority: 18, restart: true },
    successor: { program: MANAGER, kind: "vmm", priority: 18 },
    client: { program: CLIENT, priority: 12, manager: "manager", notifies: ["test"], restart: true },
    hasty: {
      program: CLIENT,
      priority: 12,
      manager: "manager",
      notifies: ["test"],
      faultDeadlineTicks: 3,
    },
    /** Nobody wants it back; its client is started again while it is away. */
    late: { program: MANAGER, kind: "vmm", priority: 18 },
    orphan: { program: CLIENT, priority: 12, manager: "late", notifies: ["test"] },
    test: {
      program: "test/guest/managers/main.ts",
      kind: "supervisor",
      priority: 10,
      peers: ["acl", "manager", "successor", "late"],
      notifies: ["client", "hasty", "orphan"],
      final: true,
    },
    flat: { program: "test/guest/flat/argument.ts", kind: "flat", priority: 9 },
  },
  rules: [],
});
