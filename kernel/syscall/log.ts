/**
 * LOG: up to 16 bytes for the kernel's console. They come in registers: no pointer of a task is
 * ever followed.
 */
import { writeConsole } from "../debug/console.ts";
import type { Task } from "../task/task.ts";

const BYTES_IN_WORD: u32 = 4;
const TAB: u8 = 9;
const NEW_LINE: u8 = 10;
const FIRST_PRINTABLE: u8 = 32;
const DELETE: u8 = 127;
const UNPRINTABLE: u8 = 63; // ?

export function logBytes(self: Task): void {
  if (logWord(self.registers.ebx) && logWord(self.registers.esi) && logWord(self.registers.edi)) {
    logWord(self.registers.ebp);
  }
}

/** False when a zero byte has ended the text. */
function logWord(word: u32): bool {
  let rest = word;
  for (let i: u32 = 0; i < BYTES_IN_WORD; i++) {
    const byte: u8 = u8(rest);
    if (byte === 0) {
      return false;
    }
    writeConsole(isPrintable(byte) ? byte : UNPRINTABLE);
    rest >>>= 8;
  }
  return true;
}

/** Control characters could take over a terminal. */
function isPrintable(byte: u8): bool {
  return byte === NEW_LINE || byte === TAB || (byte >= FIRST_PRINTABLE && byte !== DELETE);
}
