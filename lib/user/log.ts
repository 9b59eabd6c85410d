/**
 * Bytes to the kernel's consoles, 16 with each call. The kernel puts a task's bytes together until
 * its line ends, so whole lines should be given at once.
 */
import { packWord } from "../core/little-endian.ts";
import { logWords } from "./kernel-calls.ts";

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
