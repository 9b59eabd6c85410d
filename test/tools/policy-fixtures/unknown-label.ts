/** A rule about a label that is not there. */
import { allow, defineSystem, KIB } from "../../../tools/system.ts";

export default defineSystem({
  labels: ["guests"],
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20, label: "guests" },
  },
  rules: [
    // expect type "@guest"; check @guest is no label
    allow("@guest", "memory", { upTo: 4 * KIB }),
  ],
});
