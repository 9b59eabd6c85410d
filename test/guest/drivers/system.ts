/** A task with ports, interrupts, the screen and the machine's power, and a driver that is started again and again. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    "key-driver": {
      program: "test/guest/drivers/key-driver.ts",
      kind: "server",
      priority: 12,
      ports: [
        { first: 0x60, count: 1 },
        { first: 0x64, count: 1 },
      ],
      interrupts: [1],
    },
    test: {
      program: "test/guest/drivers/main.ts",
      kind: "supervisor",
      priority: 10,
      ports: [
        { first: 0x70, count: 2 },
        { first: 0xcf8, count: 8 },
      ],
      interrupts: [8],
      screen: true,
      power: true,
      final: true,
    },
  },
  rules: [],
});
