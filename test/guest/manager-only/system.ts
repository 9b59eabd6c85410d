/** Every call on memory and tasks by a task that is not the manager of the space it names. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    managed: { program: "programs/bench/echo.ts", priority: 15, manager: "vmm-demand" },
    test: {
      program: "test/guest/manager-only/main.ts",
      priority: 10,
      peers: ["vmm-demand", "managed"],
      final: true,
    },
  },
  rules: [],
});
