/** Ten thousand rules: `make bench` shows that a verdict costs no more than with ten. */
import { allow, defineSystem, deny } from "../tools/system.ts";

/** With those that the tasks imply, as many as fit. They deny: ports that are allowed are the kernel's business, too, and few. */
const RULES = 9990;

export default defineSystem({
  labels: ["timed"],
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    "bench-verdicts": {
      program: "programs/bench/many-rules.ts",
      kind: "server",
      priority: 10,
      label: "timed",
      peers: ["ipc-cache"],
      final: true,
    },
  },
  rules: [
    ...Array.from({ length: RULES }, (_, port) =>
      deny("bench-verdicts", "io-ports", { from: port, count: 1 }),
    ),
    allow("@timed", "policy", { use: "*" }),
  ],
});
