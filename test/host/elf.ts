/** parseElf: one good program, and each way to be refused. */

import { rangeFits } from "../../kernel/boot/bytes.ts";
import { ELF_SEGMENTS_MAX, ElfError, type ElfImage, elfErrorText, parseElf } from "../../kernel/boot/elf.ts";
import { ATTRIBUTE_EXECUTE, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { ALLOCATION_START, USER_START } from "../../lib/abi/memory-map.ts";
import { clearBytes, putHalf, putWord } from "./support/bytes.ts";
import { check, checkEqual, finish } from "./support/check.ts";
import { ELF_BYTES, ELF_TABLE, putProgram, putSegment } from "./support/elf-image.ts";

const file: FixedArray<u8, 8192> = zeroed();
const image: ElfImage = zeroed();

function bytes(): Span<u8> {
  return subSpan(spanOf(file), 0, ELF_BYTES);
}

/** Starts again from the good program. */
function fresh(): void {
  clearBytes(spanOf(file));
  putProgram(bytes());
}

function expect(error: ElfError, name: string): void {
  checkEqual(parseElf(bytes(), USER_START, ALLOCATION_START, image), error, name);
  checkEqual(image.segmentCount === 0 ? 1 : 0, error === ElfError.NONE ? 0 : 1, name);
}

/** The good program with one word changed. */
function expectWord(at: u32, value: u32, error: ElfError, name: string): void {
  fresh();
  putWord(bytes(), at, value);
  expect(error, name);
}

/** The good program with one half word changed. */
function expectHalf(at: u32, value: u32, error: ElfError, name: string): void {
  fresh();
  putHalf(bytes(), at, value);
  expect(error, name);
}

/** The good program with its data segment replaced. */
function expectSegment(
  offset: u32,
  address: u32,
  fileBytes: u32,
  memoryBytes: u32,
  flags: u32,
  error: ElfError,
  name: string,
): void {
  fresh();
  putSegment(bytes(), 1, offset, address, fileBytes, memoryBytes, flags);
  expect(error, name);
}

function goodProgram(): void {
  fresh();
  expect(ElfError.NONE, "good program");
  checkEqual(image.entry, 0x4000_0010, "entry");
  checkEqual(image.segmentCount, 2, "segments");
  const text = image.segments[0];
  checkEqual(text.address, 0x4000_0000, "text address");
  checkEqual(text.fileOffset, 0x200, "text offset");
  checkEqual(text.fileBytes, 0x100, "text file bytes");
  checkEqual(text.memoryBytes, 0x100, "text memory bytes");
  checkEqual(text.rights, ATTRIBUTE_READ | ATTRIBUTE_EXECUTE, "text rights");
  const data = image.segments[1];
  checkEqual(data.address, 0x4000_1000, "data address");
  checkEqual(data.memoryBytes, 0x3000, "data memory bytes");
  checkEqual(data.rights, ATTRIBUTE_READ | ATTRIBUTE_WRITE, "data rights");
}

function heads(): void {
  for (let length: u32 = 0; length < 52; length++) {
    fresh();
    checkEqual(
      parseElf(subSpan(spanOf(file), 0, length), USER_START, ALLOCATION_START, image),
      ElfError.TOO_SHORT,
      "short head",
    );
  }
  expectWord(0, 0x464c_457e, ElfError.BAD_MAGIC, "magic");
  expectHalf(4, 0x0102, ElfError.WRONG_MACHINE, "64-bit class");
  expectHalf(4, 0x0201, ElfError.WRONG_MACHINE, "big endian");
  expectHalf(6, 0, ElfError.WRONG_MACHINE, "identification version");
  expectHalf(18, 62, ElfError.WRONG_MACHINE, "x86-64");
  expectWord(20, 2, ElfError.WRONG_MACHINE, "version");
  expectHalf(16, 1, ElfError.NOT_EXECUTABLE, "relocatable");
  expectHalf(16, 3, ElfError.NOT_EXECUTABLE, "shared object");
  expectHalf(42, 31, ElfError.BAD_PROGRAM_HEADERS, "program header size");
  expectHalf(44, 0xffff, ElfError.BAD_PROGRAM_HEADERS, "too many program headers for the file");
  expectHalf(44, 0, ElfError.NO_SEGMENTS, "no program headers");
  expectWord(28, ELF_BYTES - 63, ElfError.BAD_PROGRAM_HEADERS, "table ends after the file");
  expectWord(28, 0xffff_ffe0, ElfError.BAD_PROGRAM_HEADERS, "table wraps");
}

function segments(): void {
  const data: u32 = ELF_TABLE + 32;
  expectSegment(0x300, 0x4000_1000, 0x201, 0x200, 6, ElfError.FILE_LARGER_THAN_MEMORY, "file over memory");
  expectSegment(ELF_BYTES, 0x4000_1000, 0, 16, 6, ElfError.NONE, "no bytes at the file's end");
  expectSegment(ELF_BYTES, 0x4000_1000, 1, 16, 6, ElfError.OUTSIDE_FILE, "a byte after the file's end");
  expectSegment(0xffff_fff0, 0x4000_1000, 0x20, 0x20, 6, ElfError.OUTSIDE_FILE, "offset wraps");
  expectSegment(0x300, 0x3fff_f000, 16, 16, 6, ElfError.BAD_ADDRESS, "kernel address");
  expectSegment(0x300, 0x0010_0000, 16, 16, 6, ElfError.BAD_ADDRESS, "the kernel's image");
  expectSegment(0x300, 0xc000_0000, 16, 16, 6, ElfError.BAD_ADDRESS, "DMA area");
  expectSegment(0x300, 0x5000_0000, 16, 16, 6, ElfError.BAD_ADDRESS, "allocation area");
  expectSegment(0x300, 0x4fff_fff0, 16, 16, 6, ElfError.NONE, "last bytes of the program area");
  expectSegment(0x300, 0x4fff_fff0, 16, 17, 6, ElfError.BAD_ADDRESS, "one byte into the allocation area");
  expectSegment(0x300, 0x4000_1000, 16, 0xffff_ffff, 6, ElfError.BAD_ADDRESS, "memory size wraps");
  expectSegment(0x300, 0x4000_1000, 16, 16, 7, ElfError.BAD_RIGHTS, "writable and executable");
  expectSegment(0x300, 0x4000_1000, 16, 16, 3, ElfError.BAD_RIGHTS, "writable and executable, not readable");
  expectSegment(0x300, 0x4000_1000, 16, 16, 0, ElfError.BAD_RIGHTS, "no rights");
  expectSegment(0x300, 0x4000_1000, 16, 16, 4, ElfError.NONE, "read only");
  expectSegment(0x300, 0x4000_0fff, 16, 16, 6, ElfError.OVERLAP, "shares the text's page");
  expectSegment(0x300, 0x4000_0000, 16, 16, 6, ElfError.OVERLAP, "the same page");
  expectSegment(0x300, 0x4000_1000, 16, 0x03ff_f000, 6, ElfError.NONE, "64 MiB in all");
  expectSegment(0x300, 0x4000_1000, 16, 0x03ff_f001, 6, ElfError.TOO_LARGE, "a byte more than 64 MiB in all");
  expectSegment(0x300, 0x1000, 0, 0, 7, ElfError.NONE, "empty segment is ignored");
  expectWord(data, 2, ElfError.NEEDS_LOADER, "dynamic section");
  expectWord(data, 3, ElfError.NEEDS_LOADER, "interpreter");
  expectWord(data, 7, ElfError.NEEDS_LOADER, "thread-local storage");
  expectWord(data, 4, ElfError.NONE, "note is ignored");
  expectWord(data, 0x6474_e551, ElfError.NONE, "stack note is ignored");
  fresh();
  putWord(bytes(), ELF_TABLE, 4);
  putWord(bytes(), data, 4);
  expect(ElfError.NO_SEGMENTS, "nothing to load");
}

function entries(): void {
  expectWord(24, 0x4000_0000, ElfError.NONE, "first byte of the text");
  expectWord(24, 0x4000_00ff, ElfError.NONE, "last byte of the text");
  expectWord(24, 0x4000_0100, ElfError.BAD_ENTRY, "byte after the text");
  expectWord(24, 0x3fff_ffff, ElfError.BAD_ENTRY, "byte before the text");
  expectWord(24, 0x4000_1000, ElfError.BAD_ENTRY, "in the data");
  expectWord(24, 0, ElfError.BAD_ENTRY, "entry 0");
}

/** As many segments as there may be, and one more. */
function manySegments(): void {
  fresh();
  for (let i: u32 = 1; i < ELF_SEGMENTS_MAX; i++) {
    putSegment(bytes(), i, 0x300, 0x4000_0000 + i * 0x1000, 16, 16, 6);
  }
  putHalf(bytes(), 44, ELF_SEGMENTS_MAX);
  expect(ElfError.NONE, "eight segments");
  checkEqual(image.segmentCount, ELF_SEGMENTS_MAX, "eight segments");
  putSegment(bytes(), ELF_SEGMENTS_MAX, 0x300, 0x4001_0000, 16, 16, 6);
  putHalf(bytes(), 44, ELF_SEGMENTS_MAX + 1);
  expect(ElfError.TOO_MANY_SEGMENTS, "nine segments");
}

/** What every parser asks before it reads. */
function ranges(): void {
  const ten = subSpan(spanOf(file), 0, 10);
  check(rangeFits(ten, 0, 10) && rangeFits(ten, 9, 1) && rangeFits(ten, 10, 0), "inside");
  check(!rangeFits(ten, 0, 11) && !rangeFits(ten, 10, 1) && !rangeFits(ten, 11, 0), "outside");
  check(!rangeFits(ten, 5, 0xffff_fffe) && !rangeFits(ten, 0xffff_ffff, 2), "a sum that wraps");
}

function texts(): void {
  for (let error: u32 = 0; error <= ElfError.BAD_ENTRY; error++) {
    check(elfErrorText(error as ElfError).length > 5, "every error has a text");
  }
}

export function main(): i32 {
  goodProgram();
  heads();
  segments();
  entries();
  manySegments();
  ranges();
  texts();
  return finish("elf");
}
