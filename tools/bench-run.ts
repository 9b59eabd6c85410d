/** Runs of the bench systems under instruction counting, and their figures. */
import { KERNEL_BYTES, KERNEL_BYTES_RESIDENT } from "./bench-goals.ts";
import { type Figure, readFigures } from "./bench-table.ts";
import { initBytes, storedBytes } from "./elf-sizes.ts";
import {
  bootable,
  type EmulatorOptions,
  lastLines,
  runEmulator,
  runMistakes,
  serialText,
} from "./emulator.ts";
import { Failure } from "./failure.ts";
import type { BuiltSystem } from "./image/build-system.ts";
import { KERNEL_ELF } from "./paths.ts";

export const BENCH_DESCRIPTION = "iso/bench.ts";
/** Systems with rows of their own, which stand in the same table. */
export const FURTHER_DESCRIPTIONS = ["iso/bench-rules.ts", "iso/bench-servers.ts", "iso/bench-clock.ts"];
const TIME_LIMIT_SECONDS = 180;
/** The real-time clock counts instructions, too: QEMU would have it follow the day's time. */
export const BENCH_DEVICES = ["-rtc", "clock=vm"];

/** Boots each system with so much memory, QEMU's default size without. A run that goes wrong is a Failure. */
export async function runBench(
  systems: readonly BuiltSystem[],
  memory?: string,
): Promise<Map<string, Figure>> {
  const texts: string[] = [];
  for (const system of systems) texts.push(await textOf(system, memory));
  return readFigures(texts.join("\n"));
}

/** The rows that the kernel's file tells. */
export function addKernelBytes(figures: Map<string, Figure>): void {
  const loaded = storedBytes(KERNEL_ELF);
  figures.set(KERNEL_BYTES, { median: loaded, worst: null });
  figures.set(KERNEL_BYTES_RESIDENT, { median: loaded - initBytes(KERNEL_ELF), worst: null });
}

async function textOf(system: BuiltSystem, memory?: string): Promise<string> {
  const options: EmulatorOptions = {
    way: "kernel",
    timeLimitSeconds: TIME_LIMIT_SECONDS,
    memory,
    extra: BENCH_DEVICES,
  };
  const result = await runEmulator(bootable(system), options);
  const mistakes = runMistakes(result, "");
  if (mistakes.length > 0) throw new Failure(`${mistakes.join("; ")}\nlast lines:\n${lastLines(result)}`);
  return serialText(result);
}
