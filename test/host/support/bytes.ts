/** Writes little-endian numbers into test images, and breaks them. */
import { randomEdge } from "./random.ts";
import { nextRandom, type Random, randomBelow } from "./xorshift.ts";

export function putHalf(bytes: Span<u8>, at: u32, value: u32): void {
  bytes[at] = u8(value);
  bytes[at + 1] = u8(value >>> 8);
}

export function putWord(bytes: Span<u8>, at: u32, value: u32): void {
  putHalf(bytes, at, value);
  putHalf(bytes, at + 2, value >>> 16);
}

export function putLong(bytes: Span<u8>, at: u32, value: u64): void {
  putWord(bytes, at, u32(value));
  putWord(bytes, at + 4, u32(value / 0x1_0000_0000n));
}

/** Writes the text and a zero byte after it. */
export function putText(bytes: Span<u8>, at: u32, text: string): void {
  for (let i: u32 = 0; i < text.length; i++) {
    bytes[at + i] = text.charCodeAt(i);
  }
  bytes[at + text.length] = 0;
}

export function clearBytes(bytes: Span<u8>): void {
  for (let i: u32 = 0; i < bytes.length; i++) {
    bytes[i] = 0;
  }
}

export function copyInto(to: Span<u8>, from: Span<u8>): void {
  for (let i: u32 = 0; i < from.length; i++) {
    to[i] = from[i];
  }
}

/** Breaks the bytes at one to four places: a bit, a byte, or an aligned half or whole word. At least 4 bytes. */
export function mutate(bytes: Span<u8>, random: Random): void {
  const times = 1 + randomBelow(random, 4);
  for (let i: u32 = 0; i < times; i++) {
    const at = randomBelow(random, bytes.length);
    switch (randomBelow(random, 5)) {
      case 0:
        bytes[at] ^= u8(1 << randomBelow(random, 8));
        break;
      case 1:
        bytes[at] = u8(nextRandom(random));
        break;
      case 2:
        putHalf(bytes, randomBelow(random, bytes.length >>> 1) << 1, randomEdge(random));
        break;
      default:
        putWord(bytes, randomBelow(random, bytes.length >>> 2) << 2, randomEdge(random));
        break;
    }
  }
}
