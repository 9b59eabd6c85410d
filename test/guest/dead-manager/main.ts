/** Watches the others die, and itself and a bystander live. */
import { Counter } from "../../../lib/abi/call.ts";
import { Status } from "../../../lib/abi/status.ts";
import { callTask, replyWait, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";
import { counter, taskNamed } from "../support/marks.ts";
import { finishTests, okEqual, okStatus } from "../support/tap.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  const late: u32 = taskNamed("late");
  okStatus(callTask(taskNamed("manager"), words), Status.DEAD, "the manager has ended");
  okStatus(callTask(taskNamed("early"), words), Status.DEAD, "the task that waited for it has ended");
  const frames: u32 = counter(Counter.FREE_FRAMES);
  okEqual(waitForMessage(words), late, "the other task of the manager lives still");
  // The answer lets it fault; it is of higher priority, so it has ended when a notification comes
  // back. Nobody notifies: the test manages nothing. So the answer goes out with a call of its own.
  words.word0 = 0;
  okStatus(callTask(taskNamed("bystander"), words), Status.OK, "a bystander answers");
  okEqual(counter(Counter.TASKS), 4, "the tasks that are left");
  okEqual(counter(Counter.SPACES), 4, "and their spaces");
  okEqual(replyWait(late, words), late, "unreachable");
  okEqual(frames, 0, "unreachable");
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
