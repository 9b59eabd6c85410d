import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/hammer/system.ts", "memory that is hammered while rights go", {
  timeLimitSeconds: 240,
});
