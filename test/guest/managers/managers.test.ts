import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/managers/system.ts", "managers that change, end and start again");
