import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/sweep/system.ts", "every page, read, written and executed", {
  cpu: "max",
  timeLimitSeconds: 240,
});
