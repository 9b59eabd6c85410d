/**
 * `make bench`: boots iso/bench.ts under instruction counting, reads its lines `bench: NAME MEDIAN WORST`,
 * prints them beside goals and peers and writes build/bench.json. A row that is missing, unknown, said
 * twice or not a number is an error.
 */
import { writeFileSync } from "node:fs";
import { BENCH_ROWS, type BenchRow, KERNEL_BYTES } from "./bench-goals.ts";
import { storedBytes } from "./elf-sizes.ts";
import { bootable, lastLines, runEmulator, runMistakes, serialText } from "./emulator.ts";
import { Failure, runTool } from "./failure.ts";
import { buildSystem } from "./image/build-system.ts";
import { BUILD, inRoot, KERNEL_ELF } from "./paths.ts";

const DESCRIPTION = "iso/bench.ts";
const RESULT = `${BUILD}/bench.json`;
const TIME_LIMIT_SECONDS = 180;

interface Figure {
  median: number;
  /** Null for what is not measured by running. */
  worst: number | null;
}

await runTool(async () => {
  const system = await buildSystem(DESCRIPTION);
  process.stderr.write("boot   bench, counting instructions\n");
  const result = await runEmulator(bootable(system), { way: "kernel", timeLimitSeconds: TIME_LIMIT_SECONDS });
  const mistakes = runMistakes(result, "");
  if (mistakes.length > 0) throw new Failure(`${mistakes.join("; ")}\nlast lines:\n${lastLines(result)}`);
  const figures = readFigures(serialText(result));
  figures.set(KERNEL_BYTES, { median: storedBytes(KERNEL_ELF), worst: null });
  checkRows(figures);
  printTable(figures);
  const rows = BENCH_ROWS.map((row) => [row.name, figures.get(row.name)!.median]);
  writeFileSync(inRoot(RESULT), `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`);
  process.stdout.write(`\nwritten to ${RESULT}\n`);
  return 0;
});

function readFigures(text: string): Map<string, Figure> {
  const figures = new Map<string, Figure>();
  for (const line of text.split("\n")) {
    const found = /^bench: ([a-z0-9_]+) (\d+) (\d+)$/.exec(line.trimEnd());
    if (found === null) continue;
    if (figures.has(found[1]!)) throw new Failure(`row ${found[1]} was printed twice`);
    figures.set(found[1]!, { median: Number(found[2]), worst: Number(found[3]) });
  }
  return figures;
}

function checkRows(figures: Map<string, Figure>): void {
  const known = new Set(BENCH_ROWS.map((row) => row.name));
  const missing = [...known].filter((name) => !figures.has(name));
  const unknown = [...figures.keys()].filter((name) => !known.has(name));
  const problems = [
    ...(missing.length > 0 ? [`missing: ${missing.join(" ")}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${unknown.join(" ")}`] : []),
  ];
  if (problems.length > 0) {
    throw new Failure(
      `rows ${problems.join("; ")}`,
      "programs/bench prints them, tools/bench-goals.ts lists them",
    );
  }
}

function printTable(figures: Map<string, Figure>): void {
  process.stdout.write("Instructions, except where a row says bytes. Goals: at most.\n\n");
  process.stdout.write(tableLine("row", "MuiString", "worst", "goal", "best peer"));
  for (const row of BENCH_ROWS) process.stdout.write(rowLine(row, figures.get(row.name)!));
}

function rowLine(row: BenchRow, figure: Figure): string {
  const met = row.goal === null ? "" : figure.median <= row.goal ? " met" : "    ";
  const peer = row.peer === null ? "-" : `${row.peer.figure} ${row.peer.system}`;
  return tableLine(
    row.name,
    String(figure.median),
    String(figure.worst ?? "-"),
    `${row.goal ?? "-"}${met}`,
    peer,
  );
}

function tableLine(name: string, own: string, worst: string, goal: string, peer: string): string {
  return `${name.padEnd(18)}${own.padStart(10)}${worst.padStart(10)}${goal.padStart(13)}   ${peer}\n`;
}
