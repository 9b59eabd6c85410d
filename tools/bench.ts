/**
 * `tsx tools/bench.ts [SIZES] [--accept]`, `make bench`: boots the systems of tools/bench-run.ts under instruction counting,
 * reads their lines `bench: NAME MEDIAN WORST`, prints them beside the run before, the baseline, goals and peers and writes
 * build/bench.json, and with --accept the baseline and the figures of docs/performance.md; then what grows with tasks, rules and sharers, and the
 * rows of the first at several sizes of memory (64M,4G). A row that is missing, unknown, said twice or not a
 * number is an error, and so is one that grows with memory.
 */
import { writeFileSync } from "node:fs";
import { BASELINE, readMedians, writeMedians } from "./bench-baseline.ts";
import { BENCH_DOCUMENT, readBenchDocument, withFigures } from "./bench-document.ts";
import { BENCH_ROWS, C_RATIO_ROWS, cRatioRow } from "./bench-goals.ts";
import { addKernelBytes, BENCH_DESCRIPTION, FURTHER_DESCRIPTIONS, runBench } from "./bench-run.ts";
import { scalingTable } from "./bench-scaling.ts";
import {
  BENCH_SIZES,
  GROWTH_MAX,
  growingRows,
  parseSizes,
  type SizedFigures,
  sizesTable,
} from "./bench-sizes.ts";
import { benchTable, checkRows, type Figure } from "./bench-table.ts";
import { canCount, measureRatios } from "./c-ratio.ts";
import { Failure, runTool } from "./failure.ts";
import { type BuiltSystem, buildSystem } from "./image/build-system.ts";
import { BUILD, inRoot } from "./paths.ts";

const RESULT = `${BUILD}/bench.json`;

await runTool(async () => {
  const accepts = process.argv.includes("--accept");
  const sizes = parseSizes(process.argv.slice(2).find((one) => !one.startsWith("--")) ?? BENCH_SIZES);
  const [system, ...others] = [
    await buildSystem(BENCH_DESCRIPTION),
    ...(await Promise.all(FURTHER_DESCRIPTIONS.map((path) => buildSystem(path)))),
  ];
  process.stderr.write("boot   bench, counting instructions\n");
  const figures = await runBench([system, ...others]);
  addKernelBytes(figures);
  if (canCount()) await addRatios(figures);
  else process.stderr.write("left out: the rows c_ratio_*, for want of valgrind\n");
  const rows = canCount() ? [...BENCH_ROWS, ...C_RATIO_ROWS] : BENCH_ROWS;
  checkRows(figures, rows);
  process.stdout.write(benchTable(figures, rows, readMedians(RESULT), readMedians(BASELINE)));
  writeMedians(RESULT, figures);
  process.stdout.write(`\nwritten to ${RESULT}\n`);
  if (accepts) acceptFigures(figures);
  process.stdout.write(scalingTable(figures));
  const sized = await measureSizes(system, sizes);
  process.stdout.write(sizesTable(sized));
  const growing = growingRows(sized);
  if (growing.length > 0)
    throw new Failure(`rows grow with memory by more than ${GROWTH_MAX}: ${growing.join(" ")}`);
  return 0;
});

/** What valgrind counts depends on the machine's C library; the rest does not. */
function acceptFigures(figures: Map<string, Figure>): void {
  const kept = new Set(BENCH_ROWS.map((row) => row.name));
  writeMedians(BASELINE, new Map([...figures].filter(([name]) => kept.has(name))));
  process.stdout.write(`written to ${BASELINE}\n`);
  writeFileSync(inRoot(BENCH_DOCUMENT), withFigures(readBenchDocument(), readMedians(BASELINE)));
  process.stdout.write(`written to ${BENCH_DOCUMENT}\n`);
}

async function measureSizes(system: BuiltSystem, sizes: string[]): Promise<SizedFigures> {
  const figures: Map<string, Figure>[] = [];
  for (const size of sizes) {
    process.stderr.write(`boot   bench with ${size}\n`);
    figures.push(await runBench([system], size));
  }
  return { sizes, figures };
}

async function addRatios(figures: Map<string, Figure>): Promise<void> {
  for (const ratio of await measureRatios()) {
    for (const kind of ["checked", "unchecked"] as const)
      figures.set(cRatioRow(ratio.program, kind), { median: ratio[kind], worst: null });
  }
}
