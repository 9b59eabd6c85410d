/** Everything that a description can say, and nothing wrong with it. */
import { allow, defineSystem, deny, KIB, MIB } from "../../../tools/system.ts";

export default defineSystem({
  labels: ["guests"],
  devices: { screen: { start: 0xfd00_0000, bytes: 0x10_0000 } },
  ram: 96 * MIB,
  permissive: false,
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
    pager: { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
    drawer: { program: "programs/hello/main.ts", priority: 4, notifies: ["user"], manager: "pager" },
    user: {
      program: "programs/hello/main.ts",
      priority: 3,
      manager: "pager",
      label: "guests",
      peers: ["drawer"],
      quota: { memory: 4 * MIB, pageTables: 8, tasks: 2, spaces: 1 },
      faultDeadlineTicks: 50,
    },
  },
  rules: [
    allow("drawer", "device", { of: "screen" }),
    allow("drawer", "io-ports", { from: 0x3f8, count: 8 }),
    allow("drawer", "interrupt", { line: 4 }),
    allow("user", "memory", { upTo: 256 * KIB }),
    deny("@guests", "shared-memory", { of: "drawer" }),
    allow("*", "shared-memory", { of: "*", pages: 4 }),
    allow("@guests", "vmm-exchange", { to: "pager" }),
    allow("user", "policy", { use: "query" }),
    deny("*", "policy"),
  ],
});
