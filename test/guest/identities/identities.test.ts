import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/identities/system.ts", "forged and stale identities");
