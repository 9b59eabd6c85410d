/** A correct multiboot 1 block in a small memory, for tests to break. */
import { putLong, putText, putWord } from "./bytes.ts";

export const MEMORY_BYTES = 131072;
export const BLOCK: u32 = 0x1000;
export const TEXT: u32 = 0x1200;
/** Three entries of 24 bytes: low memory, 127 MiB from 1 MiB on, something reserved far up. */
export const MAP: u32 = 0x4000;
/** Two modules; zeros follow, which are empty modules. */
export const MODULES: u32 = 0x2000;

/** Writes the block into cleared memory. */
export function putBlock1(memory: Span<u8>): void {
  putWord(memory, BLOCK, (1 << 0) | (1 << 2) | (1 << 3) | (1 << 6) | (1 << 12));
  putWord(memory, BLOCK + 4, 639);
  putWord(memory, BLOCK + 8, 127 * 1024);
  putWord(memory, BLOCK + 16, TEXT);
  putText(memory, TEXT, "trace");
  putWord(memory, BLOCK + 20, 2);
  putWord(memory, BLOCK + 24, MODULES);
  putModule(memory, 0, 0x8000, 0x8123);
  putModule(memory, 1, 0x9000, 0xa000);
  putWord(memory, BLOCK + 44, 72);
  putWord(memory, BLOCK + 48, MAP);
  putEntry(memory, 0, 0n, 0x9_fc00n, 1);
  putEntry(memory, 1, 0x10_0000n, 0x7f0_0000n, 1);
  putEntry(memory, 2, 0xffff_c000_0000n, 0x4000_0000n, 2);
  putLong(memory, BLOCK + 88, 0x8_e000_0000n);
  putWord(memory, BLOCK + 96, 4096);
  putWord(memory, BLOCK + 100, 1024);
  putWord(memory, BLOCK + 104, 768);
  putWord(memory, BLOCK + 108, 0x0120);
}

function putModule(memory: Span<u8>, index: u32, start: u32, end: u32): void {
  putWord(memory, MODULES + index * 16, start);
  putWord(memory, MODULES + index * 16 + 4, end);
}

function putEntry(memory: Span<u8>, index: u32, start: u64, bytes: u64, kind: u32): void {
  const at = MAP + index * 24;
  putWord(memory, at, 20);
  putLong(memory, at + 4, start);
  putLong(memory, at + 12, bytes);
  putWord(memory, at + 20, kind);
}
