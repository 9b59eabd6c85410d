/** What the bench measures: no row takes more than it did, and none grows with tasks, spaces or rules. */
import { beforeAll, expect, test } from "vitest";
import { BASELINE, BASELINE_ADVICE, grownRows, readMedians } from "../../tools/bench-baseline.ts";
import { addKernelBytes, BENCH_DESCRIPTION, FURTHER_DESCRIPTIONS, runBench } from "../../tools/bench-run.ts";
import { LINEAR, SCALING, tooSteep } from "../../tools/bench-scaling.ts";
import { checkRows, type Figure } from "../../tools/bench-table.ts";
import { buildSystem } from "../../tools/image/build-system.ts";

const LIMIT_MS = 300_000;
let figures = new Map<string, Figure>();

beforeAll(async () => {
  const systems = [];
  for (const description of [BENCH_DESCRIPTION, ...FURTHER_DESCRIPTIONS])
    systems.push(await buildSystem(description));
  figures = await runBench(systems);
  addKernelBytes(figures);
}, LIMIT_MS);

test("every row is there, each once", () => {
  expect(() => checkRows(figures)).not.toThrow();
});

test("no row takes more than two per cent more than the baseline", () => {
  expect(grownRows(figures, readMedians(BASELINE)), BASELINE_ADVICE).toEqual([]);
});

test("the baseline has no rows that are no more", () => {
  expect(Object.keys(readMedians(BASELINE)).filter((row) => !figures.has(row))).toEqual([]);
});

/** Few and many of these rows differ by no more than where an entry lies. */
function expectConstant(rows: readonly string[]): void {
  const constant = SCALING.filter(({ few, most }) => rows.includes(few) && most === 1.02);
  expect(constant.map(({ few }) => few)).toEqual(rows);
  expect(tooSteep(figures)).toEqual([]);
}

test("verdicts do not grow with rules", () => {
  expectConstant(["verdict_hit", "verdict_miss"]);
});

test("messages and faults do not grow with tasks and spaces", () => {
  expectConstant(["ipc_0", "fault_map"]);
});

test("moves grow with mappings alone, revocations with pages", () => {
  expect(LINEAR.map(({ rows }) => rows[0]![0])).toEqual(["relocate_page", "revoke_1"]);
  expect(tooSteep(figures)).toEqual([]);
});

test("each page more that a revocation takes costs at most 300", () => {
  const pages = (count: number) => figures.get(`revoke_${count}`)!.median;
  expect((pages(64) - pages(1)) / 63).toBeLessThanOrEqual(300);
  expect((pages(1024) - pages(64)) / 960).toBeLessThanOrEqual(300);
});
