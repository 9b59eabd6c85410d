import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/dead-manager/system.ts", "a faulting task with a dead manager dies alone");
