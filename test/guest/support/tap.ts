/**
 * Verdicts of a guest's tests, as lines that test/support/guest.ts reads: `ok 1 - name`,
 * `not ok 2 - name: detail`, and `1..N` last. Names hold no colon.
 */
import type { Status } from "../../../lib/abi/status.ts";
import { print, printDecimal, printHex, printLine } from "../../../lib/user/print.ts";

let count: u32 = 0;
let failures: u32 = 0;

function beginVerdict(holds: bool, name: string): void {
  count += 1;
  if (!holds) {
    failures += 1;
    print("not ");
  }
  print("ok ");
  printDecimal(count);
  print(" - ");
  print(name);
}

/** A test that holds or not. */
export function ok(holds: bool, name: string): void {
  beginVerdict(holds, name);
  printLine("");
}

/** A test that a number is as expected. */
export function okEqual(actual: u32, expected: u32, name: string): void {
  beginVerdict(actual === expected, name);
  if (actual !== expected) {
    print(": ");
    printHex(actual);
    print(" instead of ");
    printHex(expected);
  }
  printLine("");
}

/** A test that a kernel call answered this status. */
export function okStatus(actual: Status, expected: Status, name: string): void {
  beginVerdict(actual === expected, name);
  if (actual !== expected) {
    print(": status ");
    printDecimal(actual);
    print(" instead of ");
    printDecimal(expected);
  }
  printLine("");
}

/** Prints the plan. Returns the program's exit status. */
export function finishTests(): u32 {
  print("1..");
  printDecimal(count);
  printLine("");
  return failures === 0 && count !== 0 ? 0 : 1;
}
