/** What each VMM policy promises, and what becomes of memory whose right is revoked. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";
import { GUARD, VMM_SERVERS } from "../../support/servers.ts";

export default defineSystem({
  tasks: {
    ...GUARD,
    ...VMM_SERVERS,
    "vmm-preemptive": { ...VMM_SERVERS["vmm-preemptive"], store: 256 },
    /** Its memory is a third of what it works on. */
    tight: {
      program: "test/guest/vmm-policies/tight.ts",
      priority: 13,
      manager: "vmm-preemptive",
      peers: ["vmm-preemptive"],
      quota: { memory: 512 * KIB },
    },
    prompt: {
      program: "test/guest/vmm-policies/prompt.ts",
      priority: 12,
      manager: "vmm-realtime",
      peers: ["vmm-realtime"],
      quota: { memory: 1024 * KIB },
    },
    /** Has a handler for what is revoked. */
    careful: {
      program: "test/guest/vmm-policies/careful.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
    },
    /** Has none. */
    careless: {
      program: "test/guest/vmm-policies/careless.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand"],
    },
    test: {
      program: "test/guest/vmm-policies/main.ts",
      priority: 10,
      manager: "vmm-demand",
      peers: ["vmm-demand", "acl"],
      final: true,
    },
  },
  rules: [
    allow("tight", "memory", { upTo: 2048 * KIB }),
    allow("prompt", "memory", { upTo: 2048 * KIB }),
    allow("careful", "memory", { upTo: 256 * KIB }),
    allow("careless", "memory", { upTo: 256 * KIB }),
    allow("test", "memory", { upTo: 256 * KIB }),
    allow("test", "shared-memory", { of: "careful", pages: 4 }),
    allow("test", "policy", { use: "*" }),
  ],
});
