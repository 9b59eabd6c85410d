/** Alarms, and faults that nobody answers in time. */
import { Counter } from "../../../lib/abi/call.ts";
import { TaskEnd } from "../../../lib/abi/information.ts";
import { NOTIFICATION_ALARM, NOTIFICATION_TASK_ENDED } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { notify, taskAlarm, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { counter, taskNamed } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";
import { Order, TOUCHED } from "./protocol.ts";
import { entryOf, forgetBits, order, touch, waitForBits } from "./tools.ts";

const TICKS: u32 = 3;

function testAlarms(): void {
  const words: SystemWords = zeroed();
  const self: u32 = selfIdentity();
  okStatus(taskAlarm(taskNamed("client"), 1), Status.DENIED, "ALARM for another task");
  okStatus(taskAlarm(self, 0x4000_0001), Status.BAD_ARGUMENT, "ALARM too far away");
  okStatus(taskAlarm(self, 0x4000_0000), Status.OK, "ALARM as far away as can be");
  const started: u32 = counter(Counter.TICKS);
  okStatus(taskAlarm(self, TICKS), Status.OK, "ALARM in place of it");
  waitForMessage(words);
  okEqual(words.word0, NOTIFICATION_ALARM, "it rings");
  const waited: u32 = counter(Counter.TICKS) - started;
  ok(waited >= TICKS && waited <= TICKS + 1, "after as many ticks");
  taskAlarm(self, 1);
  okStatus(taskAlarm(self, 0), Status.OK, "ALARM taken back");
  const before: u32 = counter(Counter.TICKS);
  while (counter(Counter.TICKS) - before < TICKS) {}
  notify(self, 0);
  notify(taskNamed("client"), 0);
  ok(waitForBits(1 << 10) === 0, "does not ring");
}

function testDeadline(): void {
  order("manager", Order.HOLD, 1, 0);
  forgetBits();
  touch("hasty");
  touch("client");
  okEqual(
    waitForBits(NOTIFICATION_TASK_ENDED),
    NOTIFICATION_TASK_ENDED,
    "a fault that waits too long is the end",
  );
  okEqual(entryOf("hasty").end, TaskEnd.FAULT_DEADLINE, "and the information page says so");
  okEqual(entryOf("hasty").endDetail, TOUCHED, "with the address");
  okEqual(entryOf("client").end, TaskEnd.NONE, "a task without a deadline waits on");
  order("manager", Order.HOLD, 0, 0);
}

export function testTime(): void {
  testAlarms();
  testDeadline();
}
