/**
 * NOTIFY: sets bits that the receiver finds when it next receives. Never blocks.
 */
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
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
 * The same where it is simple: a peer of the system description that exists, and that does not run in place of the
 * caller at once. False: nothing was done.
 */
export function notifyAtOnce(self: Task, head: u32): bool {
  const receiver = slotOf(head);
  if (receiver.identity !== (head & ~IDENTITY_NUMBER_MASK) || !isPeer(self, head)) {
    return false;
  }
  if (receiver.state === TaskState.RECEIVING) {
    return wakeAtOnce(self, receiver);
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

/** The receiver waits: it can run, but not before the caller. */
function wakeAtOnce(self: Task, receiver: Task): bool {
  if (receiver.priority > self.priority) {
    return false;
  }
  setNotifications(receiver, self.registers.ebx);
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
