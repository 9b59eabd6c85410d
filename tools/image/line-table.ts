/**
 * The table from which a panic names source lines: for each address at which a source line begins,
 * the address, the file and the line. Its layout is stated in kernel/arch/line-table.ts.
 *
 * It is made from the disassembly of a kernel linked without it, and linked in after everything that
 * has an address in it, so it moves none of them.
 */
import { writeFileSync } from "node:fs";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { runCommand } from "../process.ts";
import { runStep } from "./step.ts";
import { assemble, toolPath } from "./toolchain.ts";

const FILE_NAME_BYTES = 48;
const LINE_MAX = 0xffff;

export interface LineEntry {
  address: number;
  file: string;
  line: number;
}

/** Makes an object file with the section `.lines` for a linked kernel; `base` is its path without ending. */
export async function buildLineTable(kernel: string, base: string): Promise<string> {
  const binary = `${base}.bin`;
  const source = `${base}.asm`;
  await runStep({
    tool: "lines",
    subject: kernel,
    outputs: [binary, source],
    inputs: [kernel, "tools/image/line-table.ts"],
    key: toolPath("objdump"),
    run: async () => {
      const listing = await runCommand([toolPath("objdump"), "-d", "-l", "--no-show-raw-insn", kernel]);
      writeFileSync(inRoot(binary), encodeLineTable(readListing(listing)));
      writeFileSync(
        inRoot(source),
        `section .lines progbits alloc noexec nowrite align=4\nincbin "${binary}"\n`,
      );
      return undefined;
    },
  });
  await assemble(source, `${base}.o`, [binary]);
  return `${base}.o`;
}

const NOWHERE = { file: "", line: 0 };

/**
 * The places in a listing of `objdump -d -l` at which the source line changes, by address. Left out is
 * what no panic can ask for: a stretch of instructions that neither call nor fault, and lines of ts2c's run-time
 * header, which count to the line of TypeScript that they were expanded in.
 */
export function readListing(listing: string): LineEntry[] {
  const entries: LineEntry[] = [];
  let place = NOWHERE;
  let start: number | null = null;
  for (const text of listing.split("\n")) {
    if (/^[0-9a-f]+ <.*>:$/.test(text)) place = NOWHERE;
    const source = /^(\S+\.(?:ts|asm|h)):(\d+)(?: \(discriminator \d+\))?$/.exec(text);
    if (source !== null && (place === NOWHERE || !source[1]!.endsWith(".h"))) {
      const next = { file: fromProject(source[1]!), line: Number(source[2]) };
      if (next.file !== place.file || next.line !== place.line) start = null;
      place = next;
    }
    const instruction = /^ *([0-9a-f]+):\t(\S+) *(.*)$/.exec(text);
    if (instruction === null) continue;
    start ??= Number.parseInt(instruction[1]!, 16);
    if (isHarmless(instruction[2]!, instruction[3]!)) continue;
    const last = entries.at(-1);
    if (last?.file === place.file && last.line === place.line) continue;
    entries.push({ address: start, ...place });
  }
  return entries;
}

/** gcc names files from `.`, NASM from the absolute path of the file's folder: neither belongs in the kernel. */
function fromProject(path: string): string {
  return path.replace(/^\.\//, "").replace(/^.*\/(?=boot\/[^/]+\.asm$)/, "");
}

const HARMLESS =
  /^(mov|add|adc|sub|sbb|and|or|xor|not|neg|inc|dec|imul|cmp|test|lea|sh[lr]|sa[lr]|ro[lr]|bt|xchg|cltd|cmov|set|j|push|pop|ret|leave|nop)/;

/** An instruction that calls nothing and touches no memory but the stack: nothing of it is ever looked up. */
function isHarmless(mnemonic: string, operands: string): boolean {
  if (!HARMLESS.test(mnemonic)) return false;
  if (mnemonic.startsWith("lea") || mnemonic.startsWith("nop")) return true;
  return !/\(|(^|[,:*])0x/.test(operands.replace(/\$0x[0-9a-f]+/g, ""));
}

/** The table's bytes. */
export function encodeLineTable(entries: LineEntry[]): Buffer {
  if (entries.length === 0)
    throw new Failure("the kernel has no debug information", "make clean, then build again");
  const files = [...new Set(entries.map((entry) => entry.file))];
  const header = Buffer.alloc(8);
  header.writeUInt32LE(entries.length, 0);
  header.writeUInt32LE(files.length, 4);
  const numbers = new Map(files.map((file, index) => [file, index]));
  const lines = entries.map((entry) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(entry.address, 0);
    bytes.writeUInt16LE(numbers.get(entry.file)!, 4);
    bytes.writeUInt16LE(Math.min(entry.line, LINE_MAX), 6);
    return bytes;
  });
  return Buffer.concat([header, ...lines, ...files.map(encodeFileName)]);
}

/** A name that is too long keeps its end, which tells more than its start. */
function encodeFileName(file: string): Buffer {
  const bytes = Buffer.alloc(FILE_NAME_BYTES);
  bytes.write(file.slice(1 - FILE_NAME_BYTES), "latin1");
  return bytes;
}
