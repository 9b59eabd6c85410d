/**
 * Verdicts of tests in ring 3 (test/guest/verdict), and the one that every suite ends with: the kernel has as
 * many frames, bytes of heap, tasks and spaces left as at beginTests.
 */
import { Counter } from "../../../lib/abi/call.ts";
import type { Status } from "../../../lib/abi/status.ts";
import { logBytes } from "../../../lib/user/log.ts";
import {
  type Stock,
  sameStock,
  verdict,
  verdictEqual,
  verdictExit,
  verdictPlan,
  verdictStatus,
  verdictStock,
} from "../verdict/verdict.ts";
import { counter } from "./marks.ts";

const atBegin: Stock = zeroed();

/** A test that holds or not. */
export function ok(holds: bool, name: string): void {
  logBytes(verdict(holds, name));
}

/** A test that a number is as expected. */
export function okEqual(actual: u32, expected: u32, name: string): void {
  logBytes(verdictEqual(actual, expected, name));
}

/** A test that a kernel call answered this status. */
export function okStatus(actual: Status, expected: Status, name: string): void {
  logBytes(verdictStatus(actual, expected, name));
}

function takeStock(stock: Stock): void {
  stock.frames = counter(Counter.FREE_FRAMES);
  stock.heapBytes = counter(Counter.FREE_HEAP_BYTES);
  stock.tasks = counter(Counter.TASKS);
  stock.spaces = counter(Counter.SPACES);
}

/** Notes what is left. The first thing that a suite does. */
export function beginTests(): void {
  takeStock(atBegin);
}

/** The last test, that as much is left as at the beginning, and the plan. Returns the program's exit status. */
export function finishTests(): u32 {
  const now: Stock = zeroed();
  takeStock(now);
  logBytes(verdictStock(now, atBegin, "nothing is kept by the suite"));
  logBytes(verdictPlan());
  return verdictExit();
}

/** The same for a suite that takes or frees something for good, on purpose; one that does not fails for saying so. */
export function finishTestsChanged(what: string): u32 {
  const now: Stock = zeroed();
  takeStock(now);
  ok(atBegin.frames !== 0 && !sameStock(now, atBegin), what);
  logBytes(verdictPlan());
  return verdictExit();
}
