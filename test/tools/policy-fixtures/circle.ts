/** Two tasks that call each other can wait for each other for ever. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    one: {
      program: "programs/hello/main.ts",
      priority: 3,
      // expect check task one: it can wait for itself, by way of one, two
      peers: ["two"],
    },
    two: { program: "programs/hello/main.ts", priority: 3, peers: ["one"] },
  },
  rules: [],
});
