/**
 * Verdicts of flat tests (test/guest/verdict), and what is compared before and after each of them, and around
 * the whole suite: free frames, free bytes of the kernel heap, tasks, spaces.
 */
import { Counter } from "../../../lib/abi/call.ts";
import { counterGet, type FlatWords } from "../../../lib/flat/kernel-calls.ts";
import { logBytes } from "../../../lib/flat/print.ts";
import {
  type Stock,
  verdict,
  verdictEqual,
  verdictExit,
  verdictPlan,
  verdictStock,
} from "../verdict/verdict.ts";

const atBegin: Stock = zeroed();

/** A test that holds or not. */
export function ok(holds: bool, name: string): void {
  logBytes(verdict(holds, name));
}

/** A test that a number is as expected. */
export function okEqual(actual: u32, expected: u32, name: string): void {
  logBytes(verdictEqual(actual, expected, name));
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
  stock.spaces = counter(Counter.SPACES);
}

/** A test that as much is left as before. */
export function okStock(before: Stock, name: string): void {
  const now: Stock = zeroed();
  takeStock(now);
  logBytes(verdictStock(now, before, name));
}

/** Notes what is left. The first thing that a suite does. */
export function beginTests(): void {
  takeStock(atBegin);
}

/** The last test, that nothing is kept, and the plan. Returns the program's exit status. */
export function finishTests(): u32 {
  okStock(atBegin, "nothing is kept by the suite");
  logBytes(verdictPlan());
  return verdictExit();
}

/**
 * The last test, that nothing but frames has changed since the beginning, those on purpose, and the plan. Returns
 * the program's exit status.
 */
export function finishTestsChanged(what: string): u32 {
  const now: Stock = zeroed();
  takeStock(now);
  ok(now.frames < atBegin.frames, what);
  now.frames = atBegin.frames;
  logBytes(verdictStock(now, atBegin, "nothing else is kept by the suite"));
  logBytes(verdictPlan());
  return verdictExit();
}
