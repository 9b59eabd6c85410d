/** A small correct ELF program, for tests to break. */
import { putHalf, putWord } from "./bytes.ts";

/** Where the program headers begin. */
export const ELF_TABLE: u32 = 52;
/** The text lies at 0x200, the data at 0x300. */
export const ELF_BYTES: u32 = 0x500;

/** Writes the program into cleared bytes: text at 0x40000000, data and 11 KiB of zeros at 0x40001000. */
export function putProgram(bytes: Span<u8>): void {
  putWord(bytes, 0, 0x464c_457f);
  putWord(bytes, 4, 0x0001_0101);
  putHalf(bytes, 16, 2);
  putHalf(bytes, 18, 3);
  putWord(bytes, 20, 1);
  putWord(bytes, 24, 0x4000_0010);
  putWord(bytes, 28, ELF_TABLE);
  putHalf(bytes, 40, 52);
  putHalf(bytes, 42, 32);
  putHalf(bytes, 44, 2);
  putSegment(bytes, 0, 0x200, 0x4000_0000, 0x100, 0x100, 5);
  putSegment(bytes, 1, 0x300, 0x4000_1000, 0x200, 0x3000, 6);
}

/** Writes program header number `index`: a segment to load. */
export function putSegment(
  bytes: Span<u8>,
  index: u32,
  offset: u32,
  address: u32,
  fileBytes: u32,
  memoryBytes: u32,
  flags: u32,
): void {
  const at = ELF_TABLE + index * 32;
  putWord(bytes, at, 1);
  putWord(bytes, at + 4, offset);
  putWord(bytes, at + 8, address);
  putWord(bytes, at + 12, address);
  putWord(bytes, at + 16, fileBytes);
  putWord(bytes, at + 20, memoryBytes);
  putWord(bytes, at + 24, flags);
  putWord(bytes, at + 28, 0x1000);
}
