/** Every server is ended at its k-th kernel call while a client goes through the steps of the demonstration. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

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
    "vmm-demand": {
      program: "servers/vmm-demand/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
      restart: true,
    },
    "vmm-preemptive": {
      program: "servers/vmm-preemptive/main.ts",
      kind: "vmm",
      priority: 18,
      peers: ["ipc-cache"],
      store: 64,
      restart: true,
    },
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
