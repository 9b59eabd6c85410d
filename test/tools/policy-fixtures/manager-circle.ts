/** A manager that calls its own client waits for it while it waits for a page. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    pager: {
      program: "servers/vmm-demand/main.ts",
      kind: "vmm",
      priority: 9,
      // expect check task pager: it can wait for itself, by way of pager, user
      peers: ["user"],
    },
    user: { program: "programs/hello/main.ts", priority: 3, manager: "pager" },
  },
  rules: [],
});
