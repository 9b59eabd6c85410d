/** Every kernel call, its good case and each of its errors. The test's task manages its own space. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    echo: { program: "programs/bench/echo.ts", kind: "server", priority: 15 },
    stranger: { program: "programs/bench/echo.ts", kind: "server", priority: 15 },
    test: {
      program: "test/guest/kernel-calls/main.ts",
      priority: 10,
      peers: ["echo"],
      final: true,
    },
  },
  rules: [],
});
