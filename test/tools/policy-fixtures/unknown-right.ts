/** A right that is not there. */
import { defineSystem, deny } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
  },
  rules: [
    // expect type "memroy"; check rule about acl: there is no right memroy
    deny("acl", "memroy"),
  ],
});
