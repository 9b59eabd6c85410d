/** lib/core/text: what is written, and that a full buffer stays as it is. */
import {
  appendByte,
  appendColumn,
  appendDecimal,
  appendDecimalColumn,
  appendHex,
  appendName,
  appendSpaces,
  appendString,
  clearText,
  decimalWidth,
  padTo,
  TEXT_BUFFER_BYTES,
  type TextBuffer,
  textBytes,
} from "../../lib/core/text.ts";
import { check, checkEqual, finish } from "./support/check.ts";

const text: TextBuffer = zeroed();
const name: FixedArray<u8, 8> = zeroed();

function expectText(expected: string): void {
  check(stringOf(textBytes(text)) === expected, expected);
  clearText(text);
}

function testNumbers(): void {
  appendDecimal(text, 0);
  expectText("0");
  appendDecimal(text, 0xffff_ffff);
  expectText("4294967295");
  appendDecimal(text, 1000);
  expectText("1000");
  appendDecimalColumn(text, 42, 5);
  expectText("   42");
  appendDecimalColumn(text, 123456, 3);
  expectText("123456");
  appendHex(text, 0xdead_beef, 8);
  expectText("deadbeef");
  appendHex(text, 0xdead_beef, 3);
  expectText("eef");
  appendHex(text, 10, 99);
  expectText("0000000a");
  appendHex(text, 10, 0);
  expectText("");
}

function testWidths(): void {
  let value: u32 = 1;
  for (let width: u32 = 1; width <= 10; width++) {
    checkEqual(decimalWidth(value), width, "decimalWidth of a power of ten");
    checkEqual(decimalWidth(value - 1), width === 1 ? 1 : width - 1, "decimalWidth below a power of ten");
    value = value * 10;
  }
}

function testColumns(): void {
  appendColumn(text, "ab", 4);
  appendColumn(text, "abcdef", 4);
  appendString(text, "|");
  expectText("ab  abcdef|");
  appendString(text, "ab");
  padTo(text, 5);
  padTo(text, 3);
  appendString(text, "|");
  expectText("ab   |");
}

function testNames(): void {
  name[0] = 0x61;
  name[1] = 0x62;
  appendName(text, spanOf(name));
  expectText("ab");
  for (let i: u32 = 0; i < 8; i++) {
    name[i] = 0x63;
  }
  appendName(text, spanOf(name));
  expectText("cccccccc");
}

function testFull(): void {
  for (let i: u32 = 0; i < TEXT_BUFFER_BYTES - 2; i++) {
    appendByte(text, 0x78);
  }
  appendString(text, "abc");
  appendDecimal(text, 7);
  appendSpaces(text, 0xffff_ffff);
  checkEqual(text.length, TEXT_BUFFER_BYTES, "a full buffer is full");
  checkEqual(u32(text.bytes[TEXT_BUFFER_BYTES - 1]), 0x62, "what came first stays");
  clearText(text);
}

export function main(): i32 {
  testNumbers();
  testWidths();
  testColumns();
  testNames();
  testFull();
  return finish("text");
}
