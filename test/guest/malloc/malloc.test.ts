import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/malloc/system.ts", "malloc and free");
