/**
 * Little-endian reads from bytes that nobody vouches for.
 *
 * Whoever reads asks `rangeFits` first: a read outside the window is a bug of the kernel and traps.
 * Nothing here trusts an alignment, so a hostile odd address is as good as an even one.
 */
import { wordAt } from "../../lib/core/little-endian.ts";

/** True when `[start, start + bytes)` lies inside the window; never wraps. */
export function rangeFits(memory: Span<u8>, start: u32, bytes: u32): bool {
  return start <= memory.length && bytes <= memory.length - start;
}

/** The 16-bit number at `at`. */
export function readHalf(memory: Span<u8>, at: u32): u32 {
  const low = u32(memory[at]);
  const high = u32(memory[at + 1]);
  return low | (high << 8);
}

/** The 48-bit number at `at`. */
export function readSixBytes(memory: Span<u8>, at: u32): u64 {
  return u64(wordAt(memory, at)) + u64(readHalf(memory, at + 4)) * 0x1_0000_0000n;
}

/** The 64-bit number at `at`. */
export function readLong(memory: Span<u8>, at: u32): u64 {
  return u64(wordAt(memory, at)) + u64(wordAt(memory, at + 4)) * 0x1_0000_0000n;
}
