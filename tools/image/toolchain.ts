/**
 * The C compiler, linker and assembler: how they are called, for kernel and programs alike. The flags
 * are part of the binary interface (register parameters, no floating point): change them for all or not at all.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { inRoot, ROOT } from "../paths.ts";
import { findProgram, runCommand } from "../process.ts";
import { filesBelow, runStep } from "./step.ts";

/** Prefix of the cross tools: i686-linux-gnu-, i686-elf-, or nothing for a gcc that knows -m32. */
export const CROSS = process.env.CROSS ?? "i686-linux-gnu-";

const TOOL_CHAIN_ADVICE = `make setup installs the tools; CROSS names other ones, such as CROSS=i686-elf- (now: "${CROSS}")`;
const RUNTIME = "ts2c/runtime";

const C_FLAGS = [
  [
    "-std=gnu11",
    "-m32",
    "-march=i686",
    "-mtune=generic",
    "-mregparm=3",
    "-mgeneral-regs-only",
    "-mpreferred-stack-boundary=2",
    "-O2",
    "-g",
  ],
  ["-ffreestanding", "-fno-builtin", "-fno-pic", "-fno-pie", "-fno-stack-protector", "-fno-strict-aliasing"],
  [
    "-fno-tree-loop-distribute-patterns",
    "-fno-align-jumps",
    "-fno-align-labels",
    "-fno-align-loops",
    "-fno-asynchronous-unwind-tables",
    "-fcf-protection=none",
  ],
  ["-fcallgraph-info=su", "-Wall", "-Wextra", "-Werror", `-I${RUNTIME}`, `-ffile-prefix-map=${ROOT}=.`],
].flat();

const LINK_FLAGS = ["-m", "elf_i386", "-nostdlib", "--build-id=none", "--fatal-warnings"].concat([
  "-z",
  "noexecstack",
]);
/** The kernel's segments lie in the file as they lie in memory; the kernel copies those of programs, which stand side by side. */
const PAGE_LAYOUT = { pages: ["-z", "max-page-size=4096"], dense: ["-z", "max-page-size=16"] };

/** The C compiler as it is called for kernel and programs, without files. */
export function compilerCommand(): string[] {
  return [`${CROSS}gcc`, ...C_FLAGS];
}

/** C file to object file; beside it lies gcc's call graph with the ending `.ci` (call-graph.ts). */
export async function compileC(source: string, object: string, flags: string[] = []): Promise<void> {
  const command = [...compilerCommand(), ...flags, "-c", source, "-o", object];
  await runStep({
    tool: "gcc",
    subject: source,
    outputs: [object, object.replace(/\.o$/, ".ci")],
    inputs: [source, ...filesBelow(RUNTIME)],
    key: command.filter((word) => !word.startsWith("-ffile-prefix-map")),
    run: () => runTool(command),
  });
}

/** NASM file to object file; `includes` are the files that it may include, looked for in their folders. */
export async function assemble(source: string, object: string, includes: string[]): Promise<void> {
  const folders = [...new Set(includes.map((path) => path.replace(/[^/]*$/, "")))];
  const command = ["nasm", "-f", "elf32", "-g", "-F", "dwarf", "--reproducible", "-w+all"];
  command.push(...folders.flatMap((folder) => ["-I", folder]), "-o", object, source);
  await runStep({
    tool: "nasm",
    subject: source,
    outputs: [object],
    inputs: [source, ...includes],
    key: command,
    run: () => runTool(command),
  });
}

/** Object files to an ELF file with all symbols, laid out by a linker script that may use `symbols`. */
export async function link(
  objects: string[],
  script: string,
  elf: string,
  symbols: Record<string, number> = {},
  layout: keyof typeof PAGE_LAYOUT = "pages",
): Promise<void> {
  const definitions = Object.entries(symbols).map(([name, value]) => `--defsym=${name}=${value}`);
  const command = [
    `${CROSS}ld`,
    ...LINK_FLAGS,
    ...PAGE_LAYOUT[layout],
    ...definitions,
    "-T",
    script,
    "-o",
    elf,
    ...objects,
  ];
  await runStep({
    tool: "ld",
    subject: elf,
    outputs: [elf],
    inputs: [script, ...objects],
    key: command,
    run: () => runTool(command),
  });
}

/** A program as it is loaded: what its segments are made of, and nothing behind them; its section headers are lost. */
export async function stripToSegments(elf: string, stripped: string): Promise<void> {
  await runStep({
    tool: "strip",
    subject: stripped,
    outputs: [stripped],
    inputs: [elf, "tools/image/toolchain.ts"],
    key: "segments",
    run: () => {
      writeFileSync(inRoot(stripped), segmentsOf(readFileSync(inRoot(elf))));
      return undefined;
    },
  });
}

/** ELF header, program headers and segments of a file (System V ABI, chapters 4 and 5). */
function segmentsOf(elf: Buffer): Buffer {
  const [table, entryBytes, count] = [elf.readUInt32LE(28), elf.readUInt16LE(42), elf.readUInt16LE(44)];
  const ends = Array.from({ length: count }, (_, index) => {
    const at = table + index * entryBytes;
    return elf.readUInt32LE(at + 4) + elf.readUInt32LE(at + 16);
  });
  const bytes = Buffer.from(elf.subarray(0, Math.max(table + count * entryBytes, ...ends)));
  // Where the section headers are, their size, their number, which has the names.
  bytes.fill(0, 32, 36).fill(0, 46, 52);
  return bytes;
}

/** A copy without symbols: what is put into an image. */
export async function strip(elf: string, stripped: string): Promise<void> {
  const command = [`${CROSS}objcopy`, "--strip-all", elf, stripped];
  await runStep({
    tool: "strip",
    subject: stripped,
    outputs: [stripped],
    inputs: [elf],
    key: command,
    run: () => runTool(command),
  });
}

/** Path of a tool of the chain (size, addr2line, gdb, …): the cross one, or the machine's own. */
export function toolPath(name: string): string {
  return findProgram(`${CROSS}${name}`) ?? name;
}

async function runTool(command: string[]): Promise<undefined> {
  const output = await runCommand(command, { advice: TOOL_CHAIN_ADVICE });
  if (output.trim() !== "") process.stderr.write(output);
  return undefined;
}
