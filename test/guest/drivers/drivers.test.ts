import { defineGuestTests } from "../../support/guest.ts";

const SYSTEM = "test/guest/drivers/system.ts";

await defineGuestTests(SYSTEM, "drivers, lines by APIC");
await defineGuestTests(SYSTEM, "drivers, lines by PIC", { extra: ["-append", "noapic"] });
await defineGuestTests(SYSTEM, "drivers, on q35", { extra: ["-machine", "q35"] });
