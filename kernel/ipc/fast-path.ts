/**
 * The system call's first half: CALL to a receiver that waits, and REPLY_WAIT of a receiver that
 * goes on waiting, are finished here without touching the words, which stay in EBX, ESI, EDI and
 * EBP from sender to receiver. Everything else is left to the slow way, unchanged.
 *
 * A free slot is neither RECEIVING nor AWAITING_REPLY, so that an identity of nobody needs no check of
 * its own. Every check of the slow way that guards the kernel is made here too: identity, peers, state,
 * partner, priority.
 */
import { Call } from "../../lib/abi/call.ts";
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { Status } from "../../lib/abi/status.ts";
import { SYSTEM_CALL_SLOW } from "../arch/layouts.ts";
import { higherIsReady } from "../task/ready-queue.ts";
import { current, switchToIsolated } from "../task/scheduler.ts";
import { slotOf, type Task, TaskState } from "../task/task.ts";
import { isPeerSlot } from "./peers.ts";

/** boot/switch.asm. The answer is what the task that runs next finds in EAX, or SYSTEM_CALL_SLOW. */
export function onSystemCall(head: u32, eip: u32, esp: u32): u32 {
  const self = current();
  self.registers.eip = eip;
  self.registers.esp = esp;
  const call: u32 = head & IDENTITY_NUMBER_MASK;
  if (call === Call.CALL) {
    return callWaitingReceiver(self, head);
  }
  if (call === Call.REPLY_WAIT) {
    return replyAndWait(self, head);
  }
  if (call === Call.NULL) {
    return Status.OK;
  }
  return leaveToSlowWay(self, head);
}

function callWaitingReceiver(self: Task, head: u32): u32 {
  if (!isPeerSlot(self, (head >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK)) {
    return leaveToSlowWay(self, head);
  }
  const receiver = slotOf(head);
  if (
    receiver.identity !== head - Call.CALL ||
    receiver.state !== TaskState.RECEIVING ||
    higherIsReady(receiver.priority)
  ) {
    return leaveToSlowWay(self, head);
  }
  self.state = TaskState.AWAITING_REPLY;
  self.partner = receiver.identity;
  receiver.state = TaskState.READY;
  switchToIsolated(receiver);
  return self.identity;
}

function replyAndWait(self: Task, head: u32): u32 {
  const client = slotOf(head);
  if (
    client.identity !== head - Call.REPLY_WAIT ||
    client.state !== TaskState.AWAITING_REPLY ||
    client.partner !== self.identity ||
    self.notifications !== 0 ||
    self.firstSender !== null ||
    higherIsReady(client.priority)
  ) {
    return leaveToSlowWay(self, head);
  }
  client.state = TaskState.READY;
  self.state = TaskState.RECEIVING;
  switchToIsolated(client);
  return Status.OK;
}

function leaveToSlowWay(self: Task, head: u32): u32 {
  self.registers.eax = head;
  return SYSTEM_CALL_SLOW;
}
