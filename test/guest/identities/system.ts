/** Identities that are forged, stale, or not for the one who names them. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    echo: { program: "programs/bench/echo.ts", kind: "server", priority: 15 },
    stranger: { program: "programs/bench/echo.ts", kind: "server", priority: 15 },
    waiting: { program: "test/guest/identities/waiting.ts", priority: 12, peers: ["silent"] },
    silent: { program: "test/guest/identities/silent.ts", priority: 13 },
    test: { program: "test/guest/identities/main.ts", priority: 10, peers: ["echo", "waiting"], final: true },
  },
  rules: [],
});
