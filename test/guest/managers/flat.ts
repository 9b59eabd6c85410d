/** The supervisor starts a flat program that has ended, with a word for it. */
import { Counter } from "../../../lib/abi/call.ts";
import { TaskEnd } from "../../../lib/abi/information.ts";
import { NOTIFICATION_ALARM } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskNumberByName } from "../../../lib/user/information.ts";
import { taskAlarm, taskRestart } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { counter } from "../support/marks.ts";
import { okEqual, okStatus } from "../support/tap.ts";
import { entryOf, waitForBits } from "./tools.ts";

/** test/guest/flat/argument.ts waits a little with this one. */
const ARGUMENT_WAITS: u32 = 1000;
const TURNS_MAX: u32 = 100;
const TIMES: u32 = 10;

function startFlat(argument: u32): Status {
  const words: SystemWords = zeroed();
  words.word2 = argument;
  const status: Status = taskRestart(selfIdentity(), taskNumberByName("flat"), words);
  if (status === Status.OK) {
    okEqual(words.word0, entryOf("flat").identity, "RESTART answers the flat task's new identity");
  }
  return status;
}

/** It is less urgent than this task. */
export function waitForFlat(): void {
  for (let turn: u32 = 0; turn < TURNS_MAX && entryOf("flat").end === TaskEnd.NONE; turn++) {
    taskAlarm(selfIdentity(), 1);
    waitForBits(NOTIFICATION_ALARM);
  }
}

export function testFlatRestart(): void {
  okEqual(entryOf("flat").end, TaskEnd.EXITED, "a flat program has ended");
  okEqual(entryOf("flat").endDetail, 0, "which the boot gave nothing");
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  okStatus(startFlat(42), Status.OK, "RESTART of it");
  waitForFlat();
  okEqual(entryOf("flat").endDetail, 42, "it got its word");
  okStatus(startFlat(ARGUMENT_WAITS), Status.OK, "RESTART once more");
  okStatus(startFlat(1), Status.BAD_ARGUMENT, "but not while it runs");
  waitForFlat();
  okEqual(entryOf("flat").endDetail, ARGUMENT_WAITS, "which does it no harm");
  for (let i: u32 = 0; i < TIMES; i++) {
    startFlat(i);
    waitForFlat();
  }
  okEqual(counter(Counter.FREE_FRAMES), frames, "as many free frames as before its starts");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "as much heap");
}
