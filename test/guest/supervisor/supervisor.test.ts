import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/supervisor/system.ts", "The supervisor");
