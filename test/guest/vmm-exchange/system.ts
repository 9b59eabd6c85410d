/** A client at work changes hands a thousand times among the three policies. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";
import { GUARD, VMM_NAMES, VMM_SERVERS } from "../../support/servers.ts";

export default defineSystem({
  tasks: {
    ...GUARD,
    ...VMM_SERVERS,
    worker: {
      program: "test/guest/vmm-exchange/worker.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: VMM_NAMES,
    },
    outsider: {
      program: "test/guest/vmm-exchange/outsider.ts",
      priority: 11,
      peers: ["vmm-demand"],
    },
    test: {
      program: "test/guest/vmm-exchange/main.ts",
      priority: 10,
      peers: VMM_NAMES,
      final: true,
    },
  },
  rules: [
    allow("worker", "memory", { upTo: 512 * KIB }),
    allow("test", "vmm-exchange", { to: "*" }),
    allow("test", "policy", { use: "query" }),
  ],
});
