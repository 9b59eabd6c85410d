import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/console/system.ts", "The console and keyboard servers");
