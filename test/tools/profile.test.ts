/**
 * `make profile`: a row's instructions are those that `make bench` has counted, and docs/performance.md says what this build
 * does, row by row where one machine that is stepped through shows it.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { BASELINE, readMedians } from "../../tools/bench-baseline.ts";
import { BENCH_DESCRIPTION, runBench } from "../../tools/bench-run.ts";
import type { Figure } from "../../tools/bench-table.ts";
import { buildSystem } from "../../tools/image/build-system.ts";
import {
  DOCUMENTED_ROWS,
  documentLine,
  linesOf,
  PERFORMANCE_DOCUMENT,
} from "../../tools/profile/document.ts";
import { EMPTY_COST, recordRows, type Stretch } from "../../tools/profile/record.ts";
import { countBeside, runsOf } from "../../tools/profile/report.ts";

const LIMIT_MS = 300_000;
const NAME_LIMIT_MS = 60_000;
/** What the document's table may be behind the baseline of the same row. */
const BEHIND_MAX = 0.05;
/** Columns of what runs; after them come lines and pages, where it lies: those change by some when anything moves. */
const COUNTS = 6;
const PLACES_MAX = 2;

const text = readFileSync(PERFORMANCE_DOCUMENT, "utf8");
let figures = new Map<string, Figure>();
let rows = new Map<string, Stretch>();

beforeAll(async () => {
  const system = await buildSystem(BENCH_DESCRIPTION);
  figures = await runBench([system]);
  rows = await recordRows(system, figures, "ipc_0");
}, LIMIT_MS);

test.each(["null_call", "ipc_0"])(
  "%s has the instructions of make bench, and two of the measurement",
  (row) => {
    expect(rows.get(row)).toHaveLength(figures.get(row)!.median + EMPTY_COST);
  },
);

test("a round trip loads CR3 twice and goes into the kernel and out of it twice", () => {
  expect(countBeside(rows.get("ipc_0")!)).toMatchObject({ cr3Loads: 2, pageFlushes: 0, crossings: 4 });
  expect(countBeside(rows.get("null_call")!)).toMatchObject({ cr3Loads: 0, pageFlushes: 0, crossings: 2 });
});

test.each(["null_call", "ipc_0"])(
  "the document has the counts of %s, or nearly: else make profile",
  (row) => {
    const [said, counted] = [linesOf(text, row)[0]!, documentLine(row, rows.get(row)!)].map(numbersOf);
    expect(said!.slice(0, COUNTS)).toEqual(counted!.slice(0, COUNTS));
    counted!.forEach((count, index) => {
      expect(Math.abs(said![index]! - count), `column ${index}`).toBeLessThanOrEqual(PLACES_MAX);
    });
  },
);

/** The columns of a line of the table. */
function numbersOf(line: string): number[] {
  return line.split("|").slice(2, -1).map(Number);
}

test("the document's other counts are of rows as they are: else make profile", () => {
  const baseline = readMedians(BASELINE);
  for (const row of DOCUMENTED_ROWS) {
    const instructions = Number(linesOf(text, row)[0]?.split("|")[2]);
    expect(Math.abs(instructions / (baseline[row]! + EMPTY_COST) - 1), row).toBeLessThanOrEqual(BEHIND_MAX);
  }
});

test("the steps of the fast path in the document add up to what is recorded", () => {
  const steps = stepsOfFastPath();
  const of = (pattern: RegExp, way: 0 | 1) =>
    steps.filter(([step]) => pattern.test(step)).reduce((sum, [, ...counts]) => sum + counts[way]!, 0);
  const kernel = /^(?!user's stub|entry|exit|$)/;
  const [client, entry, call, exit, server, ...others] = runsOf(rows.get("ipc_0")!);
  expect([client!.count + others.at(-1)!.count - EMPTY_COST, server!.count]).toEqual([
    of(/^user's stub/, 0),
    of(/^user's stub/, 1),
  ]);
  expect([entry!.symbol, entry!.count, others[0]!.count]).toEqual([
    "systemCallEntry",
    of(/^entry/, 0),
    of(/^entry/, 1),
  ]);
  expect([call!.symbol, call!.count, others[1]!.count]).toEqual([
    "onSystemCall",
    of(kernel, 0),
    of(kernel, 1),
  ]);
  expect([exit!.count, others[2]!.count]).toEqual([of(/^exit/, 0), of(/^exit/, 1)]);
  expect(steps.at(-1)).toEqual(["", of(/./, 0), of(/./, 1)]);
  expect(of(/./, 0) + of(/./, 1)).toBe(figures.get("ipc_0")!.median);
});

/** Step, count in CALL, count in REPLY_WAIT; the sums last, without a name. */
function stepsOfFastPath(): [string, number, number][] {
  const section = text.split(/^## /m).find((part) => part.startsWith("The fast path"))!;
  const lines = [...section.matchAll(/^\| (.*?) ?\| *(.*?) *\| *(.*?) *\|$/gm)].slice(1);
  const count = (cell: string) => Number(cell.replaceAll("*", ""));
  return lines.map(([, step, call, wait]) => [step!, count(call!), count(wait!)]);
}

test(
  "a row that there is not, and one that cannot be stepped through, are errors that say so",
  () => {
    const none = profile("ipc_9");
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('make bench has no row "ipc_9"');
    expect(none.stderr).toContain("there are: null_call ipc_0 ");
    const bytes = profile("kernel_bytes");
    expect(bytes.status).toBe(1);
    expect(bytes.stderr).toContain('row "kernel_bytes" cannot be stepped through');
  },
  NAME_LIMIT_MS,
);

function profile(row: string): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, ["--import", "tsx", "tools/profile.ts", row], { encoding: "utf8" });
}
