/** A rule about a device that is not there. */
import { allow, defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  devices: { screen: { start: 0xfd00_0000, bytes: 0x10_0000 } },
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
  },
  rules: [
    // expect type "sreen"; check something that this system does not have
    allow("acl", "device", { of: "sreen" }),
  ],
});
