/**
 * CALL, the slow way: the receiver is busy, less urgent than others, gone, or not a peer.
 */
import { Status } from "../../lib/abi/status.ts";
import { handOverTo, switchToNext } from "../task/scheduler.ts";
import { findTask, type Task, TaskState } from "../task/task.ts";
import { deliver } from "./deliver.ts";
import { mayCall } from "./peers.ts";
import { queueSender } from "./sender-queue.ts";

/** The current task sends its words to the task that `head` names and awaits the answer. */
export function callTask(self: Task, head: u32): void {
  const receiver = findTask(head);
  if (receiver === null) {
    self.registers.eax = Status.DEAD;
    return;
  }
  if (receiver === self) {
    self.registers.eax = Status.SELF;
    return;
  }
  if (!mayCall(self, receiver)) {
    self.registers.eax = Status.DENIED;
    return;
  }
  sendAndBlock(receiver, self);
}

/** The current task's message, of whatever kind, goes to the receiver; the next task runs. */
export function sendAndBlock(receiver: Task, sender: Task): void {
  if (receiver.state === TaskState.RECEIVING) {
    deliver(receiver, sender);
    receiver.state = TaskState.READY;
    handOverTo(receiver);
  } else {
    queueSender(receiver, sender);
    switchToNext();
  }
}
