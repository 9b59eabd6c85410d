import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/vmm-policies/system.ts", "the policies, and revocation", {
  timeLimitSeconds: 240,
});
