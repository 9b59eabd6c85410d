/** The figures of `make bench`: from the serial line's text to rows beside goals and peers. */
import { changeOf, type Medians } from "./bench-baseline.ts";
import { BENCH_ROWS, type BenchRow } from "./bench-goals.ts";
import { Failure } from "./failure.ts";

export interface Figure {
  median: number;
  /** Null for what is not measured by running. */
  worst: number | null;
}

/** The lines `bench: NAME MEDIAN WORST`, by name. A row that comes twice is a Failure. */
export function readFigures(text: string): Map<string, Figure> {
  const figures = new Map<string, Figure>();
  for (const line of text.split("\n")) {
    const found = /^bench: ([a-z0-9_]+) (\d+) (\d+)$/.exec(line.trimEnd());
    if (found === null) continue;
    if (figures.has(found[1]!)) throw new Failure(`row ${found[1]} was printed twice`);
    figures.set(found[1]!, { median: Number(found[2]), worst: Number(found[3]) });
  }
  return figures;
}

/** Every row is there and no other; else a Failure that names them. */
export function checkRows(figures: Map<string, Figure>, rows: readonly BenchRow[] = BENCH_ROWS): void {
  const known = new Set(rows.map((row) => row.name));
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

/** The table that people read; `last` are the figures of the run before. */
export function benchTable(
  figures: Map<string, Figure>,
  rows: readonly BenchRow[] = BENCH_ROWS,
  last: Medians = {},
  baseline: Medians = {},
): string {
  const title =
    "Instructions, except where a row says bytes; c_ratio_* are thousandths of what hand-written C takes.\n" +
    "Goals: at most.\n\n";
  const lines = rows.map((row) => rowLine(row, figures.get(row.name)!, last[row.name], baseline[row.name]));
  const head = tableLine("row", "MuiString", "worst", "last", "baseline", "goal", "best peer");
  return title + head + lines.join("");
}

function rowLine(row: BenchRow, figure: Figure, last?: number, baseline?: number): string {
  const met = row.goal === null ? "" : figure.median <= row.goal ? " met" : "    ";
  const peer = row.peer === null ? "-" : `${row.peer.figure} ${row.peer.system}`;
  return tableLine(
    row.name,
    String(figure.median),
    String(figure.worst ?? "-"),
    String(last ?? "-"),
    changeOf(figure.median, baseline),
    `${row.goal ?? "-"}${met}`,
    peer,
  );
}

function tableLine(name: string, ...columns: string[]): string {
  const [own, worst, last, change, goal, peer] = columns as [string, string, string, string, string, string];
  const figures = own.padStart(10) + worst.padStart(10) + last.padStart(10) + change.padStart(10);
  return `${name.padEnd(34)}${figures}${goal.padStart(13)}   ${peer}\n`;
}
