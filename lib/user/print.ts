/**
 * Lines on the kernel's consoles. Text is gathered in a buffer of one line and leaves it only with
 * `printLine`, so that lines of several tasks do not mix. A line keeps its first 255 characters.
 */
import {
  appendByte,
  appendColumn,
  appendDecimal,
  appendDecimalColumn,
  appendHex,
  appendName,
  appendString,
  clearText,
  padTo,
  TEXT_BUFFER_BYTES,
  type TextBuffer,
  textBytes,
} from "../core/text.ts";
import { logBytes } from "./log.ts";

const NEW_LINE: u8 = 0x0a;
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

/** Appends a number in decimal, right-aligned in `width` characters. */
export function printDecimalColumn(value: u32, width: u32): void {
  appendDecimalColumn(line, value, width);
}

/** Appends a number as eight hexadecimal digits. */
export function printHex(value: u32): void {
  appendHex(line, value, 8);
}

/** Appends text, left-aligned in `width` characters. */
export function printColumn(value: string, width: u32): void {
  appendColumn(line, value, width);
}

/** Appends bytes up to the first zero byte: a name of fixed size. */
export function printName(bytes: Span<u8>): void {
  appendName(line, bytes);
}

/** Appends spaces up to a column of the line. */
export function printPadding(column: u32): void {
  padTo(line, column);
}
