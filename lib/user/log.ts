/**
 * Bytes to the kernel's consoles, 16 with each call. The kernel puts a task's bytes together until
 * its line ends, so whole lines should be given at once.
 */
import { logWords } from "./kernel-calls.ts";

const BYTES_PER_WORD_SHIFT: u32 = 3;

/** The bytes from `start` on, at most four, as one word; zero bytes after the end. */
function packWord(bytes: Span<u8>, start: u32): u32 {
  let word: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) {
    const index: u32 = start + i;
    if (index < bytes.length) {
      word |= u32(bytes[index]) << ((i << BYTES_PER_WORD_SHIFT) & 31);
    }
  }
  return word;
}

/** Writes the bytes. A zero byte ends the group of 16 it stands in. */
export function logBytes(bytes: Span<u8>): void {
  for (let start: u32 = 0; start < bytes.length; start += 16) {
    const words: SystemWords = zeroed();
    words.word0 = packWord(bytes, start);
    words.word1 = packWord(bytes, start + 4);
    words.word2 = packWord(bytes, start + 8);
    words.word3 = packWord(bytes, start + 12);
    logWords(words);
  }
}
