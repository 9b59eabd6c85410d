/** The console and keyboard servers, asked well and badly. */
import { defineSystem } from "../../../tools/system.ts";
import { GUARD } from "../../support/servers.ts";

export default defineSystem({
  tasks: {
    acl: GUARD.acl,
    keyboard: {
      program: "servers/keyboard/main.ts",
      kind: "server",
      priority: 17,
      notifies: ["console"],
      ports: [
        { first: 0x60, count: 1 },
        { first: 0x64, count: 1 },
      ],
      interrupts: [1],
    },
    console: {
      program: "servers/console/main.ts",
      kind: "server",
      priority: 16,
      peers: ["keyboard"],
      screen: true,
      ports: [
        { first: 0x3f8, count: 8 },
        { first: 0x3d4, count: 2 },
      ],
      interrupts: [4],
    },
    /** Waits for input that never comes. */
    reader: { program: "test/guest/console/reader.ts", kind: "server", priority: 12, peers: ["console"] },
    test: {
      program: "test/guest/console/main.ts",
      kind: "server",
      priority: 10,
      peers: ["console", "keyboard"],
      final: true,
    },
  },
  rules: [],
});
