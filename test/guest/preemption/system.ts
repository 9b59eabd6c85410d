/** Tasks that spin for ever beside tasks that have something to do. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    idle: { program: "test/guest/preemption/spin.ts", priority: 1 },
    "spinner-1": { program: "test/guest/preemption/spin.ts", priority: 5 },
    "spinner-2": { program: "test/guest/preemption/spin.ts", priority: 5 },
    equal: { program: "programs/bench/echo.ts", kind: "server", priority: 5 },
    test: { program: "test/guest/preemption/main.ts", priority: 10, peers: ["equal"], final: true },
  },
  rules: [],
});
