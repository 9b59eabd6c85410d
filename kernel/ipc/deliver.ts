/**
 * Messages arriving: what a receiver finds in its registers (lib/abi/message.ts).
 */
import { MessageKind } from "../../lib/abi/message.ts";
import { isFaulting, TASK_RECEIVED, type Task, TaskState } from "../task/task.ts";
import { unqueueSender } from "./sender-queue.ts";

/**
 * Puts the sender's message into the receiver's registers. The sender awaits the answer; the state
 * of the receiver is the caller's business.
 */
export function deliver(receiver: Task, sender: Task): void {
  const to = receiver.registers;
  const from = sender.registers;
  if (isFaulting(sender)) {
    to.eax = sender.identity | MessageKind.FAULT;
    to.ebx = sender.faultAddress;
    to.esi = sender.faultBits;
    to.edi = from.eip;
    to.ebp = sender.space === null ? 0 : sender.space.identity;
    sender.state = TaskState.AWAITING_FAULT_REPLY;
  } else {
    to.eax = sender.identity | MessageKind.REQUEST;
    to.ebx = from.ebx;
    to.esi = from.esi;
    to.edi = from.edi;
    to.ebp = from.ebp;
    sender.state = TaskState.AWAITING_REPLY;
  }
  sender.partner = receiver.identity;
}

/**
 * Gives the receiver its notifications, or the message of its first sender. False when there is
 * neither: the receiver is RECEIVING from then on.
 */
export function receiveNext(receiver: Task): bool {
  receiver.flags |= TASK_RECEIVED;
  if (receiver.notifications !== 0) {
    deliverNotifications(receiver);
    return true;
  }
  const sender = receiver.firstSender;
  if (sender === null) {
    receiver.state = TaskState.RECEIVING;
    return false;
  }
  unqueueSender(receiver, sender);
  deliver(receiver, sender);
  return true;
}

/** Gives the receiver all notification bits it has, and clears them. */
export function deliverNotifications(receiver: Task): void {
  receiver.registers.eax = receiver.identity | MessageKind.NOTIFICATION;
  receiver.registers.ebx = receiver.notifications;
  receiver.registers.esi = 0;
  receiver.registers.edi = 0;
  receiver.registers.ebp = 0;
  receiver.notifications = 0;
}
