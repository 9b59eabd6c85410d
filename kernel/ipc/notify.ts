/**
 * NOTIFY: sets bits that the receiver finds when it next receives. Never blocks.
 */
import { Status } from "../../lib/abi/status.ts";
import { makeReady } from "../task/scheduler.ts";
import { findTask, type Task, TaskState } from "../task/task.ts";
import { deliverNotifications } from "./deliver.ts";
import { mayCall } from "./peers.ts";

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

/** Sets bits; wakes the receiver if it waits. It runs once the kernel next looks for more urgent tasks. */
export function setNotifications(receiver: Task, bits: u32): void {
  receiver.notifications |= bits;
  if (receiver.notifications !== 0 && receiver.state === TaskState.RECEIVING) {
    deliverNotifications(receiver);
    makeReady(receiver);
  }
}
