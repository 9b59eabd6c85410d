/** A task that lists what is on the PCI bus. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    pci: {
      program: "test/guest/pci/main.ts",
      priority: 10,
      ports: [{ first: 0xcf8, count: 8 }],
      final: true,
    },
  },
  rules: [],
});
