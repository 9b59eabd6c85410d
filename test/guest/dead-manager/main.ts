/** Watches the others die, and itself and a bystander live. */
import { Counter } from "../../../lib/abi/call.ts";
import { Status } from "../../../lib/abi/status.ts";
import { callTask, notify, replyWait, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { counter, taskNamed } from "../support/marks.ts";
import { beginTests, finishTestsChanged, okEqual, okStatus } from "../support/tap.ts";

function main(): u32 {
  beginTests();
  const words: SystemWords = zeroed();
  const late: u32 = taskNamed("late");
  okStatus(callTask(taskNamed("manager"), words), Status.DEAD, "the manager has ended");
  okStatus(callTask(taskNamed("early"), words), Status.DEAD, "the task that waited for it has ended");
  okEqual(waitForMessage(words), late, "the other task of the manager lives still");
  okEqual(counter(Counter.TASKS), 4, "the tasks that are left");
  // The notification lets REPLY_WAIT come back at once; the answered task, more urgent, runs before.
  notify(selfIdentity(), 1);
  replyWait(late, words);
  okStatus(callTask(late, words), Status.DEAD, "a fault without a manager ends the task");
  okEqual(counter(Counter.TASKS), 3, "and no other");
  okEqual(counter(Counter.SPACES), 3, "its space is gone");
  okStatus(callTask(taskNamed("bystander"), words), Status.OK, "a bystander answers");
  return finishTestsChanged("a task of the boot has gone, and what it had is free");
}

symbol(start, "_start");
symbol(main, "userMain");
