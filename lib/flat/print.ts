/**
 * Lines on the kernel's consoles. Text is gathered in a line and leaves it with `printLine`. The line
 * is the program's: of its tasks only one may print at a time.
 */
import {
  appendByte,
  appendDecimal,
  appendHex,
  appendString,
  clearText,
  TEXT_BUFFER_BYTES,
  type TextBuffer,
  textBytes,
} from "../core/text.ts";
import { type FlatWords, logWords } from "./kernel-calls.ts";

const NEW_LINE: u8 = 0x0a;
const BYTES_IN_CALL: u32 = 16;
const line: TextBuffer = zeroed();

/** Appends to the line. */
export function print(value: string): void {
  appendString(line, value);
}

/** Appends to the line, ends it and writes it. */
export function printLine(value: string): void {
  appendString(line, value);
  if (line.length === TEXT_BUFFER_BYTES) {
    line.length -= 1;
  }
  appendByte(line, NEW_LINE);
  logBytes(textBytes(line));
  clearText(line);
}

/** Appends a number in decimal. */
export function printDecimal(value: u32): void {
  appendDecimal(line, value);
}

/** Appends a number as eight hexadecimal digits. */
export function printHex(value: u32): void {
  appendHex(line, value, 8);
}

/** Writes bytes at once. */
export function logBytes(bytes: Span<u8>): void {
  const words: FlatWords = zeroed();
  for (let start: u32 = 0; start < bytes.length; start += BYTES_IN_CALL) {
    words.word0 = packWord(bytes, start);
    words.word1 = packWord(bytes, start + 4);
    words.word2 = packWord(bytes, start + 8);
    words.word3 = packWord(bytes, start + 12);
    logWords(words);
  }
}

/** The bytes from `start` on, at most four, as one word; zero bytes after the end. */
function packWord(bytes: Span<u8>, start: u32): u32 {
  let word: u32 = 0;
  for (let i: u32 = 0; i < 4; i++) {
    if (start + i < bytes.length) {
      word |= u32(bytes[start + i]) << (i << 3);
    }
  }
  return word;
}
