/**
 * A driver that holds three ranges: the text screen, memory in the middle of what tasks use, and
 * addresses where QEMU's PC has nothing; and a task that holds none and is ready all the time.
 */
import { defineSystem, KIB, MIB } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    other: { program: "test/guest/memory/other.ts", kind: "server", priority: 10 },
    test: {
      program: "test/guest/memory/main.ts",
      priority: 10,
      final: true,
      devices: [
        { start: 0xb8000, bytes: 32 * KIB },
        { start: 16 * MIB, bytes: 112 * MIB },
        { start: 0x9_0000_0000, bytes: 4096 * MIB },
        { start: 1 * MIB, bytes: 4 * KIB },
        { start: 0, bytes: 4 * KIB },
      ],
    },
  },
  rules: [],
});
