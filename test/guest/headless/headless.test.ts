import { defineGuestTests } from "../../support/guest.ts";
import { KILL_KERNEL } from "../../support/kill-kernel.ts";

await defineGuestTests("test/guest/headless/system.ts", "the end of the supervisor", { kernel: KILL_KERNEL });
