/** Short ways for the test of managers: orders, touches, what the information page says. */
import { IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import type { InformationTask } from "../../../lib/abi/information.ts";
import { MessageKind, NOTIFICATION_ALARM } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { callTask, notify, taskAlarm, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { taskNamed } from "../support/marks.ts";
import { type Order, TOUCH } from "./protocol.ts";

/** What an order answers where the kernel did not deliver it. */
export const NOT_DELIVERED: u32 = 0xffff_0000;
/** Nothing that a test waits for takes so many ticks. */
const PATIENCE_TICKS: u32 = 20;

/** What is known of a task now. */
export function entryOf(name: string): InformationTask {
  return taskEntry(taskNumberByName(name));
}

/** Gives an order. Returns word 0 of the answer, or NOT_DELIVERED with the kernel's status. */
export function order(server: string, what: Order, about: u32, detail: u32): u32 {
  const words: SystemWords = zeroed();
  words.word0 = what;
  words.word1 = about;
  words.word2 = detail;
  const status: Status = callTask(taskNamed(server), words);
  lastDetail = words.word1;
  return status === Status.OK ? words.word0 : NOT_DELIVERED + status;
}

let lastDetail: u32 = 0;

/** Word 1 of the last answer. */
export function orderDetail(): u32 {
  return lastDetail;
}

/** Lets a client touch its next page; does not wait for it. */
export function touch(client: string): void {
  notify(taskNamed(client), TOUCH);
}

let pending: u32 = 0;

/** Waits until a notification with one of these bits comes, or is here already. Returns which of them, 0 for none in time. */
export function waitForBits(wanted: u32): u32 {
  const words: SystemWords = zeroed();
  pending &= ~NOTIFICATION_ALARM;
  taskAlarm(selfIdentity(), PATIENCE_TICKS);
  while ((pending & (wanted | NOTIFICATION_ALARM)) === 0) {
    const head: u32 = waitForMessage(words);
    if ((head & IDENTITY_NUMBER_MASK) === MessageKind.NOTIFICATION) {
      pending |= words.word0;
    }
  }
  taskAlarm(selfIdentity(), 0);
  const found: u32 = pending & wanted;
  pending &= ~wanted;
  return found;
}

/** Forgets what has come so far. */
export function forgetBits(): void {
  pending = 0;
}

/** Whether the client has touched its page: false when it says nothing for a while. */
export function hasTouched(): bool {
  return waitForBits(TOUCH) !== 0;
}
