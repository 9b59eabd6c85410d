/**
 * The short way of all calls that are no messages: memory calls for one page (one-page.ts), NOTIFY and YIELD, as
 * they are nearly always made. Everything else is left to the slow way, unchanged, and so is every refusal.
 */
import { CALL_SCHEDULES, Call } from "../../lib/abi/call.ts";
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { Status } from "../../lib/abi/status.ts";
import { notifyAtOnce } from "../ipc/notify.ts";
import { YieldOutcome, yieldAtOnce } from "../task/scheduler.ts";
import type { Task } from "../task/task.ts";
import { callForOnePage } from "./one-page.ts";

/** boot/switch.asm: goes on with onSystemCallSlow; leaves the kernel for the current task. Neither returns. */
declare function leaveCallToSlowWay(): u32;
declare function leaveToNextTask(): u32;

/** boot/switch.asm, for calls whose words are in the task. The answer is what the caller, which goes on, finds in EAX. */
export function onOtherCall(self: Task): u32 {
  if (self.registers.esi === 1) {
    return callForOnePage(self);
  }
  if ((self.registers.eax & CALL_SCHEDULES) !== CALL_SCHEDULES) {
    return leaveCallToSlowWay();
  }
  return (self.registers.eax & IDENTITY_NUMBER_MASK) === Call.YIELD ? yieldShort(self) : notifyShort(self);
}

// Symbols of their own, so that no way saves registers for another.
symbol(notifyShort, "notifyShort");
symbol(yieldShort, "yieldShort");

function notifyShort(self: Task): u32 {
  return notifyAtOnce(self, self.registers.eax) ? u32(Status.OK) : leaveCallToSlowWay();
}

function yieldShort(self: Task): u32 {
  switch (yieldAtOnce(self)) {
    case YieldOutcome.ALONE:
      return Status.OK;
    case YieldOutcome.SWITCHED:
      self.registers.eax = Status.OK;
      return leaveToNextTask();
    default:
      return leaveCallToSlowWay();
  }
}
