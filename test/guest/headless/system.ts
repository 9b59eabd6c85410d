/** The supervisor ends: the others go on, and what ends from then on stays down. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";
import { GUARD } from "../../support/servers.ts";

export default defineSystem({
  tasks: {
    ...GUARD,
    "vmm-demand": {
      program: "servers/vmm-demand/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
      restart: true,
    },
    supervisor: { program: "servers/supervisor/main.ts", kind: "supervisor", priority: 21 },
    /** Ends at each notification. */
    brief: { program: "test/guest/headless/brief.ts", priority: 12, restart: true },
    bystander: {
      program: "test/guest/killed/bystander.ts",
      priority: 11,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
    },
    /** Touches a new page of its memory at each message. */
    toucher: {
      program: "test/guest/headless/toucher.ts",
      priority: 11,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
    },
    test: {
      program: "test/guest/headless/main.ts",
      kind: "server",
      priority: 10,
      peers: ["acl", "ipc-cache", "supervisor", "bystander", "toucher"],
      notifies: ["brief"],
      final: true,
    },
  },
  rules: [
    allow("bystander", "memory", { upTo: 64 * KIB }),
    allow("toucher", "memory", { upTo: 64 * KIB }),
    allow("test", "policy", { use: "*" }),
  ],
});
