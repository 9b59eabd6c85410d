/**
 * Sizes of an ELF file's parts, from its section headers (System V ABI, chapter 4). Reads files that
 * our own linker made, 32 bits little endian; anything else is an error, not guessed at.
 */
import { readFileSync } from "node:fs";
import { Failure } from "./failure.ts";
import { inRoot } from "./paths.ts";

export interface ElfSizes {
  text: number;
  readOnly: number;
  data: number;
  bss: number;
}

const ELF_MAGIC = 0x464c457f;
const CLASS_32_LITTLE_ENDIAN = 0x0101;
const SECTION_NOBITS = 8;
const INIT_SECTIONS = [".init.text", ".init.rodata", ".asked.text", ".asked.rodata"];
const FLAG_WRITE = 1;
const FLAG_ALLOCATED = 2;
const FLAG_EXECUTE = 4;

/** Bytes in memory, by what they may be used for. */
export function elfSizes(path: string): ElfSizes {
  const bytes = readFileSync(inRoot(path));
  if (
    bytes.length < 52 ||
    bytes.readUInt32LE(0) !== ELF_MAGIC ||
    bytes.readUInt16LE(4) !== CLASS_32_LITTLE_ENDIAN
  ) {
    throw new Failure(`${path} is not a 32-bit ELF file`, "make clean, then build again");
  }
  const sizes: ElfSizes = { text: 0, readOnly: 0, data: 0, bss: 0 };
  const [table, entryBytes, count] = [bytes.readUInt32LE(32), bytes.readUInt16LE(46), bytes.readUInt16LE(48)];
  for (let index = 0; index < count; index += 1) {
    const at = table + index * entryBytes;
    const flags = bytes.readUInt32LE(at + 8);
    if ((flags & FLAG_ALLOCATED) === 0) continue;
    sizes[partOf(bytes.readUInt32LE(at + 4), flags)] += bytes.readUInt32LE(at + 20);
  }
  return sizes;
}

/** What the kernel gives back when the first task runs and no parameter asks for it (tools/image/init-sections.ts): part of the above. */
export function initBytes(path: string): number {
  const bytes = readFileSync(inRoot(path));
  return INIT_SECTIONS.reduce((sum, name) => sum + (sectionPlace(bytes, name)?.size ?? 0), 0);
}

/** Where a section lies in the file. */
export function sectionPlace(bytes: Buffer, section: string): { start: number; size: number } | null {
  const [table, entryBytes, count] = [bytes.readUInt32LE(32), bytes.readUInt16LE(46), bytes.readUInt16LE(48)];
  const header = (index: number) => table + index * entryBytes;
  const names = bytes.readUInt32LE(header(bytes.readUInt16LE(50)) + 16);
  for (let index = 0; index < count; index += 1) {
    const name = names + bytes.readUInt32LE(header(index));
    if (bytes.toString("latin1", name, name + section.length + 1) !== `${section}\0`) continue;
    return { start: bytes.readUInt32LE(header(index) + 16), size: bytes.readUInt32LE(header(index) + 20) };
  }
  return null;
}

/** A section's bytes; a Failure when `path`, whose bytes these are, has none of that name. */
export function sectionBytes(bytes: Buffer, section: string, path: string): Buffer {
  const place = sectionPlace(bytes, section);
  if (place === null) throw new Failure(`${path} has no section ${section}`, "make clean, then build again");
  return bytes.subarray(place.start, place.start + place.size);
}

/** Bytes that an image has to hold: text, read-only data and data. */
export function storedBytes(path: string): number {
  const sizes = elfSizes(path);
  return sizes.text + sizes.readOnly + sizes.data;
}

function partOf(type: number, flags: number): keyof ElfSizes {
  if (type === SECTION_NOBITS) return "bss";
  if ((flags & FLAG_EXECUTE) !== 0) return "text";
  return (flags & FLAG_WRITE) !== 0 ? "data" : "readOnly";
}
