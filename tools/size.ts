/** `make size`: bytes of kernel and programs, how deep their stacks can get, lines of code by folder. */
import { readFileSync } from "node:fs";
import { elfSizes } from "./elf-sizes.ts";
import { runTool } from "./failure.ts";
import { buildSystem, PRODUCT } from "./image/build-system.ts";
import { KERNEL_BASE } from "./image/kernel.ts";
import { programBase } from "./image/program.ts";
import { readStackBounds, STACK_USE_MAX_PERCENT, type StackBound } from "./image/stack-bound.ts";
import { filesBelow } from "./image/step.ts";
import { inRoot } from "./paths.ts";

/** In the order of ARCHITECTURE.md; a folder's lines do not count again in the one above it. */
const FOLDERS = ["boot", "kernel", "lib", "servers", "programs", "iso", "ts2c", "tools", "test"];
const SOURCE = /\.(ts|mjs|asm|h|inc|ld|sh)$/;

await runTool(async () => {
  const system = await buildSystem(PRODUCT);
  process.stdout.write(`\n${line("bytes", "text", "rodata", "data", "bss", "in all")}`);
  process.stdout.write(sizeLine("kernel", system.kernel));
  for (const module of system.modules) process.stdout.write(sizeLine(module.task, module.symbols));
  process.stdout.write(`\n${line("stack", "deepest", "limit", "of", "per cent")}`);
  for (const bound of readStackBounds(KERNEL_BASE)) process.stdout.write(stackLine(bound.entry, bound));
  for (const { task, program } of system.modules)
    for (const bound of readStackBounds(programBase(program))) process.stdout.write(stackLine(task, bound));
  process.stdout.write(`\n${line("lines", "files", "code", "comment", "blank", "in all")}`);
  for (const folder of FOLDERS) process.stdout.write(linesOf(folder));
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

function linesOf(folder: string): string {
  const files = filesBelow(folder).filter((path) => SOURCE.test(path) && !path.includes("node_modules/"));
  const count = { code: 0, comment: 0, blank: 0 };
  for (const file of files) {
    for (const text of readFileSync(inRoot(file), "utf8").trimEnd().split("\n"))
      count[kindOf(text.trim())] += 1;
  }
  const all = count.code + count.comment + count.blank;
  return line(`${folder}/`, files.length, count.code, count.comment, count.blank, all);
}

function kindOf(text: string): "code" | "comment" | "blank" {
  if (text === "") return "blank";
  return /^(\/\/|\/\*|\*|;|#(?!include|define|if|endif|else))/.test(text) ? "comment" : "code";
}

function line(name: string, ...columns: (string | number)[]): string {
  return `${name.padEnd(18)}${columns.map((column) => String(column).padStart(10)).join("")}\n`;
}
