/** What the programs of this folder say and how they end: they are freestanding, linked to the host's C library. */
import {
  appendByte,
  appendDecimal,
  appendString,
  clearText,
  type TextBuffer,
  textBytes,
} from "../../lib/core/text.ts";

/** The C library's. */
declare function putchar(character: i32): i32;
declare function exit(status: i32): never;
declare function fflush(stream: u64): i32;

const NEW_LINE: u8 = 0x0a;
const FAILED: i32 = 1;
const ALL_STREAMS: u64 = 0n;

const line: TextBuffer = zeroed();

export function say(text: string): void {
  appendString(line, text);
}

export function sayNumber(value: u32): void {
  appendDecimal(line, value);
}

export function endLine(): void {
  appendByte(line, NEW_LINE);
  const bytes = textBytes(line);
  for (let i: u32 = 0; i < bytes.length; i++) {
    putchar(i32(bytes[i]));
  }
  clearText(line);
}

/** Ends the program: something is not as it should be. */
export function fail(what: string, number: u32): never {
  say("failed: ");
  say(what);
  say(", at operation ");
  sayNumber(number);
  endLine();
  fflush(ALL_STREAMS);
  exit(FAILED);
}

/** Every failed check of the kernel's code. */
export function onPanic(message: string, file: string, lineNumber: u32): never {
  say("panic: ");
  say(message);
  say(" at ");
  say(file);
  say(":");
  sayNumber(lineNumber);
  endLine();
  fflush(ALL_STREAMS);
  exit(FAILED);
}
symbol(onPanic, "ts2c_panic");
