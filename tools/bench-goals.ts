/**
 * The rows of `make bench`: what they are, the goal, and the best figure of another system.
 *
 * Source of the peers' figures: measured by this project with QEMU 7.2, TCG, `-icount
 * shift=0,sleep=off`, one core, two address spaces, in user mode; median of 1000 or more, cost of `rdtsc` taken
 * off; peers built with GCC 12.2 -O2 and driven by minimal root tasks. seL4 16.0.0-dev (IA-32, release,
 * fast path), L4Ka Pistachio 8be66aa9 (hand-written fast path), NOVA r10 (32-bit), Debian's Linux 6.1
 * (686-pae). A `rep` counts one instruction for each iteration, so clearing a page costs about 1024.
 */
import { C_RATIO_PROGRAMS } from "./c-ratio.ts";

export interface BenchRow {
  name: string;
  work: string;
  /** At most this; null where none is set. */
  goal: number | null;
  /** Best other system; null where nobody has been measured in instructions. */
  peer: { system: string; figure: number } | null;
  /** Depends on what else is under way when an interrupt comes: any change of the code moves it by a few per cent. */
  byChance?: true;
}

/** Rows that the build gives and no program prints: text, read-only data and data of the kernel as loaded, and after the boot. */
export const KERNEL_BYTES = "kernel_bytes";
export const KERNEL_BYTES_RESIDENT = "kernel_bytes_resident";

/** What ts2c's output may take at most beside hand-written C, in thousandths: with its checks, and without. */
export const C_RATIO_GOAL = { checked: 1100, unchecked: 1020 };

/** Rows that tools/c-ratio.ts gives: thousandths of the instructions of hand-written C. */
export const C_RATIO_ROWS: readonly BenchRow[] = C_RATIO_PROGRAMS.flatMap((program) => [
  {
    name: cRatioRow(program, "checked"),
    work: `${program}: ts2c / hand-written C`,
    goal: C_RATIO_GOAL.checked,
    peer: null,
  },
  {
    name: cRatioRow(program, "unchecked"),
    work: `${program}: the same, checks left out`,
    goal: C_RATIO_GOAL.unchecked,
    peer: null,
  },
]);

/** `c_ratio_page_walk`, or with `_unchecked` after it. */
export function cRatioRow(program: string, kind: "checked" | "unchecked"): string {
  return `c_ratio_${program.replaceAll("-", "_")}${kind === "checked" ? "" : "_unchecked"}`;
}

