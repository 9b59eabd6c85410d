/** Ends with what it was started with as its exit status, at once or, for ARGUMENT_WAITS, some ticks later. */
import { Counter } from "../../../lib/abi/call.ts";
import { counterGet, type FlatWords } from "../../../lib/flat/kernel-calls.ts";
import { start, startArgument } from "../../../lib/flat/start.ts";

const ARGUMENT_WAITS: u32 = 1000;
const WAIT_TICKS: u32 = 3;

function ticks(): u32 {
  const words: FlatWords = zeroed();
  counterGet(Counter.TICKS, words);
  return words.word0;
}

function main(): u32 {
  const first: u32 = ticks();
  while (startArgument() === ARGUMENT_WAITS && ticks() - first < WAIT_TICKS) {
    spinHint();
  }
  return startArgument();
}

symbol(start, "_start");
symbol(main, "flatMain");
