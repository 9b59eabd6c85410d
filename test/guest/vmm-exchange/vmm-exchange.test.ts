import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/vmm-exchange/system.ts", "managers exchanged under load", {
  timeLimitSeconds: 240,
});
