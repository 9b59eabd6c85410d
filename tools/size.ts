/**
 * `make size`: bytes of kernel and programs, what the kernel keeps for each task, space and page, how deep stacks can
 * get, lines of code by folder. Lines without comments and blank ones are what other kernels' figures count.
 */
import { readFileSync } from "node:fs";
import { IDENTITY_INDEX_MASK } from "../lib/abi/identity.ts";
import { PAGE_SIZE_BYTES, STACK_SIZE_BYTES } from "../lib/abi/memory-map.ts";
import { elfSizes, initBytes } from "./elf-sizes.ts";
import { Failure, runTool } from "./failure.ts";
import { buildSystem, PRODUCT } from "./image/build-system.ts";
import { KERNEL_BASE, LAYOUTS_INCLUDE } from "./image/kernel.ts";
import { programBase } from "./image/program.ts";
import { readStackBounds, STACK_USE_MAX_PERCENT, type StackBound } from "./image/stack-bound.ts";
import { filesBelow } from "./image/step.ts";
import { toolPath } from "./image/toolchain.ts";
import { countLines, linesByPurpose } from "./kernel-purposes.ts";
import { inRoot } from "./paths.ts";
import { runCommand } from "./process.ts";

/** In the order of ARCHITECTURE.md; a folder's lines do not count again in the one above it. */
const FOLDERS = ["boot", "kernel", "lib", "servers", "programs", "iso", "ts2c", "tools", "test"];
const SOURCE = /\.(ts|mjs|asm|h|inc|ld|sh)$/;

/** Static tables with an entry for each task, and for each space: both have a number of slots that is fixed. */
const TABLES = {
  task: ["tasks", "operations", "alarms", "task_accountOfSlot"],
  space: ["spaces", "managed", "room", "keptRoom", "accounts_accountOfSlot"],
};
const SLOTS = IDENTITY_INDEX_MASK + 1;
/** Of a page table with 64-bit entries. */
const PAGE_ENTRY_BYTES = 8;

await runTool(async () => {
  const system = await buildSystem(PRODUCT);
  process.stdout.write(`\n${line("bytes", "text", "rodata", "data", "bss", "in all")}`);
  process.stdout.write(sizeLine("kernel", system.kernel));
  process.stdout.write(line("  given back", "", "", "", "", initBytes(system.kernel)));
  for (const module of system.modules) process.stdout.write(sizeLine(module.task, module.symbols));
  process.stdout.write(`\n${line("bytes for each", "kernel", "pages", "of them")}`);
  for (const text of await costsOfOne(system.kernel)) process.stdout.write(text);
  process.stdout.write(`\n${line("stack", "deepest", "limit", "of", "per cent")}`);
  for (const bound of readStackBounds(KERNEL_BASE)) process.stdout.write(stackLine(bound.entry, bound));
  for (const { task, program } of system.modules)
    for (const bound of readStackBounds(programBase(program))) process.stdout.write(stackLine(task, bound));
  process.stdout.write(`\n${line("lines", "files", "code", "comment", "blank", "in all")}`);
  for (const folder of FOLDERS) process.stdout.write(linesOf(folder));
  process.stdout.write("\nlines of code of kernel/ by what they are for\n");
  for (const [purpose, lines] of linesByPurpose())
    process.stdout.write(`${purpose.padEnd(58)}${String(lines).padStart(10)}\n`);
  return 0;
});

function sizeLine(name: string, elf: string): string {
  const { text, readOnly, data, bss } = elfSizes(elf);
  return line(name, text, readOnly, data, bss, text + readOnly + data + bss);
}

/** A program whose recursion has no stated bound has none itself. */
function stackLine(name: string, { bytes, stackBytes }: StackBound): string {
  const limit = (stackBytes * STACK_USE_MAX_PERCENT) / 100;
  if (bytes === null) return line(name, "unbounded", limit, stackBytes, "-");
  return line(name, bytes, limit, stackBytes, ((bytes * 100) / stackBytes).toFixed(1));
}

/** What a task of ring 3, a space and a mapped page take, in the kernel and in pages of their own. */
async function costsOfOne(kernel: string): Promise<string[]> {
  const symbols = await runCommand([toolPath("nm"), "-S", kernel]);
  const layouts = readFileSync(inRoot(LAYOUTS_INCLUDE), "utf8");
  const inSlots = (names: string[]) => {
    const sizes = names.map((name) => number(symbols, new RegExp(`^\\S+ (\\S+) b ${name}$`, "m"), 16));
    return Math.round(sizes.reduce((sum, bytes) => sum + bytes, 0) / SLOTS);
  };
  const sizeOf = (name: string) => number(layouts, new RegExp(`^${name}_size equ 0x(\\S+)`, "m"), 16);
  return [
    line("task", inSlots(TABLES.task), STACK_SIZE_BYTES / PAGE_SIZE_BYTES, "stack"),
    line("space", inSlots(TABLES.space), 3, "tables"),
    line("frame", sizeOf("FrameRecord"), 0, "-"),
    line("mapped page", PAGE_ENTRY_BYTES, 0, "-"),
    line("third mapping", sizeOf("SharerNode"), 0, "-"),
  ];
}

function number(text: string, pattern: RegExp, base: number): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Failure(`${pattern.source} is not there`, "tools/size.ts names it");
  return Number.parseInt(found, base);
}

function linesOf(folder: string): string {
  const files = filesBelow(folder).filter((path) => SOURCE.test(path) && !path.includes("node_modules/"));
  const count = { code: 0, comment: 0, blank: 0 };
  for (const file of files) {
    const own = countLines(file);
    for (const kind of ["code", "comment", "blank"] as const) count[kind] += own[kind];
  }
  const all = count.code + count.comment + count.blank;
  return line(`${folder}/`, files.length, count.code, count.comment, count.blank, all);
}

function line(name: string, ...columns: (string | number)[]): string {
  return `${name.padEnd(18)}${columns.map((column) => String(column).padStart(10)).join("")}\n`;
}
