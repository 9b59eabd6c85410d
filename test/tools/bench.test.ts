/** `make bench` takes every row, no other, each once. */
import { expect, test } from "vitest";
import { BASELINE, grownRows, readMedians } from "../../tools/bench-baseline.ts";
import { readBenchDocument, withFigures } from "../../tools/bench-document.ts";
import { BENCH_ROWS, KERNEL_BYTES_RESIDENT } from "../../tools/bench-goals.ts";
import { LINEAR, SCALING, scalingTable, tooSteep } from "../../tools/bench-scaling.ts";
import { benchTable, checkRows, readFigures } from "../../tools/bench-table.ts";

const NAMES =
  "null_call ipc_0 ipc_4 ipc_63 notify fault_reply fault_map ipc_0_2000 fault_map_1000 fault_zero_map fault_zero_map_warm map_page " +
  "unmap_page task_create task_end task_space_create task_space_end alloc_frame alloc_run_64 map_page_2m relocate_page relocate_page_65 relocate_page_513 longest_call interrupts_off " +
  "heap_alloc sbrk_page create_dma_4m switch_flat switch_isolated yield_pair port_access interrupt_to_driver " +
  "timer_to_driver tick_to_task timer_to_driver_busy " +
  "verdict_hit verdict_hit_10000 verdict_hit_ipc verdict_miss verdict_miss_10000 verdict_denied " +
  "verdict_denied_10000 alloc_authorised alloc_demand alloc_realtime reclaim_page revoke_1 " +
  "revoke_64 revoke_1024 exchange_vmm restart_vmm boot_to_user kernel_bytes kernel_bytes_resident";
const OTHER = { ipc_0: 12_345, revoke_1: 100, revoke_64: 730 };
const LINES = NAMES.split(" ")
  .map((name, index) => `bench: ${name} ${100 + index} ${200 + index}\r\n`)
  .join("");

test("the rows are those that are promised", () => {
  expect(BENCH_ROWS.map((row) => row.name).join(" ")).toBe(NAMES);
  expect(BENCH_ROWS.at(-1)!.name).toBe(KERNEL_BYTES_RESIDENT);
});

test("figures are read from among other lines", () => {
  const figures = readFigures(`kernel: up\n${LINES}bench: done\nnot bench: null_call 1 2\n`);
  expect(figures.size).toBe(BENCH_ROWS.length);
  expect(figures.get("ipc_0")).toEqual({ median: 101, worst: 201 });
  expect(() => checkRows(figures)).not.toThrow();
});

test("a missing row, an unknown one, one that comes twice are errors", () => {
  expect(() => checkRows(readFigures(LINES.replace("ipc_0", "ipc_9")))).toThrow(
    /missing: ipc_0; unknown: ipc_9/,
  );
  expect(() => checkRows(readFigures(""))).toThrow(/missing: null_call /);
  expect(() => readFigures(`${LINES}bench: ipc_0 1 2\n`)).toThrow(/ipc_0 was printed twice/);
});

test("the table says which goals are met", () => {
  const table = benchTable(readFigures(LINES)).split("\n");
  expect(table.find((line) => line.startsWith("null_call"))).toMatch(/100 +200 +- +45 +50 NOVA$/);
  expect(table.find((line) => line.startsWith("ipc_0"))).toMatch(/101 +201 +- +150 met +169 Pistachio$/);
});

test("a row that takes more than two per cent more is named, and one that is new", () => {
  const figures = readFigures("bench: a 102 1\nbench: b 103 1\nbench: c 5 1\n");
  expect(grownRows(figures, { a: 100, b: 100 })).toEqual([
    "b: 100 before, 103 now (+3.0%)",
    "c: 5, not in the baseline",
  ]);
  const byChance = readFigures("bench: timer_to_driver_busy 200 1\n");
  expect(grownRows(byChance, { timer_to_driver_busy: 100 })).toEqual([]);
  expect(grownRows(byChance, {})).toEqual(["timer_to_driver_busy: 200, not in the baseline"]);
});

test("the document has the baseline's figures, and bold goals that are not met: else make bench BASELINE=new", () => {
  const medians = readMedians(BASELINE);
  const text = readBenchDocument();
  const rows = [...text.matchAll(/^\| .*? \| `(\w+)` \| [\d ]+ \|/gm)].map(([, row]) => row!);
  expect(rows).toEqual(expect.arrayContaining(["null_call", "ipc_0", "boot_to_user", "kernel_bytes"]));
  expect(withFigures(text, medians)).toBe(text);
  expect(withFigures("| a | `ipc_0` | 1 | 150 | |\n| b | `revoke_64` | 1 | 300 | |\n", { ...OTHER })).toBe(
    "| a | `ipc_0` | 12 345 | **150** | |\n| b | `revoke_64` | 10 | 300 | |\n",
  );
  expect(() => withFigures("| a | `ipc_9` | 1 | 150 | |\n", medians)).toThrow(/a line of ipc_9/);
});

test("a ratio that is more than it may be is named, and a work of which one more costs more among many", () => {
  const figures = readFigures(LINES);
  for (const { few, many } of SCALING) {
    figures.set(few, { median: 1000, worst: null });
    figures.set(many, { median: 1000, worst: null });
  }
  for (const { rows } of LINEAR)
    for (const [row, count] of rows) figures.set(row, { median: 5000 + 300 * count, worst: null });
  expect(tooSteep(figures)).toEqual([]);
  expect(scalingTable(figures)).toMatch(/^move of a page, each mapping +300.0 +300.0 +1.000 +1.02$/m);
  figures.set("ipc_0_2000", { median: 1021, worst: null });
  figures.set("relocate_page_513", { median: 5000 + 65 * 300 + 448 * 310, worst: null });
  expect(tooSteep(figures)).toEqual([
    "IPC, 7 tasks and 2000 more: 1.021, at most 1.02",
    "move of a page, each mapping: 300, then 310",
  ]);
  expect(scalingTable(figures)).toMatch(/^IPC, 7 tasks and 2000 more +1000 +1021 +1.021 +1.02$/m);
});
