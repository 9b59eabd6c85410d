/** A correct multiboot 2 block in a small memory, for tests to break. */
import { putLong, putText, putWord } from "./bytes.ts";

export const MEMORY_BYTES = 65536;
export const BLOCK: u32 = 0x1000;
// Offsets of the tags in the block.
export const TEXT_TAG: u32 = 8;
export const MODULE_TAG: u32 = 24;
export const SIZE_TAG: u32 = 48;
export const MAP_TAG: u32 = 64;
export const PICTURE_TAG: u32 = 152;
export const OLD_ROOT_TAG: u32 = 184;
export const NEW_ROOT_TAG: u32 = 216;
export const END_TAG: u32 = 264;
export const BLOCK_BYTES: u32 = 272;

/** Writes the block into cleared memory. */
export function putBlock2(memory: Span<u8>): void {
  putWord(memory, BLOCK, BLOCK_BYTES);
  putTag(memory, TEXT_TAG, 1, 14);
  putText(memory, BLOCK + TEXT_TAG + 8, "trace");
  putTag(memory, MODULE_TAG, 3, 20);
  putWord(memory, BLOCK + MODULE_TAG + 8, 0x8000);
  putWord(memory, BLOCK + MODULE_TAG + 12, 0x8123);
  putText(memory, BLOCK + MODULE_TAG + 16, "acl");
  putTag(memory, SIZE_TAG, 4, 16);
  putWord(memory, BLOCK + SIZE_TAG + 8, 639);
  putWord(memory, BLOCK + SIZE_TAG + 12, 127 * 1024);
  putTag(memory, MAP_TAG, 6, 88);
  putWord(memory, BLOCK + MAP_TAG + 8, 24);
  putEntry(memory, 0, 0n, 0x9_fc00n, 1);
  putEntry(memory, 1, 0x10_0000n, 0x7f0_0000n, 1);
  putEntry(memory, 2, 0xffff_c000_0000n, 0x4000_0000n, 3);
  putTag(memory, PICTURE_TAG, 8, 32);
  putLong(memory, BLOCK + PICTURE_TAG + 8, 0x8_e000_0000n);
  putWord(memory, BLOCK + PICTURE_TAG + 16, 4096);
  putWord(memory, BLOCK + PICTURE_TAG + 20, 1024);
  putWord(memory, BLOCK + PICTURE_TAG + 24, 768);
  putWord(memory, BLOCK + PICTURE_TAG + 28, 0x0120);
  putTag(memory, OLD_ROOT_TAG, 14, 28);
  putRoot(memory, BLOCK + OLD_ROOT_TAG + 8, 0);
  putTag(memory, NEW_ROOT_TAG, 15, 44);
  putRoot(memory, BLOCK + NEW_ROOT_TAG + 8, 2);
  putTag(memory, END_TAG, 0, 8);
}

/** Writes head of the tag at an offset. */
export function putTag(memory: Span<u8>, offset: u32, kind: u32, size: u32): void {
  putWord(memory, BLOCK + offset, kind);
  putWord(memory, BLOCK + offset + 4, size);
}

function putEntry(memory: Span<u8>, index: u32, start: u64, bytes: u64, kind: u32): void {
  const at = BLOCK + MAP_TAG + 16 + index * 24;
  putLong(memory, at, start);
  putLong(memory, at + 8, bytes);
  putWord(memory, at + 16, kind);
}

/** An ACPI root pointer with correct checksums. */
function putRoot(memory: Span<u8>, at: u32, revision: u32): void {
  putText(memory, at, "RSD PTR ");
  putText(memory, at + 9, "BOCHS ");
  memory[at + 15] = u8(revision);
  putWord(memory, at + 16, 0x07fe_1234);
  memory[at + 8] = missing(memory, at, 20);
  if (revision >= 2) {
    putWord(memory, at + 20, 36);
    putLong(memory, at + 24, 0x07fe_5678n);
    memory[at + 32] = missing(memory, at, 36);
  }
}

/** What the bytes lack to a sum of 0. */
function missing(memory: Span<u8>, at: u32, bytes: u32): u8 {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < bytes; i++) {
    sum += u32(memory[at + i]);
  }
  return u8(0 - sum);
}
