/**
 * Verdicts of a guest's tests, as lines that test/support/guest.ts reads: `ok 1 - name`,
 * `not ok 2 - name: detail`, and `1..N` last. Names hold no colon. Each function answers the line's bytes, to be
 * written before the next is asked for: how a program writes depends on its ring.
 */
import type { Status } from "../../../lib/abi/status.ts";
import {
  appendByte,
  appendDecimal,
  appendHex,
  appendString,
  clearText,
  type TextBuffer,
  textBytes,
} from "../../../lib/core/text.ts";

const NEW_LINE: u8 = 0x0a;
const HEX_DIGITS: u32 = 8;

const line: TextBuffer = zeroed();
let count: u32 = 0;
let failures: u32 = 0;

/** What the kernel has left, and has made. */
export class Stock {
  frames: u32 = 0;
  heapBytes: u32 = 0;
  tasks: u32 = 0;
  spaces: u32 = 0;
}

/** Whether both are the same. */
export function sameStock(left: Stock, right: Stock): bool {
  return (
    left.frames === right.frames &&
    left.heapBytes === right.heapBytes &&
    left.tasks === right.tasks &&
    left.spaces === right.spaces
  );
}

function begin(holds: bool, name: string): void {
  count += 1;
  if (!holds) {
    failures += 1;
  }
  clearText(line);
  appendString(line, holds ? "ok " : "not ok ");
  appendDecimal(line, count);
  appendString(line, " - ");
  appendString(line, name);
}

function end(): Span<u8> {
  appendByte(line, NEW_LINE);
  return textBytes(line);
}

/** A test that holds or not. */
export function verdict(holds: bool, name: string): Span<u8> {
  begin(holds, name);
  return end();
}

/** A test that a number is as expected. */
export function verdictEqual(actual: u32, expected: u32, name: string): Span<u8> {
  begin(actual === expected, name);
  if (actual !== expected) {
    appendString(line, ": ");
    appendHex(line, actual, HEX_DIGITS);
    appendString(line, " instead of ");
    appendHex(line, expected, HEX_DIGITS);
  }
  return end();
}

/** A test that a kernel call answered this status. */
export function verdictStatus(actual: Status, expected: Status, name: string): Span<u8> {
  begin(actual === expected, name);
  if (actual !== expected) {
    appendString(line, ": status ");
    appendDecimal(line, actual);
    appendString(line, " instead of ");
    appendDecimal(line, expected);
  }
  return end();
}

/** A test that as much is left as before. */
export function verdictStock(now: Stock, before: Stock, name: string): Span<u8> {
  begin(sameStock(now, before), name);
  if (!sameStock(now, before)) {
    appendChange(": frames ", now.frames, before.frames);
    appendChange(", heap ", now.heapBytes, before.heapBytes);
    appendChange(", tasks ", now.tasks, before.tasks);
    appendChange(", spaces ", now.spaces, before.spaces);
  }
  return end();
}

function appendChange(what: string, now: u32, before: u32): void {
  appendString(line, what);
  appendDecimal(line, now);
  appendString(line, " of ");
  appendDecimal(line, before);
}

/** The plan. */
export function verdictPlan(): Span<u8> {
  clearText(line);
  appendString(line, "1..");
  appendDecimal(line, count);
  return end();
}

/** The program's exit status. */
export function verdictExit(): u32 {
  return failures === 0 && count !== 0 ? 0 : 1;
}
