/** One run of the bench system under instruction counting, and its figures. */
import { type Figure, readFigures } from "./bench-table.ts";
import { bootable, lastLines, runEmulator, runMistakes, serialText } from "./emulator.ts";
import { Failure } from "./failure.ts";
import type { BuiltSystem } from "./image/build-system.ts";

export const BENCH_DESCRIPTION = "iso/bench.ts";
const TIME_LIMIT_SECONDS = 180;

/** Boots the system with so much memory, QEMU's default size without. A run that goes wrong is a Failure. */
export async function runBench(system: BuiltSystem, memory?: string): Promise<Map<string, Figure>> {
  const options = { way: "kernel", timeLimitSeconds: TIME_LIMIT_SECONDS, memory } as const;
  const result = await runEmulator(bootable(system), options);
  const mistakes = runMistakes(result, "");
  if (mistakes.length > 0) throw new Failure(`${mistakes.join("; ")}\nlast lines:\n${lastLines(result)}`);
  return readFigures(serialText(result));
}
