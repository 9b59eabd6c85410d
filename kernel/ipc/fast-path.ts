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
import { Status } from "../../lib/abi/status.ts";
import { higherIsReady } from "../task/ready-queue.ts";
import { switchToIsolated } from "../task/scheduler.ts";
import { slotOf, type Task, TaskState } from "../task/task.ts";
import { isPeer } from "./peers.ts";

/** boot/switch.asm: goes on with onSystemCallSlow, never returns. What calls it has nothing left to do. */
declare function leaveToSlowWay(self: Task): u32;

/** boot/switch.asm, for the calls from NULL to LOG. The answer is what the task that runs next finds in EAX. */
export function onSystemCall(head: u32, self: Task): u32 {
  // Of LOG, which has both bits, no identity is found below.
  if ((head & Call.CALL) !== 0) {
    return callWaitingReceiver(self, head);
  }
  return (head & Call.REPLY_WAIT) !== 0 ? replyAndWait(self, head) : u32(Status.OK);
}

function callWaitingReceiver(self: Task, head: u32): u32 {
  if (!isPeer(self, head)) {
    return leaveToSlowWay(self);
  }
  const receiver = slotOf(head);
  if (
    receiver.identity !== head - Call.CALL ||
    receiver.state !== TaskState.RECEIVING ||
    higherIsReady(receiver.priority)
  ) {
    return leaveToSlowWay(self);
  }
  self.state = TaskState.AWAITING_REPLY;
  self.partner = head - Call.CALL;
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
    return leaveToSlowWay(self);
  }
  client.state = TaskState.READY;
  self.state = TaskState.RECEIVING;
  switchToIsolated(client);
  return Status.OK;
}
