/** The supervisor: tasks that fail now and then, always, never; a manager that is seized and comes back. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

const FAILING = "test/guest/supervisor/failing.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20, restart: true },
    "ipc-cache": {
      program: "servers/ipc-cache/main.ts",
      kind: "ipc-cache",
      priority: 19,
      peers: ["acl"],
      restart: true,
    },
    deaf: {
      program: "test/guest/supervisor/deaf.ts",
      kind: "vmm",
      priority: 18,
      restart: true,
    },
    supervisor: { program: "servers/supervisor/main.ts", kind: "supervisor", priority: 21 },
    victim: { program: "test/guest/acl/victim.ts", priority: 12, manager: "deaf", restart: true },
    /** Ends with status 1, whenever it is started. */
    failing: { program: FAILING, priority: 11, restart: true },
    /** The same, and nobody wants it back. */
    once: { program: FAILING, priority: 11 },
    /** Comes to a good end. */
    outsider: {
      program: "test/guest/supervisor/outsider.ts",
      priority: 11,
      restart: true,
      peers: ["supervisor", "ipc-cache"],
    },
    test: {
      program: "test/guest/supervisor/main.ts",
      kind: "server",
      priority: 10,
      peers: ["supervisor", "ipc-cache", "acl"],
      notifies: ["victim"],
      final: true,
    },
  },
  rules: [
    allow("test", "policy", { use: "grant" }),
    allow("test", "policy", { use: "revoke" }),
    allow("victim", "memory", { upTo: 64 * KIB }),
  ],
});
