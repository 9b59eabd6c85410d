/** Drivers, on what their interrupts can arrive at; the clock's time is that of the machine, not of its host. */
import { defineGuestTests } from "../../support/guest.ts";

const SYSTEM = "test/guest/drivers/system.ts";
const CLOCK = ["-rtc", "clock=vm"];

await defineGuestTests(SYSTEM, "drivers, lines by APIC", { extra: CLOCK });
await defineGuestTests(SYSTEM, "drivers, lines by PIC", { extra: [...CLOCK, "-append", "noapic"] });
await defineGuestTests(SYSTEM, "drivers, on q35", { extra: [...CLOCK, "-machine", "q35"] });
