/**
 * NOTIFY: sets bits that the receiver finds when it next receives. Never blocks.
 */
import { Call } from "../../lib/abi/call.ts";
import { Status } from "../../lib/abi/status.ts";
import { makeReady } from "../task/scheduler.ts";
import { findTask, slotOf, type Task, TaskState } from "../task/task.ts";
import { deliverNotifications } from "./deliver.ts";
import { isPeer, mayCall } from "./peers.ts";

/** The current task sets `bits` of the task that `head` names. Answers DEAD or DENIED, or OK. */
export function notifyTask(self: Task, head: u32, bits: u32): Status {
  const receiver = findTask(head);
  if (receiver === null) {
    return Status.DEAD;
  }
  if (!mayCall(self, receiver)) {
    return Status.DENIED;
  }
  setNotifications(receiver, bits);
  return Status.OK;
}

/**
 * The same for a head that is one of NOTIFY, where it is simple: a peer of the system description that exists, and that does not run in place of the
 * caller at once. False: nothing was done.
 */
export function notifyAtOnce(self: Task, head: u32): bool {
  const receiver = slotOf(head);
  // The call's number, if the head names this task, and no number of a call otherwise.
  if ((receiver.identity ^ head) !== Call.NOTIFY || !isPeer(self, head)) {
    return false;
  }
  if (receiver.state === TaskState.RECEIVING) {
    return wakeAtOnce(self, head);
  }
  // A free slot has the identity of nobody, which a head can have too.
  if (receiver.state === TaskState.FREE) {
    return false;
  }
  receiver.notifications |= self.registers.ebx;
  return true;
}

// A symbol of its own, so that bits for a task that does not wait need no registers saved.
symbol(wakeAtOnce, "wakeAtOnce");

/** The task that `head` names waits. False, and nothing was done, where it would run in place of the caller at once. */
function wakeAtOnce(self: Task, head: u32): bool {
  const receiver = slotOf(head);
  if (receiver.priority > self.priority) {
    return false;
  }
  receiver.notifications |= self.registers.ebx;
  if (receiver.notifications !== 0) {
    deliverNotifications(receiver);
    makeReady(receiver);
  }
  return true;
}

/** Sets bits; wakes the receiver if it waits. It runs once the kernel next looks for more urgent tasks. */
export function setNotifications(receiver: Task, bits: u32): void {
  receiver.notifications |= bits;
  if (receiver.notifications !== 0 && receiver.state === TaskState.RECEIVING) {
    deliverNotifications(receiver);
    makeReady(receiver);
  }
}
