/**
 * Verdicts of flat tests, as lines that test/support/guest.ts reads, and what is compared before and
 * after each of them: free frames, free bytes of the kernel heap, tasks.
 */
import { Counter } from "../../../lib/abi/call.ts";
import { counterGet, type FlatWords } from "../../../lib/flat/kernel-calls.ts";
import { print, printDecimal, printHex, printLine } from "../../../lib/flat/print.ts";

let count: u32 = 0;
let failures: u32 = 0;

/** What the kernel has left. */
export class Stock {
  frames: u32 = 0;
  heapBytes: u32 = 0;
  tasks: u32 = 0;
}

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

/** A counter's value. */
export function counter(which: Counter): u32 {
  const words: FlatWords = zeroed();
  counterGet(which, words);
  return words.word0;
}

/** Notes what is left. */
export function takeStock(stock: Stock): void {
  stock.frames = counter(Counter.FREE_FRAMES);
  stock.heapBytes = counter(Counter.FREE_HEAP_BYTES);
  stock.tasks = counter(Counter.TASKS);
}

/** A test that as much is left as before. */
export function okStock(before: Stock, name: string): void {
  const now: Stock = zeroed();
  takeStock(now);
  const same: bool =
    now.frames === before.frames && now.heapBytes === before.heapBytes && now.tasks === before.tasks;
  beginVerdict(same, name);
  if (!same) {
    print(": frames ");
    printDecimal(now.frames);
    print(" of ");
    printDecimal(before.frames);
    print(", heap ");
    printDecimal(now.heapBytes);
    print(" of ");
    printDecimal(before.heapBytes);
    print(", tasks ");
    printDecimal(now.tasks);
    print(" of ");
    printDecimal(before.tasks);
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
