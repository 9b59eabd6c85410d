/**
 * What the kernel's lines of code are for: each file under one purpose. A file that no purpose names counts with its folder's
 * (FOLDER_PURPOSES), so that every line is in the sum.
 */
import { readFileSync } from "node:fs";
import { filesBelow } from "./image/step.ts";
import { inRoot } from "./paths.ts";

/** Files without `kernel/` and `.ts`, by purpose, in the order of docs/performance-size.md. */
const PURPOSES: Readonly<Record<string, string>> = {
  "IPC, faults, notifications":
    "ipc/call ipc/deliver ipc/fast-path ipc/fault ipc/notify ipc/peers ipc/peer-change ipc/reply-wait ipc/sender-queue " +
    "syscall/dispatch syscall/entries syscall/short-way syscall/settle",
  "tasks, scheduling, alarms":
    "task/task task/scheduler task/ready-queue task/alarm task/clock task/start task/task-operation syscall/task-control " +
    "syscall/task-alarm syscall/is-self",
  "spaces, page tables, marks":
    "memory/space memory/page-walk memory/mark-range memory/unmark-range memory/change-range memory/query-range " +
    "memory/user-range memory/operation memory/run-operation memory/one-page arch/page-entry arch/active-space " +
    "syscall/address-space-alloc syscall/address-space-get syscall/address-space-release syscall/address-space-set " +
    "syscall/managed-space syscall/one-page",
  "the end of tasks and spaces":
    "ipc/end-task ipc/epitaph ipc/space-end ipc/reaper-turn task/space-end syscall/await-space-end memory/give-back",
  "interrupts, timers, ports":
    "ipc/interrupt-lines ipc/serve-interrupts ipc/tick arch/apic arch/pic arch/pit arch/hpet arch/timer arch/idle " +
    "arch/interrupt-controller arch/interrupt-window arch/device-register arch/port syscall/interrupt " +
    "syscall/start-interrupts syscall/task-driver",
  "processor, segments, start-up":
    "main arch/processor arch/processor-name arch/descriptors arch/image arch/layouts",
  "what the loader says: multiboot 1 and 2, command line":
    "boot/multiboot1 boot/multiboot2 boot/collect boot/bytes boot/boot-information boot/command-line boot/memory-holes " +
    "memory/read-boot-information",
  "firmware tables, power":
    "boot/acpi boot/acpi-power memory/firmware ipc/power ipc/machine-end arch/machine-exit",
  "which memory there is, where modules go":
    "boot/memory-map boot/memory-plan boot/memory-place boot/module-plan",
  "frames, kernel heap, kernel space":
    "memory/frame-blocks memory/frame-row memory/frame-runs memory/frame-table memory/frames memory/held-frame " +
    "memory/kept-frames memory/shortage memory/page-bitmap memory/heap memory/objects memory/identity-table memory/start " +
    "memory/kernel-space memory/shared-map arch/frame-record arch/frame-window arch/page-contents arch/kernel-memory " +
    "arch/shared-entry",
  "sharing, copy on write": "memory/frame-mappings memory/sharer-pool memory/source-range",
  "devices' windows, moving of pages in use":
    "memory/device-range memory/relocate memory/move-frame memory/take-device",
  "DMA area": "memory/dma memory/dma-area memory/dma-buffer memory/dma-windows",
  "accounts and quotas, holdings": "memory/accounts memory/holdings",
  "flat domain, 16-bit code":
    "memory/flat-heap memory/flat-program memory/lower memory/lower-memory task/flat-task arch/flat-record " +
    "syscall/flat-call syscall/flat-interrupt syscall/flat-window",
  "manifest, and tasks by it":
    "boot/manifest boot/manifest-error boot/manifest-parts boot/manifest-tasks task/described task/vmm-parameter " +
    "task/boot-names task/boot-tasks task/information-page task/published",
  "ELF, loading some pages at a time": "boot/elf task/load-image task/load-described task/start-described",
  "seal of the guard": "task/check-seal",
  "restart, exchange, rights that change":
    "ipc/manager-change syscall/restart-task syscall/exchange-manager syscall/entitle-task syscall/seize-spaces",
  "consoles, panics with source lines, log, counters":
    "debug/backtrace debug/check-processor debug/console debug/log-ring debug/panic debug/pixel-screen arch/line-table " +
    "arch/text-screen arch/serial syscall/log syscall/read-log syscall/counter-get",
  "live memory map": "task/map-dump task/map-line task/map-owner",
};
/** Where a new file counts until somebody says what it is for. */
const FOLDER_PURPOSES: Readonly<Record<string, string>> = {
  arch: "processor, segments, start-up",
  boot: "what the loader says: multiboot 1 and 2, command line",
  debug: "consoles, panics with source lines, log, counters",
  ipc: "IPC, faults, notifications",
  memory: "frames, kernel heap, kernel space",
  syscall: "tasks, scheduling, alarms",
  task: "tasks, scheduling, alarms",
};

/** Lines of code for each purpose, in order. */
export function linesByPurpose(): Map<string, number> {
  const purposeOf = new Map(
    Object.entries(PURPOSES).flatMap(([purpose, files]) => files.split(" ").map((file) => [file, purpose])),
  );
  const lines = new Map(Object.keys(PURPOSES).map((purpose) => [purpose, 0]));
  for (const path of filesBelow("kernel").filter((one) => one.endsWith(".ts"))) {
    const name = path.replace(/^kernel\//, "").replace(/\.ts$/, "");
    const purpose = purposeOf.get(name) ?? FOLDER_PURPOSES[name.split("/")[0]!]!;
    lines.set(purpose, lines.get(purpose)! + countLines(path).code);
  }
  return lines;
}

/** Files that PURPOSES names and the kernel does not have. */
export function purposesOfNothing(): string[] {
  const files = new Set(filesBelow("kernel"));
  return Object.values(PURPOSES)
    .flatMap((names) => names.split(" "))
    .filter((name) => !files.has(`kernel/${name}.ts`));
}

export interface LineCount {
  code: number;
  comment: number;
  blank: number;
}

/** The lines of a source file. */
export function countLines(path: string): LineCount {
  const count = { code: 0, comment: 0, blank: 0 };
  for (const text of readFileSync(inRoot(path), "utf8").trimEnd().split("\n"))
    count[kindOf(text.trim())] += 1;
  return count;
}

function kindOf(text: string): keyof LineCount {
  if (text === "") return "blank";
  return /^(\/\/|\/\*|\*|;|#(?!include|define|if|endif|else))/.test(text) ? "comment" : "code";
}
