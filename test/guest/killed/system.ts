/** Every server is ended at its k-th kernel call while a client goes through the steps of the demonstration. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";
import { GUARD, VMM_SERVERS } from "../../support/servers.ts";

export default defineSystem({
  tasks: {
    acl: { ...GUARD.acl, restart: true },
    "ipc-cache": { ...GUARD["ipc-cache"], restart: true },
    "vmm-demand": { ...VMM_SERVERS["vmm-demand"], restart: true },
    "vmm-preemptive": { ...VMM_SERVERS["vmm-preemptive"], restart: true },
    supervisor: { program: "servers/supervisor/main.ts", kind: "supervisor", priority: 21 },
    bystander: {
      program: "test/guest/killed/bystander.ts",
      priority: 11,
      manager: "vmm-demand",
      peers: ["vmm-demand", "vmm-preemptive"],
    },
    test: {
      program: "test/guest/killed/once.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand", "vmm-preemptive", "acl", "bystander"],
      final: true,
    },
  },
  rules: [
    allow("test", "memory", { upTo: 256 * KIB }),
    allow("bystander", "memory", { upTo: 64 * KIB }),
    allow("test", "vmm-exchange", { to: "*" }),
    allow("test", "policy", { use: "revoke" }),
    allow("test", "policy", { use: "grant" }),
  ],
});
