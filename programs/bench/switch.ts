/**
 * The rows `switch_isolated` and `yield_pair`, which are one: yielding to a task in another space and back; and
 * `notify`. Two tasks of this program yield to each other; the one that is named for it takes the time, the other
 * counts its turns.
 */
import { Status } from "../../lib/abi/status.ts";
import { findTask } from "../../lib/user/information.ts";
import { notify, yieldTask } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { addSample, beginSamples, calibrate, endSamples, mustWork, ROUNDS } from "./samples.ts";

const MEASURER = "bench-switch";
const PARTNER = "bench-partner";

/** Bits for a task that does not wait for them, but to run. */
function measureNotify(): void {
  const partner: u32 = findTask(PARTNER);
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    const status: Status = notify(partner, 1);
    addSample(readTimeStampLow() - before);
    mustWork(status === Status.OK, "bench: notify");
  }
  endSamples("notify");
}

function main(): u32 {
  if (findTask(MEASURER) !== selfIdentity()) {
    for (let i: u32 = 0; i < ROUNDS; i++) {
      yieldTask();
    }
    return 0;
  }
  calibrate();
  measureNotify();
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    yieldTask();
    addSample(readTimeStampLow() - before);
  }
  endSamples("switch_isolated");
  endSamples("yield_pair");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
