/**
 * Reads the head of an ELF program that may be broken or hostile.
 *
 * Accepted: ELF32, little endian, i386, ET_EXEC (System V ABI, i386 supplement, chapters 4 and 5).
 * An image that parses has segments that lie inside the file and inside
 * the part of the map that the caller names, share no page, are never writable and executable at once, and take
 * 64 MiB of pages in all at most. Never looks at section headers, never trusts an alignment.
 */

import { ATTRIBUTE_EXECUTE, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import { nthPart } from "../../lib/core/parts.ts";
import { rangeFits, readHalf } from "./bytes.ts";

export const ELF_SEGMENTS_MAX = 8;
/** Largest sum of the segments' pages. */
export const ELF_MEMORY_MAX_BYTES: u32 = 0x0400_0000;

/** Why an image is refused. */
export enum ElfError {
  NONE = 0,
  TOO_SHORT = 1,
  BAD_MAGIC = 2,
  WRONG_MACHINE = 3,
  NOT_EXECUTABLE = 4,
  BAD_PROGRAM_HEADERS = 5,
  NEEDS_LOADER = 6,
  TOO_MANY_SEGMENTS = 7,
  NO_SEGMENTS = 8,
  OUTSIDE_FILE = 9,
  FILE_LARGER_THAN_MEMORY = 10,
  BAD_ADDRESS = 11,
  BAD_RIGHTS = 12,
  OVERLAP = 13,
  TOO_LARGE = 14,
  BAD_ENTRY = 15,
}

/** A piece of the file that goes to memory; the rest of `memoryBytes` is zeros. */
export class ElfSegment {
  fileOffset: u32 = 0;
  /** At most `memoryBytes`. */
  fileBytes: u32 = 0;
  /** Not necessarily page aligned. */
  address: u32 = 0;
  /** Never 0. */
  memoryBytes: u32 = 0;
  /** ATTRIBUTE_READ, with ATTRIBUTE_WRITE or ATTRIBUTE_EXECUTE or neither. */
  rights: u32 = 0;
}

export class ElfImage {
  entry: u32 = 0;
  segments: FixedArray<ElfSegment, typeof ELF_SEGMENTS_MAX> = zeroed();
  segmentCount: u32 = 0;
}

// Offsets in the file's head and in a program header.
const HEAD_BYTES: u32 = 52;
const HEAD_TYPE: u32 = 16;
const HEAD_MACHINE: u32 = 18;
const HEAD_VERSION: u32 = 20;
const HEAD_ENTRY: u32 = 24;
const HEAD_TABLE: u32 = 28;
const HEAD_ENTRY_BYTES: u32 = 42;
const HEAD_ENTRY_COUNT: u32 = 44;
const PROGRAM_HEADER_BYTES: u32 = 32;

const MAGIC: u32 = 0x464c_457f;
const CLASS_32: u8 = 1;
const LITTLE_ENDIAN: u8 = 1;
const VERSION_CURRENT: u32 = 1;
const TYPE_EXECUTABLE: u32 = 2;
const MACHINE_386: u32 = 3;

const SEGMENT_LOAD: u32 = 1;
const SEGMENT_DYNAMIC: u32 = 2;
const SEGMENT_INTERPRETER: u32 = 3;
const SEGMENT_THREAD_LOCAL: u32 = 7;
const FLAG_EXECUTE: u32 = 1;
const FLAG_WRITE: u32 = 2;
const FLAG_READ: u32 = 4;

/** One line: why the image is refused. */
export function elfErrorText(error: ElfError): string {
  return nthPart(
    // In the order of ElfError.
    "no error|too short to be an ELF program|not an ELF file|not a 32-bit little-endian ELF file for the i386|not an executable: link it as a program with a fixed address|its program headers lie outside the file or have a wrong size|it needs a dynamic loader or thread-local storage: link it statically without either|it has more than 8 segments to load|it has no segment to load|a segment lies outside the file: the file is cut short|a segment has more bytes in the file than in memory|a segment leaves the part of the memory map that is for programs|a segment is writable and executable at once, or has no rights|two segments share a page|its segments take more than 64 MiB|its entry point is in no executable segment",
    error,
  );
}

/**
 * Reads the head of the program in `image`, whose segments must lie inside `[start, end)`.
 * Errors: any ElfError; then `result` holds no segments.
 */
export function parseElf(image: Span<u8>, start: u32, end: u32, result: ElfImage): ElfError {
  result.entry = 0;
  result.segmentCount = 0;
  let error = checkHead(image);
  if (error === ElfError.NONE) {
    error = readSegments(image, start, end, result);
  }
  if (error === ElfError.NONE) {
    error = checkEntry(wordAt(image, HEAD_ENTRY), result);
  }
  if (error !== ElfError.NONE) {
    result.segmentCount = 0;
    return error;
  }
  result.entry = wordAt(image, HEAD_ENTRY);
  return ElfError.NONE;
}

function checkHead(image: Span<u8>): ElfError {
  if (!rangeFits(image, 0, HEAD_BYTES)) {
    return ElfError.TOO_SHORT;
  }
  if (wordAt(image, 0) !== MAGIC) {
    return ElfError.BAD_MAGIC;
  }
  if (image[4] !== CLASS_32 || image[5] !== LITTLE_ENDIAN || readHalf(image, HEAD_MACHINE) !== MACHINE_386) {
    return ElfError.WRONG_MACHINE;
  }
  if (image[6] !== VERSION_CURRENT || wordAt(image, HEAD_VERSION) !== VERSION_CURRENT) {
    return ElfError.WRONG_MACHINE;
  }
  return readHalf(image, HEAD_TYPE) === TYPE_EXECUTABLE ? ElfError.NONE : ElfError.NOT_EXECUTABLE;
}

function readSegments(image: Span<u8>, start: u32, end: u32, result: ElfImage): ElfError {
  const table = wordAt(image, HEAD_TABLE);
  const count = readHalf(image, HEAD_ENTRY_COUNT);
  if (readHalf(image, HEAD_ENTRY_BYTES) !== PROGRAM_HEADER_BYTES) {
    return ElfError.BAD_PROGRAM_HEADERS;
  }
  if (!rangeFits(image, table, count * PROGRAM_HEADER_BYTES)) {
    return ElfError.BAD_PROGRAM_HEADERS;
  }
  for (let i: u32 = 0; i < count; i++) {
    const header = table + i * PROGRAM_HEADER_BYTES;
    const kind = wordAt(image, header);
    if (kind === SEGMENT_DYNAMIC || kind === SEGMENT_INTERPRETER || kind === SEGMENT_THREAD_LOCAL) {
      return ElfError.NEEDS_LOADER;
    }
    if (kind === SEGMENT_LOAD) {
      const error = readSegment(image, header, start, end, result);
      if (error !== ElfError.NONE) {
        return error;
      }
    }
  }
  return checkPages(result);
}

/** Takes over one segment to load, after every check that needs no other segment. */
function readSegment(image: Span<u8>, header: u32, start: u32, end: u32, result: ElfImage): ElfError {
  const fileOffset = wordAt(image, header + 4);
  const address = wordAt(image, header + 8);
  const fileBytes = wordAt(image, header + 16);
  const memoryBytes = wordAt(image, header + 20);
  if (fileBytes > memoryBytes) {
    return ElfError.FILE_LARGER_THAN_MEMORY;
  }
  if (!rangeFits(image, fileOffset, fileBytes)) {
    return ElfError.OUTSIDE_FILE;
  }
  if (memoryBytes === 0) {
    return ElfError.NONE;
  }
  if (address < start || address >= end || memoryBytes > end - address) {
    return ElfError.BAD_ADDRESS;
  }
  const rights = rightsOf(wordAt(image, header + 24));
  if (rights === 0) {
    return ElfError.BAD_RIGHTS;
  }
  if (result.segmentCount === ELF_SEGMENTS_MAX) {
    return ElfError.TOO_MANY_SEGMENTS;
  }
  const segment = result.segments[result.segmentCount];
  segment.fileOffset = fileOffset;
  segment.fileBytes = fileBytes;
  segment.address = address;
  segment.memoryBytes = memoryBytes;
  segment.rights = rights;
  result.segmentCount++;
  return ElfError.NONE;
}

/** The attributes for a segment's flags; 0 where they are refused. The machine has no unreadable pages. */
function rightsOf(flags: u32): u32 {
  switch (flags & (FLAG_READ | FLAG_WRITE | FLAG_EXECUTE)) {
    case FLAG_READ:
      return ATTRIBUTE_READ;
    case FLAG_WRITE:
    case FLAG_READ | FLAG_WRITE:
      return ATTRIBUTE_READ | ATTRIBUTE_WRITE;
    case FLAG_EXECUTE:
    case FLAG_READ | FLAG_EXECUTE:
      return ATTRIBUTE_READ | ATTRIBUTE_EXECUTE;
    default:
      return 0;
  }
}

/** No page belongs to two segments; the sum of the pages is bounded. */
function checkPages(result: ElfImage): ElfError {
  if (result.segmentCount === 0) {
    return ElfError.NO_SEGMENTS;
  }
  let pages: u32 = 0;
  for (let i: u32 = 0; i < result.segmentCount; i++) {
    const first = firstPage(result.segments[i]);
    const last = lastPage(result.segments[i]);
    for (let j: u32 = 0; j < i; j++) {
      if (first <= lastPage(result.segments[j]) && firstPage(result.segments[j]) <= last) {
        return ElfError.OVERLAP;
      }
    }
    pages += last - first + 1;
  }
  return pages > ELF_MEMORY_MAX_BYTES >>> PAGE_SHIFT ? ElfError.TOO_LARGE : ElfError.NONE;
}

function firstPage(segment: ElfSegment): u32 {
  return segment.address >>> PAGE_SHIFT;
}

function lastPage(segment: ElfSegment): u32 {
  return (segment.address + segment.memoryBytes - 1) >>> PAGE_SHIFT;
}

function checkEntry(entry: u32, result: ElfImage): ElfError {
  for (let i: u32 = 0; i < result.segmentCount; i++) {
    const segment = result.segments[i];
    const inside = entry >= segment.address && entry - segment.address < segment.memoryBytes;
    if (inside && (segment.rights & ATTRIBUTE_EXECUTE) !== 0) {
      return ElfError.NONE;
    }
  }
  return ElfError.BAD_ENTRY;
}
