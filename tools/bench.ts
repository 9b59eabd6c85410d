/**
 * `make bench`: boots iso/bench.ts, iso/bench-rules.ts and iso/bench-servers.ts under instruction counting, reads its lines `bench: NAME MEDIAN WORST`,
 * prints them beside goals and peers and writes build/bench.json. A row that is missing, unknown, said
 * twice or not a number is an error.
 */
import { writeFileSync } from "node:fs";
import { BENCH_ROWS, C_RATIO_ROWS, cRatioRow, KERNEL_BYTES } from "./bench-goals.ts";
import { benchTable, checkRows, type Figure, readFigures } from "./bench-table.ts";
import { canCount, measureRatios } from "./c-ratio.ts";
import { storedBytes } from "./elf-sizes.ts";
import { bootable, lastLines, runEmulator, runMistakes, serialText } from "./emulator.ts";
import { Failure, runTool } from "./failure.ts";
import { buildSystem } from "./image/build-system.ts";
import { BUILD, inRoot, KERNEL_ELF } from "./paths.ts";

/** Each is booted, and their rows together are the table. */
const DESCRIPTIONS = ["iso/bench.ts", "iso/bench-rules.ts", "iso/bench-servers.ts"];
const RESULT = `${BUILD}/bench.json`;
const TIME_LIMIT_SECONDS = 180;

await runTool(async () => {
  const texts: string[] = [];
  for (const description of DESCRIPTIONS) texts.push(await measure(description));
  const figures = readFigures(texts.join("\n"));
  figures.set(KERNEL_BYTES, { median: storedBytes(KERNEL_ELF), worst: null });
  if (canCount()) await addRatios(figures);
  else process.stderr.write("left out: the rows c_ratio_*, for want of valgrind\n");
  const rows = canCount() ? [...BENCH_ROWS, ...C_RATIO_ROWS] : BENCH_ROWS;
  checkRows(figures, rows);
  process.stdout.write(benchTable(figures, rows));
  const medians = rows.map((row) => [row.name, figures.get(row.name)!.median]);
  writeFileSync(inRoot(RESULT), `${JSON.stringify(Object.fromEntries(medians), null, 2)}\n`);
  process.stdout.write(`\nwritten to ${RESULT}\n`);
  return 0;
});

/** What a system says on the serial line while it counts its instructions. */
async function measure(description: string): Promise<string> {
  const system = await buildSystem(description);
  process.stderr.write(`boot   ${system.name}, counting instructions\n`);
  const result = await runEmulator(bootable(system), { way: "kernel", timeLimitSeconds: TIME_LIMIT_SECONDS });
  const mistakes = runMistakes(result, "");
  if (mistakes.length > 0) throw new Failure(`${mistakes.join("; ")}\nlast lines:\n${lastLines(result)}`);
  return serialText(result);
}

async function addRatios(figures: Map<string, Figure>): Promise<void> {
  for (const ratio of await measureRatios()) {
    for (const kind of ["checked", "unchecked"] as const)
      figures.set(cRatioRow(ratio.program, kind), { median: ratio[kind], worst: null });
  }
}
