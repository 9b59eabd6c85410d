/** The system of iso/system.ts for tests: what a good run of it looks like. */
import { expect } from "vitest";
import {
  type Bootable,
  type EmulatorOptions,
  type EmulatorResult,
  lastLines,
  runEmulator,
  runMistakes,
} from "../../tools/emulator.ts";

/** The demonstration's last line. */
export const DEMONSTRATION_TOKEN = "figure-1: done";

/** Boots and expects the demonstration to succeed. */
export async function expectDemonstration(boot: Bootable, options: EmulatorOptions): Promise<EmulatorResult> {
  const result = await runEmulator(boot, options);
  expect(runMistakes(result, DEMONSTRATION_TOKEN), `last lines:\n${lastLines(result)}`).toEqual([]);
  return result;
}
