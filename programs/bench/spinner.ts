/**
 * Reads the time stamp over and over, and tells clock.ts when it last did before something kept it from running: an
 * interrupt has come after that reading and before the next would have been, so at most one round of the loop later.
 */
import { Status } from "../../lib/abi/status.ts";
import { findTask } from "../../lib/user/information.ts";
import { callTask } from "../../lib/user/kernel-calls.ts";
import { start } from "../../lib/user/start.ts";
import { ClockOperation } from "./clock-protocol.ts";
import { mustWork } from "./samples.ts";

/** More than a round of the loop takes, less than an interrupt. */
const ROUND_MAX: u32 = 40;

/** The last reading before a gap. */
function spinUntilGap(): u32 {
  let last: u32 = readTimeStampLow();
  let now: u32 = readTimeStampLow();
  while (now - last < ROUND_MAX) {
    last = now;
    now = readTimeStampLow();
  }
  return last;
}

function main(): u32 {
  const clock: u32 = findTask("bench-clock");
  const words: SystemWords = zeroed();
  do {
    words.word1 = spinUntilGap();
    words.word0 = ClockOperation.GAP;
    mustWork(callTask(clock, words) === Status.OK, "bench: the clock");
  } while (words.word0 !== 0);
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
