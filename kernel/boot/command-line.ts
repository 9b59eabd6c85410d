/**
 * The kernel's command line: words apart by spaces, `name` or `name=value`. Words that nobody knows
 * are ignored; of two with the same name the first counts. Pure; the line is hostile text.
 * docs/boot-parameters.md has all of them.
 */
import type { BootInformation } from "./boot-information.ts";

const SPACE: u8 = 0x20;
const EQUALS: u8 = 0x3d;
const DIGIT_ZERO: u8 = 0x30;
const DIGIT_NINE: u8 = 0x39;
const LETTER_K: u8 = 0x4b;
const LETTER_M: u8 = 0x4d;
const LETTER_G: u8 = 0x47;
const UPPER_CASE_MASK: u8 = 0xdf;
const KIB_SHIFT: u32 = 10;
const MIB_SHIFT: u32 = 20;
const GIB_SHIFT: u32 = 30;
/** Numbers beyond this are as large as this: sizes cannot wrap. */
const SIZE_MAX: u32 = 0xffff_ffff;
const NOT_FOUND: u32 = 0xffff_ffff;
/** Physical addresses have 52 bits at most (Intel SDM vol. 3A, 4.1.4); larger numbers are as large as this. */
const ADDRESS_MAX: u64 = 0xf_ffff_ffff_ffffn;

/** A place in the command line, and the number read before it. */
export class LineCursor {
  at: u32 = 0;
  number: u64 = 0n;
}

/** Moves to the value of the word `name=`; false where the line has none. */
export function findValue(information: BootInformation, name: string, cursor: LineCursor): bool {
  const end: u32 = findOption(information, name);
  if (end === NOT_FOUND || end === information.commandLineBytes || information.commandLine[end] !== EQUALS) {
    return false;
  }
  cursor.at = end + 1;
  return true;
}

/** Reads a number in bytes, or with K, M or G after it, and stops behind it; false where no digit stands. */
export function readAddress(information: BootInformation, cursor: LineCursor): bool {
  if (!readDigits(information, cursor)) {
    return false;
  }
  let shift: u32 = 0;
  if (!endsAt(information, cursor.at)) {
    switch (information.commandLine[cursor.at] & UPPER_CASE_MASK) {
      case LETTER_K:
        shift = KIB_SHIFT;
        break;
      case LETTER_M:
        shift = MIB_SHIFT;
        break;
      case LETTER_G:
        shift = GIB_SHIFT;
        break;
      default:
        return true;
    }
    cursor.at++;
  }
  cursor.number = cursor.number > ADDRESS_MAX >> u64(shift) ? ADDRESS_MAX : cursor.number << u64(shift);
  return true;
}

/** Reads decimal digits; false where there are none. */
function readDigits(information: BootInformation, cursor: LineCursor): bool {
  const start = cursor.at;
  cursor.number = 0n;
  while (cursor.at < information.commandLineBytes && isDigit(information.commandLine[cursor.at])) {
    cursor.number = cursor.number * 10n + u64(information.commandLine[cursor.at] - DIGIT_ZERO);
    if (cursor.number > ADDRESS_MAX) {
      cursor.number = ADDRESS_MAX;
    }
    cursor.at++;
  }
  return cursor.at !== start;
}

/** The character at the cursor; 0 where the word ends. */
export function characterAt(information: BootInformation, cursor: LineCursor): u8 {
  return endsAt(information, cursor.at) ? 0 : information.commandLine[cursor.at];
}

const sizeCursor: LineCursor = zeroed();

/** Whether the line has the word `name`, without a value. */
export function hasOption(information: BootInformation, name: string): bool {
  const end: u32 = findOption(information, name);
  return (
    end !== NOT_FOUND && (end === information.commandLineBytes || information.commandLine[end] === SPACE)
  );
}

/** Whether the line has the word `name=value`. */
export function optionIs(information: BootInformation, name: string, value: string): bool {
  if (!findValue(information, name, sizeCursor)) {
    return false;
  }
  return matchesAt(information, sizeCursor.at, value) && endsAt(information, sizeCursor.at + value.length);
}

/** Whether the line has the word `name=value`, where the value is padded with zero bytes. */
export function optionNames(information: BootInformation, name: string, value: Span<u8>): bool {
  if (!findValue(information, name, sizeCursor)) {
    return false;
  }
  let length: u32 = 0;
  while (length < value.length && value[length] !== 0) {
    if (endsAt(information, sizeCursor.at) || information.commandLine[sizeCursor.at] !== value[length]) {
      return false;
    }
    sizeCursor.at++;
    length++;
  }
  return length !== 0 && endsAt(information, sizeCursor.at);
}

/** The size in bytes that the word `name=` states; 0 where it is not there or is no size. */
export function sizeOption(information: BootInformation, name: string): u32 {
  const isThere: bool = findValue(information, name, sizeCursor) && readAddress(information, sizeCursor);
  if (!isThere || !endsAt(information, sizeCursor.at)) {
    return 0;
  }
  return sizeCursor.number > u64(SIZE_MAX) ? SIZE_MAX : u32(sizeCursor.number);
}

function endsAt(information: BootInformation, at: u32): bool {
  return at >= information.commandLineBytes || information.commandLine[at] === SPACE;
}

function isDigit(byte: u8): bool {
  return byte >= DIGIT_ZERO && byte <= DIGIT_NINE;
}

/**
 * The place after the first word that begins with `name` and goes on with a space, `=` or the end. Each letter of the line is
 * looked at here, and no function is called for it.
 */
function findOption(information: BootInformation, name: string): u32 {
  const line = subSpan(spanOf(information.commandLine), 0, information.commandLineBytes);
  for (let at: u32 = 0; at < line.length; at++) {
    if (matchesAt(information, at, name)) {
      const end: u32 = at + name.length;
      if (endsAt(information, end) || line[end] === EQUALS) {
        return end;
      }
    }
    while (at < line.length && line[at] !== SPACE) {
      at++;
    }
  }
  return NOT_FOUND;
}

function matchesAt(information: BootInformation, at: u32, name: string): bool {
  if (name.length > information.commandLineBytes - at) {
    return false;
  }
  for (let i: u32 = 0; i < name.length; i++) {
    if (information.commandLine[at + i] !== name.charCodeAt(i)) {
      return false;
    }
  }
  return true;
}