export const BENCH_ROWS: readonly BenchRow[] = [
  {
    name: "null_call",
    work: "system call that does nothing",
    goal: 45,
    peer: { system: "NOVA", figure: 50 },
  },
  { name: "ipc_0", work: "IPC round trip, 0 words", goal: 150, peer: { system: "Pistachio", figure: 169 } },
  { name: "ipc_4", work: "IPC round trip, 4 words", goal: 160, peer: { system: "Pistachio", figure: 191 } },
  {
    name: "ipc_63",
    work: "IPC round trip, 63 words through a window",
    goal: 300,
    peer: { system: "Pistachio", figure: 309 },
  },
  { name: "notify", work: "notify, nobody waiting", goal: 80, peer: { system: "seL4", figure: 419 } },
  {
    name: "fault_reply",
    work: "fault, pager maps nothing, resumed",
    goal: 400,
    peer: { system: "seL4", figure: 1475 },
  },
  {
    name: "fault_map",
    work: "fault, pager maps a ready page",
    goal: 700,
    peer: { system: "Pistachio", figure: 1382 },
  },
  { name: "ipc_0_2000", work: "ipc_0 among 2000 other tasks", goal: 150, peer: null },
  { name: "fault_map_1000", work: "fault_map among 1000 other spaces", goal: 700, peer: null },
  {
    name: "fault_zero_map",
    work: "the same, page cleared on the way",
    goal: 1800,
    peer: { system: "Linux (no pager)", figure: 3439 },
  },
  {
    name: "fault_zero_map_warm",
    work: "the same, page cleared in idle time before",
    goal: 700,
    peer: null,
  },
  {
    name: "map_page",
    work: "map one page, the call alone",
    goal: 200,
    peer: { system: "seL4", figure: 815 },
  },
  {
    name: "unmap_page",
    work: "unmap one page, the call alone",
    goal: 200,
    peer: { system: "seL4", figure: 596 },
  },
  {
    name: "task_create",
    work: "START of a task in another space",
    goal: 2000,
    peer: { system: "seL4", figure: 4402 },
  },
  { name: "task_end", work: "STOP of it", goal: 1500, peer: { system: "seL4", figure: 3430 } },
  { name: "task_space_create", work: "a new space and its first task", goal: null, peer: null },
  { name: "task_space_end", work: "STOP of its last task, the space goes", goal: null, peer: null },
  { name: "alloc_frame", work: "ALLOC of one page, cleared on the way", goal: null, peer: null },
  { name: "alloc_run_64", work: "ALLOC of 64 pages in one call, all cleared", goal: null, peer: null },
  { name: "map_page_2m", work: "SET that shares 2 MiB in one call", goal: null, peer: null },
  { name: "relocate_page", work: "a page moves out of the way of a device's window", goal: null, peer: null },
  { name: "relocate_page_65", work: "the same, a page of 65 mappings", goal: null, peer: null },
  { name: "relocate_page_513", work: "the same, a page of 513 mappings", goal: null, peer: null },
  { name: "longest_call", work: "longest that a call goes on before others run", goal: 50_000, peer: null },
  { name: "interrupts_off", work: "longest that interrupts are off", goal: 3000, peer: null },
  { name: "heap_alloc", work: "an object from the kernel heap", goal: null, peer: null },
  { name: "sbrk_page", work: "flat heap one page longer, cleared", goal: null, peer: null },
  { name: "create_dma_4m", work: "DMA window of 4 MiB", goal: null, peer: null },
  { name: "switch_flat", work: "yield to another flat task and back", goal: null, peer: null },
  {
    name: "switch_isolated",
    work: "yield to another space and back",
    goal: 200,
    peer: { system: "seL4", figure: 633 },
  },
  {
    name: "yield_pair",
    work: "the same",
    goal: 200,
    peer: { system: "seL4", figure: 633 },
  },
  { name: "port_access", work: "a driver reads an I/O port, by call", goal: null, peer: null },
  {
    name: "interrupt_to_driver",
    work: "interrupt in ring 3 until a driver in another space runs",
    goal: 1500,
    peer: null,
  },
  { name: "timer_to_driver", work: "the same, a timer's, from the line's rise", goal: 1500, peer: null },
  { name: "tick_to_task", work: "kernel's timer until a task that slept runs", goal: 1500, peer: null },
  {
    name: "timer_to_driver_busy",
    work: "timer_to_driver while long calls are made",
    goal: null,
    peer: null,
    byChance: true,
  },
  { name: "verdict_hit", work: "access decision, published", goal: 40, peer: null },
  { name: "verdict_hit_10000", work: "the same, with 10 000 rules", goal: 40, peer: null },
  { name: "verdict_hit_ipc", work: "access decision, asked for and cached", goal: null, peer: null },
  { name: "verdict_miss", work: "access decision, not cached", goal: 900, peer: null },
  { name: "verdict_miss_10000", work: "the same, with 10 000 rules", goal: 900, peer: null },
  { name: "verdict_denied", work: "refusal, not cached, audited", goal: null, peer: null },
  { name: "verdict_denied_10000", work: "the same, with 10 000 rules", goal: null, peer: null },
  { name: "alloc_authorised", work: "authorised allocation, verdict cached", goal: null, peer: null },
  { name: "alloc_demand", work: "a page under vmm-demand, asked for and touched", goal: null, peer: null },
  { name: "alloc_realtime", work: "the same under vmm-realtime", goal: null, peer: null },
  { name: "reclaim_page", work: "touch of a stored page, another taken for it", goal: null, peer: null },
  { name: "revoke_1", work: "revocation returns, 1 live page taken away", goal: 3000, peer: null },
  { name: "revoke_64", work: "the same, 64 pages", goal: 3000 + 63 * 300, peer: null },
  { name: "revoke_1024", work: "the same, 1024 pages", goal: 3000 + 1023 * 300, peer: null },
  { name: "exchange_vmm", work: "a client of 64 pages to another VMM, adopted", goal: null, peer: null },
  { name: "restart_vmm", work: "a VMM starts again and serves a client", goal: null, peer: null },
  {
    name: "boot_to_user",
    work: "kernel entry to first user instruction",
    goal: 400_000,
    peer: { system: "seL4", figure: 807_430 },
  },
  {
    name: KERNEL_BYTES,
    work: "kernel text and data, bytes",
    goal: 65_536,
    peer: { system: "seL4", figure: 66_774 },
  },
  {
    name: KERNEL_BYTES_RESIDENT,
    work: "the same, what stays after the boot",
    goal: 65_536,
    peer: null,
  },
];
