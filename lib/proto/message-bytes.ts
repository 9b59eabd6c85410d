/** Bytes in the words 1 to 3 of a message, the lowest byte of word 1 first. Pure. */
import { packWord } from "../core/little-endian.ts";

/** Puts up to twelve bytes into the words 1 to 3, zero bytes behind them. Answers how many. */
export function packMessage(bytes: Span<u8>, start: u32, words: SystemWords): u32 {
  const left: u32 = start < bytes.length ? bytes.length - start : 0;
  words.word1 = packWord(bytes, start);
  words.word2 = packWord(bytes, start + 4);
  words.word3 = packWord(bytes, start + 8);
  return left < 12 ? left : 12;
}

/** Byte number 0 to 11 of the words 1 to 3. */
export function messageByte(words: SystemWords, index: u32): u8 {
  const word: u32 = index < 4 ? words.word1 : index < 8 ? words.word2 : words.word3;
  return u8(word >>> ((index & 3) * 8));
}
