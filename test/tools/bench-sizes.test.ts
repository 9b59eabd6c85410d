/** `make bench` at several sizes of memory: how the rows are compared, and that none grows. */
import { expect, test } from "vitest";
import { BENCH_ROWS } from "../../tools/bench-goals.ts";
import { BENCH_DESCRIPTION, runBench } from "../../tools/bench-run.ts";
import {
  BENCH_SIZES,
  growingRows,
  parseSizes,
  type SizedFigures,
  sizesTable,
} from "../../tools/bench-sizes.ts";
import { readFigures } from "../../tools/bench-table.ts";
import { buildSystem } from "../../tools/image/build-system.ts";

/** The rows that are about memory. */
const MEMORY_ROWS = [
  "map_page",
  "unmap_page",
  "map_page_2m",
  "alloc_frame",
  "alloc_run_64",
  "heap_alloc",
].concat(["sbrk_page", "create_dma_4m", "relocate_page", "fault_map", "fault_zero_map"]);
const LIMIT_MS = 300_000;

function sized(small: string, large: string): SizedFigures {
  return { sizes: ["64M", "4G"], figures: [readFigures(small), readFigures(large)] };
}

test("sizes are read", () => {
  expect(parseSizes("64M,4G")).toEqual(["64M", "4G"]);
  for (const bad of ["", "64M", "64M,", "64,4", "64M;4G", "0M,1G"])
    expect(() => parseSizes(bad)).toThrow("no list");
});

test("a row that grows is named", () => {
  const both = sized("bench: a 100 1\nbench: b 1000 1\n", "bench: a 103 1\nbench: b 1020 1\n");
  expect(growingRows(both)).toEqual(["a"]);
  expect(sizesTable(both)).toMatch(/^a +100 +103 +1\.030$/m);
});

test("a row that is missing at a size is an error", () => {
  expect(() => growingRows(sized("bench: a 100 1\n", ""))).toThrow("row a is not there");
});

test("no cost grows with memory", { timeout: LIMIT_MS }, async () => {
  const system = await buildSystem(BENCH_DESCRIPTION);
  const sizes = parseSizes(BENCH_SIZES);
  const figures = [];
  for (const size of sizes) figures.push(await runBench([system], size));
  const both = { sizes, figures };
  console.info(sizesTable(both));
  const known = new Set(BENCH_ROWS.map((row) => row.name));
  for (const one of figures) expect([...one.keys()].filter((name) => !known.has(name))).toEqual([]);
  for (const row of MEMORY_ROWS) expect([...figures[0]!.keys()]).toContain(row);
  expect(growingRows(both)).toEqual([]);
});
