/**
 * String formatting: lines of columns, names, decimal, signed and hexadecimal numbers, in a buffer
 * of fixed size that leaves out what does not fit; each line is added up by a hash.
 */
const TEXT_BYTES = 128;
const NAME_BYTES = 16;
const NAME_COUNT = 8;
const LINES: u32 = 10_000;
const SPACE: u8 = 0x20;

class Text {
  bytes: FixedArray<u8, typeof TEXT_BYTES> = zeroed();
  length: u32 = 0;
}

class Name {
  bytes: FixedArray<u8, typeof NAME_BYTES> = zeroed();
}

const text: Text = zeroed();
const names: FixedArray<Name, typeof NAME_COUNT> = zeroed();
let seed: u32 = 5;

function random(): u32 {
  seed = seed * 1664525 + 1013904223;
  return seed >>> 8;
}

function appendByte(to: Text, byte: u8): void {
  if (to.length < TEXT_BYTES) {
    to.bytes[to.length] = byte;
    to.length += 1;
  }
}

function appendString(to: Text, value: string): void {
  for (let i: u32 = 0; i < value.length; i++) appendByte(to, value.charCodeAt(i));
}

/** Appends bytes up to the first zero byte or the end of the window. */
function appendName(to: Text, bytes: Span<u8>): void {
  for (const byte of bytes) {
    if (byte === 0) return;
    appendByte(to, byte);
  }
}

function appendDecimal(to: Text, value: u32): void {
  const digits: FixedArray<u8, 10> = zeroed();
  let count: u32 = 0;
  let rest = value;
  do {
    digits[count] = u8(0x30 + (rest % 10));
    rest = rest / 10;
    count += 1;
  } while (rest !== 0);
  while (count > 0) {
    count -= 1;
    appendByte(to, digits[count]);
  }
}

function appendSigned(to: Text, value: i32): void {
  if (value < 0) {
    appendByte(to, 0x2d);
    appendDecimal(to, u32(-value));
  } else {
    appendDecimal(to, u32(value));
  }
}

function appendHex(to: Text, value: u32): void {
  for (let left: u32 = 8; left > 0; left--) {
    const digit: u32 = (value >>> ((left * 4 - 4) & 31)) & 0xf;
    appendByte(to, u8(digit < 10 ? 0x30 + digit : 0x57 + digit));
  }
}

function padTo(to: Text, column: u32): void {
  while (to.length < column) appendByte(to, SPACE);
}

function hashOfText(from: Text): u32 {
  let hash: u32 = 0x811c_9dc5;
  for (const byte of subSpan(spanOf(from.bytes), 0, from.length)) hash = (hash ^ byte) * 0x0100_0193;
  return hash;
}

function makeNames(): void {
  for (let i: u32 = 0; i < NAME_COUNT; i++) {
    const name = names[i];
    for (let j: u32 = 0; j < 4 + i; j++) name.bytes[j] = u8(0x61 + ((i * 3 + j) % 26));
  }
}

function writeLine(number: u32): void {
  text.length = 0;
  appendDecimal(text, number);
  padTo(text, 8);
  appendName(text, spanOf(names[random() & (NAME_COUNT - 1)].bytes));
  padTo(text, 24);
  appendString(text, "address ");
  appendHex(text, random() << 8);
  appendString(text, ", change ");
  appendSigned(text, i32(random()) - 0x80_0000);
  appendString(text, " of ");
  appendDecimal(text, random());
  padTo(text, 90);
  appendString(text, "ok\n");
}

function work(): u32 {
  let sum: u32 = 0;
  makeNames();
  for (let line: u32 = 0; line < LINES; line++) {
    writeLine(line);
    sum = sum * 31 + hashOfText(text);
  }
  return sum;
}

export function main(): i32 {
  print(work());
  print("\n");
  return 0;
}
