/**
 * The tasks that wait until a receiver takes their message: first come, first served. Every
 * operation takes constant time.
 */
import { type Task, TaskState } from "../task/task.ts";

/** The sender waits, with its message, for `receiver`. */
export function queueSender(receiver: Task, sender: Task): void {
  sender.state = TaskState.SENDING;
  sender.partner = receiver.identity;
  sender.next = null;
  sender.previous = receiver.lastSender;
  if (receiver.lastSender === null) {
    receiver.firstSender = sender;
  } else {
    receiver.lastSender.next = sender;
  }
  receiver.lastSender = sender;
}

/** Takes a sender out of the receiver's queue. */
export function unqueueSender(receiver: Task, sender: Task): void {
  if (sender.previous === null) {
    receiver.firstSender = sender.next;
  } else {
    sender.previous.next = sender.next;
  }
  if (sender.next === null) {
    receiver.lastSender = sender.previous;
  } else {
    sender.next.previous = sender.previous;
  }
  sender.next = null;
  sender.previous = null;
}
