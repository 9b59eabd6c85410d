/** Each kind of machine comes up with the interrupt controller and the timer that it has, and its timer ticks. */
import { describe, expect, test } from "vitest";
import { EXIT_SUCCESS } from "../../lib/abi/machine-exit.ts";
import { bootable, exitStatus, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem } from "../../tools/image/build-system.ts";

const TIME_LIMIT_SECONDS = 40;
/** Waits for alarms, so it ends only where the timer ticks. */
const boot = bootable(await buildSystem("test/guest/ticks/system.ts"));

const MACHINES: [name: string, words: string, extra: string[], found: string][] = [
  ["pc", "", [], "APIC, timer PIT"],
  ["pc without ACPI", "", ["-machine", "acpi=off"], "PIC, timer PIT"],
  ["pc without HPET", "", ["-machine", "hpet=off"], "APIC, timer PIT"],
  ["q35", "", ["-machine", "q35"], "APIC, timer PIT"],
  // There the BIOS has tables of its own.
  ["q35 without ACPI", "", ["-machine", "q35,acpi=off"], "APIC, timer PIT"],
  ["q35, old processor", "", ["-machine", "q35", "-cpu", "pentium2"], "APIC, timer PIT"],
  ["a processor without an APIC", "", ["-cpu", "qemu32,-apic"], "PIC, timer PIT"],
  ["noapic", "noapic", [], "PIC, timer PIT"],
  ["timer=hpet", "timer=hpet", [], "APIC, timer HPET"],
  ["timer=hpet by PIC", "timer=hpet noapic", [], "PIC, timer HPET"],
  ["timer=hpet where there is none", "timer=hpet", ["-machine", "hpet=off"], "APIC, timer PIT"],
  ["timer=lapic", "timer=lapic", [], "APIC, timer LAPIC"],
  ["timer=lapic without HPET", "timer=lapic", ["-machine", "q35,hpet=off"], "APIC, timer LAPIC"],
  ["timer=lapic where there is none", "timer=lapic noapic", [], "PIC, timer PIT"],
];

describe("a machine", () => {
  for (const [name, words, extra, found] of MACHINES) {
    test(name, { timeout: 2 * TIME_LIMIT_SECONDS * 1000 }, async () => {
      const append = ["-append", `verbose ${words}`];
      const options = { way: "kernel", timeLimitSeconds: TIME_LIMIT_SECONDS } as const;
      const result = await runEmulator(boot, { ...options, extra: [...extra, ...append] });
      const text = serialText(result);
      expect(text).toContain(`kernel: interrupts by ${found}`);
      expect(result.timedOut, text).toBe(false);
      expect(result.status, text).toBe(exitStatus(EXIT_SUCCESS));
      // A tick takes 10 ms: 10 million units of the time-stamp counter with one instruction each.
      const units = Number(/ticks: (\d+) units/.exec(text)?.[1]);
      expect(units).toBeGreaterThan(9_800_000);
      expect(units).toBeLessThan(10_200_000);
    });
  }

  test("says nothing of it without verbose", { timeout: 60_000 }, async () => {
    const result = await runEmulator(boot, { way: "kernel", timeLimitSeconds: TIME_LIMIT_SECONDS });
    expect(serialText(result)).not.toContain("kernel: interrupts by");
    expect(result.status).toBe(exitStatus(EXIT_SUCCESS));
  });
});
