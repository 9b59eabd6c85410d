/**
 * The table from which a panic names source lines: for each address at which a source line begins,
 * the address, the file and the line; and what panics with a constant text say, by address. Its layout is stated in kernel/arch/line-table.ts. It is a boot module, made
 * from the disassembly of the kernel, whose text it is bound to by a sum.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { sectionBytes } from "../elf-sizes.ts";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { runCommand } from "../process.ts";
import { runStep } from "./step.ts";
import { toolPath } from "./toolchain.ts";

/** "LINE" */
const MAGIC = 0x454e494c;
const FILE_NAME_BYTES = 48;
const STOP_TEXT_BYTES = 92;
/** ts2c/runtime/ts2c.h */
const STOPS = ".debug_ts2c_stops";
const LINE_MAX = 0xffff;
/** Of FNV-1a. */
const SUM_START = 0x811c9dc5;
const SUM_FACTOR = 0x01000193;

export interface LineEntry {
  address: number;
  file: string;
  line: number;
}

/** Makes the table of a linked kernel at `path`. */
export async function buildLineTable(kernel: string, path: string): Promise<void> {
  const command = [toolPath("objdump"), "-d", "-l", "--inlines", "--no-show-raw-insn"];
  await runStep({
    tool: "lines",
    subject: kernel,
    outputs: [path],
    inputs: [kernel, "tools/image/line-table.ts"],
    key: command,
    run: async () => {
      const listing = await runCommand([...command, kernel]);
      const bytes = readFileSync(inRoot(kernel));
      const text = sectionBytes(bytes, ".text", kernel);
      const stops = readStops(sectionBytes(bytes, STOPS, kernel));
      writeFileSync(inRoot(path), encodeLineTable(readListing(listing), sumOf(text), stops));
      return undefined;
    },
  });
}

/** FNV-1a over the words of the text, as the kernel builds it. */
export function sumOf(text: Buffer): number {
  let sum = SUM_START;
  for (let at = 0; at + 4 <= text.length; at += 4) {
    sum = Math.imul(sum ^ text.readUInt32LE(at), SUM_FACTOR);
  }
  return sum >>> 0;
}

const NOWHERE = { file: "", line: 0 };

/**
 * The places in a listing of `objdump -d -l` at which the source line changes, by address. Left out is
 * what no panic can ask for: a stretch of instructions that neither call nor fault. What was expanded from
 * ts2c's run-time header counts to the line of TypeScript that it was expanded in.
 */
export function readListing(listing: string): LineEntry[] {
  const entries: LineEntry[] = [];
  let place = NOWHERE;
  let start: number | null = null;
  /** The instructions that follow come from the run-time header; which line it was expanded in is said before each. */
  let isHeader = false;
  let isExpansion = false;
  for (const text of listing.split("\n")) {
    if (/^[0-9a-f]+ <.*>:$/.test(text)) place = NOWHERE;
    const source = /^(inlined by )?(\S+\.(ts|asm|h)):(\d+)(?: \(.*\))?$/.exec(text);
    if (source !== null) {
      const [, inliner, path, ending, line] = source;
      if (inliner === undefined) isExpansion = isHeader = ending === "h";
      const isPlace = ending !== "h" && (inliner === undefined || isExpansion);
      if (isPlace) isExpansion = false;
      if (isPlace || place === NOWHERE) {
        const next = { file: fromProject(path!), line: Number(line) };
        if (next.file !== place.file || next.line !== place.line) start = null;
        place = next;
      }
    }
    const instruction = /^ *([0-9a-f]+):\t(\S+) *(.*)$/.exec(text);
    if (instruction === null) continue;
    isExpansion = isHeader;
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

/** A panic's address, and what it says. */
export interface Stop {
  address: number;
  text: string;
}

/** The section's contents: address, text, and a zero byte after it. */
export function readStops(section: Buffer): Stop[] {
  const stops: Stop[] = [];
  for (let at = 0; at + 4 < section.length; ) {
    const end = section.indexOf(0, at + 4);
    stops.push({ address: section.readUInt32LE(at), text: section.toString("latin1", at + 4, end) });
    at = end + 1;
  }
  return stops;
}

/** The table's bytes. */
export function encodeLineTable(entries: LineEntry[], textSum: number, stops: Stop[] = []): Buffer {
  if (entries.length === 0)
    throw new Failure("the kernel has no debug information", "make clean, then build again");
  const files = [...new Set(entries.map((entry) => entry.file))];
  const header = Buffer.alloc(20);
  for (const [at, word] of [MAGIC, entries.length, files.length, textSum, stops.length].entries())
    header.writeUInt32LE(word, at * 4);
  const numbers = new Map(files.map((file, index) => [file, index]));
  const lines = entries.map((entry) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(entry.address, 0);
    bytes.writeUInt16LE(numbers.get(entry.file)!, 4);
    bytes.writeUInt16LE(Math.min(entry.line, LINE_MAX), 6);
    return bytes;
  });
  return Buffer.concat([header, ...lines, ...files.map(encodeFileName), ...stops.map(encodeStop)]);
}

/** A text that is too long loses its end. */
function encodeStop({ address, text }: Stop): Buffer {
  const bytes = Buffer.alloc(4 + STOP_TEXT_BYTES);
  bytes.writeUInt32LE(address, 0);
  bytes.write(text.slice(0, STOP_TEXT_BYTES - 1), 4, "latin1");
  return bytes;
}

/** A name that is too long keeps its end, which tells more than its start. */
function encodeFileName(file: string): Buffer {
  const bytes = Buffer.alloc(FILE_NAME_BYTES);
  bytes.write(file.slice(1 - FILE_NAME_BYTES), "latin1");
  return bytes;
}
