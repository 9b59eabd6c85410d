/** The machine switches off and starts again by itself, where no emulator is told to end. */
import { mkdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bootable, type EmulatorResult, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem } from "../../tools/image/build-system.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";

const FOLDER = `${BUILD}/test/power`;
const TIME_LIMIT_SECONDS = 30;
const TEST_LIMIT_MS = 2 * TIME_LIMIT_SECONDS * 1000;
mkdirSync(inRoot(FOLDER), { recursive: true });

const ends = bootable(await buildSystem("test/guest/ticks/system.ts"));
const calls = bootable(await buildSystem("test/guest/power/system.ts"));

function run(boot: typeof ends, seconds: number, extra: string[]): Promise<EmulatorResult> {
  return runEmulator(boot, { way: "kernel", debugExit: false, timeLimitSeconds: seconds, extra });
}

/** A reset would be another boot, not an end. */
const RESET_BOOTS = ["-action", "reboot=reset"];

describe("a machine without an emulator's exit", () => {
  for (const machine of ["pc", "q35", "q35,hpet=off"]) {
    test(`switches off when the final task has ended: ${machine}`, { timeout: TEST_LIMIT_MS }, async () => {
      const result = await run(ends, TIME_LIMIT_SECONDS, ["-machine", machine, ...RESET_BOOTS]);
      expect(serialText(result).split("MuiString").length - 1).toBe(1);
      expect(result.timedOut, serialText(result)).toBe(false);
      expect(result.status).toBe(0);
    });

    test(`switches off when a task says so: ${machine}`, { timeout: TEST_LIMIT_MS }, async () => {
      const extra = ["-machine", machine, ...RESET_BOOTS, "-append", "off"];
      const result = await run(calls, TIME_LIMIT_SECONDS, extra);
      expect(serialText(result)).toContain("kernel: a task switches the machine off");
      expect(result.timedOut, serialText(result)).toBe(false);
      expect(result.status).toBe(0);
    });
  }

  test("halts where nothing says how to switch off", { timeout: TEST_LIMIT_MS }, async () => {
    const result = await run(ends, 5, ["-machine", "acpi=off", ...RESET_BOOTS]);
    expect(result.timedOut).toBe(true);
    expect(serialText(result).split("MuiString").length - 1).toBe(1);
    expect(serialText(result)).not.toContain("PANIC");
  });

  for (const machine of ["pc", "q35", "pc,acpi=off"]) {
    test(`starts again when a task says so: ${machine}`, { timeout: TEST_LIMIT_MS }, async () => {
      const log = `${FOLDER}/${machine.replaceAll(",", "-")}.log`;
      const extra = ["-machine", machine, "-d", "cpu_reset", "-D", inRoot(log)];
      const result = await run(calls, TIME_LIMIT_SECONDS, extra);
      expect(serialText(result)).toContain("kernel: a task starts the machine again");
      expect(result.timedOut, serialText(result)).toBe(false);
      expect(readFileSync(inRoot(log), "utf8")).not.toContain("Triple fault");
    });
  }
});
