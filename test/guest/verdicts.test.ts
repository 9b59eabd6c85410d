/** What the bench measures: no row takes more than it did, and none grows with tasks, spaces or rules. */
import { beforeAll, expect, test } from "vitest";
import { BASELINE, BASELINE_ADVICE, grownRows, readMedians } from "../../tools/bench-baseline.ts";
import { KERNEL_BYTES } from "../../tools/bench-goals.ts";
import { BENCH_DESCRIPTION, FURTHER_DESCRIPTIONS, runBench } from "../../tools/bench-run.ts";
import { LINEAR, SCALING, tooSteep } from "../../tools/bench-scaling.ts";
import { checkRows, type Figure } from "../../tools/bench-table.ts";
import { storedBytes } from "../../tools/elf-sizes.ts";
import { buildSystem } from "../../tools/image/build-system.ts";
import { KERNEL_ELF } from "../../tools/paths.ts";

const LIMIT_MS = 300_000;
let figures = new Map<string, Figure>();

beforeAll(async () => {
  const systems = [];
  for (const description of [BENCH_DESCRIPTION, ...FURTHER_DESCRIPTIONS])
    systems.push(await buildSystem(description));
  figures = await runBench(systems);
  figures.set(KERNEL_BYTES, { median: storedBytes(KERNEL_ELF), worst: null });
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

test("nothing grows with rules, tasks and spaces; moves and revocations grow with mappings and pages alone", () => {
  const constant = SCALING.filter(({ most }) => most === 1.02).map(({ few }) => few);
  expect(constant).toEqual(["ipc_0", "fault_map", "verdict_hit", "verdict_miss"]);
  expect(LINEAR.map(({ rows }) => rows[0]![0])).toEqual(["relocate_page", "revoke_1"]);
  expect(tooSteep(figures)).toEqual([]);
});

test("each page more that a revocation takes costs at most 300", () => {
  const pages = (count: number) => figures.get(`revoke_${count}`)!.median;
  expect((pages(64) - pages(1)) / 63).toBeLessThanOrEqual(300);
  expect((pages(1024) - pages(64)) / 960).toBeLessThanOrEqual(300);
});
