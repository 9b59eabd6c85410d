/**
 * Text without a heap: a line of fixed size that strings and numbers are appended to.
 *
 * Kernel, servers and programs format all that they print with it. What does not fit is left out,
 * never written elsewhere: a `TextBuffer` that is full stays as it is. It must never panic, because
 * the panic message itself is written with it.
 */
export const TEXT_BUFFER_BYTES = 256;

export class TextBuffer {
  bytes: FixedArray<u8, typeof TEXT_BUFFER_BYTES> = zeroed();
  /** Bytes in use, from the start. */
  length: u32 = 0;
}

const DIGIT_ZERO: u32 = 0x30;
const LETTER_A: u32 = 0x61;
const SPACE: u8 = 0x20;
/** A `u32` has at most ten decimal digits. */
const DECIMAL_DIGITS_MAX = 10;
const HEX_DIGITS_MAX: u32 = 8;

/** Empties the buffer. */
export function clearText(text: TextBuffer): void {
  text.length = 0;
}

/** Appends one byte; a full buffer leaves it out. */
export function appendByte(text: TextBuffer, byte: u8): void {
  if (text.length < TEXT_BUFFER_BYTES) {
    text.bytes[text.length] = byte;
    text.length += 1;
  }
}

/** Appends a string, as far as it fits. */
export function appendString(text: TextBuffer, value: string): void {
  for (let i: u32 = 0; i < value.length; i++) {
    appendByte(text, value.charCodeAt(i));
  }
}

/** Appends bytes, as far as they fit. */
export function appendBytes(text: TextBuffer, bytes: Span<u8>): void {
  for (let i: u32 = 0; i < bytes.length; i++) {
    appendByte(text, bytes[i]);
  }
}

/** Appends bytes up to the first zero byte or the end of the window: names of fixed size. */
export function appendName(text: TextBuffer, bytes: Span<u8>): void {
  for (let i: u32 = 0; i < bytes.length; i++) {
    const byte: u8 = bytes[i];
    if (byte === 0) {
      return;
    }
    appendByte(text, byte);
  }
}

/** Appends `value` in decimal. */
export function appendDecimal(text: TextBuffer, value: u32): void {
  const digits: FixedArray<u8, typeof DECIMAL_DIGITS_MAX> = zeroed();
  let count: u32 = 0;
  let rest: u32 = value;
  do {
    digits[count] = u8(DIGIT_ZERO + (rest % 10));
    rest = rest / 10;
    count += 1;
  } while (rest !== 0);
  while (count > 0) {
    count -= 1;
    appendByte(text, digits[count]);
  }
}

/** How many characters `appendDecimal` writes for `value`. */
export function decimalWidth(value: u32): u32 {
  let width: u32 = 1;
  let rest: u32 = value / 10;
  while (rest !== 0) {
    width += 1;
    rest = rest / 10;
  }
  return width;
}

/** Appends `value` in decimal, right-aligned in a column of `width` characters (wider if it needs more). */
export function appendDecimalColumn(text: TextBuffer, value: u32, width: u32): void {
  const used: u32 = decimalWidth(value);
  if (used < width) {
    appendSpaces(text, width - used);
  }
  appendDecimal(text, value);
}

/** Appends the low `digits` (1 to 8) hexadecimal digits of `value`, leading zeros too, no prefix. */
export function appendHex(text: TextBuffer, value: u32, digits: u32): void {
  let left: u32 = digits < HEX_DIGITS_MAX ? digits : HEX_DIGITS_MAX;
  while (left > 0) {
    left -= 1;
    const digit: u32 = (value >>> ((left * 4) & 31)) & 0xf;
    appendByte(text, u8(digit < 10 ? DIGIT_ZERO + digit : LETTER_A + digit - 10));
  }
}

/** Appends `count` spaces, as far as they fit. */
export function appendSpaces(text: TextBuffer, count: u32): void {
  const wanted: u32 = count < TEXT_BUFFER_BYTES ? count : TEXT_BUFFER_BYTES;
  for (let i: u32 = 0; i < wanted; i++) {
    appendByte(text, SPACE);
  }
}

/** Appends spaces until the text is `column` characters long; at least none. */
export function padTo(text: TextBuffer, column: u32): void {
  if (text.length < column) {
    appendSpaces(text, column - text.length);
  }
}

/** Appends a string, then spaces to fill a column of `width` characters. */
export function appendColumn(text: TextBuffer, value: string, width: u32): void {
  appendString(text, value);
  if (value.length < width) {
    appendSpaces(text, width - value.length);
  }
}

/** The window on what the buffer holds. */
export function textBytes(text: TextBuffer): Span<u8> {
  return subSpan(spanOf(text.bytes), 0, text.length);
}
