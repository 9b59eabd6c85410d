/**
 * System calls, the slow way: one handler for each number. The task's registers hold head and
 * words; the status goes into EAX unless the call blocks or answers otherwise.
 */
import { Call } from "../../lib/abi/call.ts";
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { Status } from "../../lib/abi/status.ts";
import { noteTurn, openWindows } from "../arch/interrupt-window.ts";
import { callTask } from "../ipc/call.ts";
import { notifyTask } from "../ipc/notify.ts";
import { replyAndReceive } from "../ipc/reply-wait.ts";
import { current, preemptIfNeeded, yieldCurrent } from "../task/scheduler.ts";
import { TASK_OPERATION, type Task } from "../task/task.ts";
import { addressSpaceAlloc } from "./address-space-alloc.ts";
import { addressSpaceGet } from "./address-space-get.ts";
import { addressSpaceRelease } from "./address-space-release.ts";
import { addressSpaceSet } from "./address-space-set.ts";
import { counterGet } from "./counter-get.ts";
import { logBytes } from "./log.ts";
import { settleCurrent, settleWork } from "./settle.ts";
import { taskControl } from "./task-control.ts";

/** boot/switch.asm */
export function onSystemCallSlow(self: Task): void {
  const head: u32 = self.registers.eax;
  switch (head & IDENTITY_NUMBER_MASK) {
    case Call.CALL:
      callTask(self, head);
      preemptIfNeeded();
      settleCurrent();
      break;
    case Call.REPLY_WAIT:
      replyAndReceive(self, head);
      preemptIfNeeded();
      settleWork();
      break;
    default:
      openWindows();
      answerAtOnce(self, head);
      preemptIfNeeded();
      settleWork();
      break;
  }
}

/** The calls that never block (YIELD leaves the caller ready). One that ends the caller leaves its registers to nobody; one that goes on answers later. */
function answerAtOnce(self: Task, head: u32): void {
  const status = perform(self, head);
  if (current() === self) {
    noteTurn();
  }
  if (self.identity !== 0 && (self.flags & TASK_OPERATION) === 0) {
    self.registers.eax = status;
  }
}

function perform(self: Task, head: u32): Status {
  switch (head & IDENTITY_NUMBER_MASK) {
    case Call.NULL:
      return Status.OK;
    case Call.YIELD:
      yieldCurrent();
      return Status.OK;
    case Call.NOTIFY:
      return notifyTask(self, head, self.registers.ebx);
    case Call.ADDRESS_SPACE_GET:
      return addressSpaceGet(self, head);
    case Call.ADDRESS_SPACE_SET:
      return addressSpaceSet(self, head);
    case Call.ADDRESS_SPACE_ALLOC:
      return addressSpaceAlloc(self, head);
    case Call.ADDRESS_SPACE_RELEASE:
      return addressSpaceRelease(self, head);
    case Call.TASK_CONTROL:
      return taskControl(self, head);
    case Call.LOG:
      logBytes(self);
      return Status.OK;
    case Call.COUNTER_GET:
      return counterGet(self);
    default:
      return Status.BAD_CALL;
  }
}
