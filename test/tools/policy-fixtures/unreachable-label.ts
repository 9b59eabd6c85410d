/** A rule about a label all of whose tasks have been decided about. */
import { allow, defineSystem, deny, KIB } from "../../../tools/system.ts";

export default defineSystem({
  labels: ["guests"],
  tasks: {
    acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
    one: { program: "programs/hello/main.ts", priority: 3, label: "guests" },
    two: { program: "programs/hello/main.ts", priority: 3, label: "guests" },
  },
  rules: [
    allow("one", "memory", { upTo: 4 * KIB }),
    allow("two", "memory", { upTo: 8 * KIB }),
    // expect check rule about @guests: it is never reached
    deny("@guests", "memory"),
  ],
});
