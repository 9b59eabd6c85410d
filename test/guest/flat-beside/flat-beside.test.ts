import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/flat-beside/system.ts", "a task of ring 3 beside flat ones", {
  cpu: "max",
});
