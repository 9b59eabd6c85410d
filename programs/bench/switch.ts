/**
 * The row `switch_isolated`: yielding to a task in another space and back. Two tasks of this program
 * yield to each other; the one that is named for it takes the time, the other counts its turns.
 */
import { findTask } from "../../lib/user/information.ts";
import { yieldTask } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { addSample, beginSamples, calibrate, endSamples, ROUNDS } from "./samples.ts";

const MEASURER = "bench-switch";

function main(): u32 {
  if (findTask(MEASURER) !== selfIdentity()) {
    for (let i: u32 = 0; i < ROUNDS; i++) {
      yieldTask();
    }
    return 0;
  }
  calibrate();
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    yieldTask();
    addSample(readTimeStampLow() - before);
  }
  endSamples("switch_isolated");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
