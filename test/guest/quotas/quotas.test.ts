import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/quotas/system.ts", "quotas of memory, page tables, tasks and spaces");
