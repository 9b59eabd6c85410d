/** Has the pager make the calls with the longest slices, while the clock of clock.ts interrupts. */
import { ALLOCATION_START } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { findTask } from "../../lib/user/information.ts";
import { callTask } from "../../lib/user/kernel-calls.ts";
import { start } from "../../lib/user/start.ts";
import { ClockOperation } from "./clock-protocol.ts";
import { Measurement, PagerOperation } from "./pager-protocol.ts";
import { mustWork } from "./samples.ts";

const words: SystemWords = zeroed();

function ask(task: u32, operation: u32, first: u32, second: u32): void {
  words.word0 = operation;
  words.word1 = first;
  words.word2 = second;
  mustWork(callTask(task, words) === Status.OK && words.word0 === 0, "bench: refused");
}

function main(): u32 {
  const clock: u32 = findTask("bench-clock");
  const pager: u32 = findTask("bench-pager");
  ask(clock, ClockOperation.BUSY_BEGIN, 0, 0);
  ask(pager, PagerOperation.MEASURE, Measurement.ALLOC_RUN_64, ALLOCATION_START);
  ask(pager, PagerOperation.MEASURE, Measurement.MAP_PAGE_2M, ALLOCATION_START);
  ask(clock, ClockOperation.BUSY_END, 0, 0);
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
