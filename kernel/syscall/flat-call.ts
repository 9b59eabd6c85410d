/**
 * The calls of flat tasks (lib/abi/flat.ts). They run in ring 0 anyway: arguments are checked against
 * mistakes, so that a wrong one gets a Status and not a panic, not against malice.
 */
import { FlatCall, HEAP_STEP_PAGES_MAX } from "../../lib/abi/flat.ts";
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { TaskEnd } from "../../lib/abi/information.ts";
import { MANIFEST_TASK_VM86 } from "../../lib/abi/manifest.ts";
import { Status } from "../../lib/abi/status.ts";
import { interruptStackPlace } from "../arch/descriptors.ts";
import { noteTurn, openWindows } from "../arch/interrupt-window.ts";
import { endTask } from "../ipc/end-task.ts";
import { setFinalStatus } from "../ipc/machine-end.ts";
import { flatHeapEnd, flatHeapStart, growFlatHeap, shrinkFlatHeap } from "../memory/flat-heap.ts";
import { giveLowerMemory, takeLowerMemory } from "../memory/lower.ts";
import { NO_LOWER } from "../memory/lower-memory.ts";
import { descriptionOf } from "../task/described.ts";
import { flatRecord, startFlatSibling } from "../task/flat-task.ts";
import { current, makeReady, preemptIfNeeded, yieldCurrent } from "../task/scheduler.ts";
import { findTask, TASK_FINAL, TASK_FLAT, TASK_OPERATION, type Task } from "../task/task.ts";
import { counterGet } from "./counter-get.ts";
import { dropWindow, makeWindow } from "./flat-window.ts";
import { logBytes } from "./log.ts";
import { settleCurrent, settleWork } from "./settle.ts";

/** boot/vectors.asm: performs the call in the registers of the current task, which is flat. */
export function onFlatCall(self: Task): void {
  const number: u32 = self.registers.eax;
  if (number === FlatCall.YIELD) {
    self.registers.eax = Status.OK;
    yieldCurrent();
    settleCurrent();
    return;
  }
  openWindows();
  if (number === FlatCall.EXIT) {
    exitTask(self);
  } else {
    const status = perform(self, number);
    if (current() === self) {
      noteTurn();
    }
    // A task that has stopped itself leaves its registers to nobody; one that waits gets its answer later.
    if (self.identity !== IDENTITY_NOBODY && (self.flags & TASK_OPERATION) === 0) {
      self.registers.eax = status;
    }
  }
  preemptIfNeeded();
  settleWork();
}

function exitTask(self: Task): void {
  if ((self.flags & TASK_FINAL) !== 0) {
    setFinalStatus(self.registers.ebx);
  }
  endTask(self, TaskEnd.EXITED, self.registers.ebx);
}

function perform(self: Task, number: u32): Status {
  switch (number) {
    case FlatCall.LOG:
      logBytes(self);
      return Status.OK;
    case FlatCall.SELF:
      self.registers.ebx = self.identity;
      return Status.OK;
    case FlatCall.COUNTER:
      return counterGet(self);
    case FlatCall.TASK_START:
      return startTask(self);
    case FlatCall.TASK_STOP:
      return stopTask(self, self.registers.ebx);
    case FlatCall.VM86:
      return giveStackPlace(self);
    case FlatCall.TASK_STATE:
      return findTask(self.registers.ebx) === null ? Status.DEAD : Status.OK;
    default:
      return performMemory(self, number);
  }
}

function performMemory(self: Task, number: u32): Status {
  switch (number) {
    case FlatCall.HEAP:
      self.registers.ebx = flatHeapStart();
      self.registers.esi = flatHeapEnd();
      return Status.OK;
    case FlatCall.HEAP_GROW:
      return growHeap(self);
    case FlatCall.HEAP_SHRINK:
      return self.registers.ebx > HEAP_STEP_PAGES_MAX
        ? Status.BAD_ARGUMENT
        : shrinkFlatHeap(self.registers.ebx);
    case FlatCall.DMA_CREATE:
    case FlatCall.DMA_BUFFER:
      return makeWindow(self);
    case FlatCall.DMA_DESTROY:
      return dropWindow(self);
    case FlatCall.LOWER_TAKE:
      return takeLower(self);
    case FlatCall.LOWER_GIVE:
      return giveLowerMemory(self.registers.ebx, self.identity) ? Status.OK : Status.BAD_ADDRESS;
    default:
      return Status.BAD_CALL;
  }
}

function giveStackPlace(self: Task): Status {
  if ((descriptionOf(flatRecord(self).program).flags & MANIFEST_TASK_VM86) === 0) {
    return Status.DENIED;
  }
  self.registers.ebx = interruptStackPlace();
  return Status.OK;
}

function startTask(self: Task): Status {
  const task = startFlatSibling(self, self.registers.ebx, self.registers.esi);
  if (task === null) {
    return Status.NO_MEMORY;
  }
  makeReady(task);
  self.registers.ebx = task.identity;
  return Status.OK;
}

function stopTask(self: Task, identity: u32): Status {
  const task = findTask(identity);
  if (task === null) {
    return Status.DEAD;
  }
  if ((task.flags & TASK_FLAT) === 0) {
    return Status.DENIED;
  }
  endTask(task, TaskEnd.STOPPED, self.identity);
  return Status.OK;
}

function growHeap(self: Task): Status {
  if (self.registers.ebx > HEAP_STEP_PAGES_MAX) {
    return Status.BAD_ARGUMENT;
  }
  const before: u32 = flatHeapEnd();
  const status = growFlatHeap(self.registers.ebx);
  if (status === Status.OK) {
    self.registers.ebx = before;
  }
  return status;
}

function takeLower(self: Task): Status {
  const address = takeLowerMemory(self.registers.ebx, self.identity);
  if (address === NO_LOWER) {
    return Status.NO_MEMORY;
  }
  self.registers.ebx = address;
  return Status.OK;
}
