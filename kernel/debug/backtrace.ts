/**
 * Backtraces without frame pointers: every word on the stack that follows a call instruction of
 * the kernel's text is taken for a return address. One that is left over from an earlier call may
 * stand among them; none that matters is missing.
 *
 * Lines come from the table that the boot loader has brought (kernel/arch/line-table.ts). Without it,
 * addresses are printed.
 */
import { isInitCode, isKernelCode } from "../arch/image.ts";
import { byteAt, wordAt } from "../arch/kernel-memory.ts";
import { type LineEntry, lineEntries, sourceFileName } from "../arch/line-table.ts";
import { endLine, say, sayDecimal, sayHex } from "./console.ts";

const FRAMES_MAX: u32 = 16;
const CALL_RELATIVE: u8 = 0xe8;
const CALL_INDIRECT: u8 = 0xff;
const CALL_RELATIVE_BYTES: u32 = 5;
const WORD_BYTES: u32 = 4;

/** Prints where `address` lies: the address, and `kernel/memory/heap.ts:42` after it where that is known. */
export function saySource(address: u32): void {
  sayHex(address);
  const entry = findLine(lineEntries(), address);
  if (entry !== null) {
    say(" ");
    sayEntry(entry);
  }
}

/** Prints where `address` lies: `kernel/memory/heap.ts:42`, or the address where that is not known. */
export function sayPlace(address: u32): void {
  const entry = findLine(lineEntries(), address);
  if (entry === null) {
    sayHex(address);
  } else {
    sayEntry(entry);
  }
}

function sayEntry(entry: LineEntry): void {
  say(stringOf(sourceFileName(u32(entry.file))));
  say(":");
  sayDecimal(u32(entry.line));
}

/** Prints where an exception came, then the calls that led there, from the stack between `esp` and `top`. */
export function printBacktraceFrom(eip: u32, esp: u32, top: u32): void {
  say("  at ");
  saySource(eip);
  endLine();
  printBacktrace(esp, top);
}

/** Prints the calls whose return addresses stand on the stack between `esp` and `top`. */
export function printBacktrace(esp: u32, top: u32): void {
  let frames: u32 = 0;
  for (let address = esp; address + WORD_BYTES <= top && frames < FRAMES_MAX; address += WORD_BYTES) {
    const value = wordAt(address);
    if (isReturnAddress(value)) {
      say("  by ");
      saySource(value - 1);
      endLine();
      frames++;
    }
  }
}

function isReturnAddress(value: u32): bool {
  if (!isKernelCode(value - CALL_RELATIVE_BYTES) || !isKernelCode(value - 1)) {
    return false;
  }
  if (byteAt(value - CALL_RELATIVE_BYTES) === CALL_RELATIVE) {
    return true;
  }
  return byteAt(value - 2) === CALL_INDIRECT || byteAt(value - 3) === CALL_INDIRECT;
}

/** The last entry at or below `address`; entries are sorted by address. */
function findLine(entries: Span<LineEntry>, address: u32): LineEntry | null {
  if (entries.length === 0 || !(isKernelCode(address) || isInitCode(address))) {
    return null;
  }
  let low: u32 = 0;
  let high: u32 = entries.length;
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (entries[middle].address <= address) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const entry = entries[low];
  return entry.address <= address ? entry : null;
}
