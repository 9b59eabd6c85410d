import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/preemption/system.ts", "a task that never stops does not stop others");
