/** `make bench` takes every row, no other, each once. */
import { expect, test } from "vitest";
import { BENCH_ROWS, KERNEL_BYTES } from "../../tools/bench-goals.ts";
import { benchTable, checkRows, readFigures } from "../../tools/bench-table.ts";

const NAMES =
  "null_call ipc_0 ipc_4 ipc_63 notify fault_reply fault_map fault_zero_map fault_zero_map_warm map_page " +
  "unmap_page task_create task_end task_space_create task_space_end alloc_frame alloc_run_64 map_page_2m relocate_page relocate_page_513 longest_call " +
  "heap_alloc sbrk_page create_dma_4m switch_flat switch_isolated yield_pair port_access interrupt_to_driver " +
  "verdict_hit verdict_hit_10000 verdict_hit_ipc verdict_miss verdict_miss_10000 verdict_denied " +
  "verdict_denied_10000 alloc_authorised alloc_demand alloc_realtime reclaim_page revoke_1 " +
  "revoke_64 revoke_1024 exchange_vmm restart_vmm boot_to_user kernel_bytes";
const LINES = NAMES.split(" ")
  .map((name, index) => `bench: ${name} ${100 + index} ${200 + index}\r\n`)
  .join("");

test("the rows are those that are promised", () => {
  expect(BENCH_ROWS.map((row) => row.name).join(" ")).toBe(NAMES);
  expect(BENCH_ROWS.at(-1)!.name).toBe(KERNEL_BYTES);
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
  expect(table.find((line) => line.startsWith("null_call"))).toMatch(/100 +200 +45 +50 NOVA$/);
  expect(table.find((line) => line.startsWith("ipc_0"))).toMatch(/101 +201 +150 met +169 Pistachio$/);
});
