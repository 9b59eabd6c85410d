/** A driver whose rights come and go at run time, another task that wants them, and one that receives nothing. */
import { allow, defineSystem, KIB, MIB } from "../../../tools/system.ts";

export default defineSystem({
  labels: ["crew"],
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    other: { program: "test/guest/entitle/other.ts", kind: "server", priority: 12, label: "crew" },
    busy: { program: "test/guest/preemption/spin.ts", kind: "server", priority: 1, label: "crew" },
    mapper: { program: "test/guest/entitle/mapper.ts", kind: "server", priority: 5 },
    test: {
      program: "test/guest/entitle/main.ts",
      kind: "supervisor",
      priority: 10,
      peers: ["acl", "other", "busy"],
      devices: [
        { start: 0xb8000, bytes: 32 * KIB },
        { start: 64 * MIB, bytes: 4 * MIB },
        { start: 0xe000_0000, bytes: 4 * MIB },
      ],
      ports: [{ first: 0x70, count: 2 }],
      interrupts: [8],
      final: true,
    },
  },
  rules: [allow("test", "policy", { use: "*" })],
});
