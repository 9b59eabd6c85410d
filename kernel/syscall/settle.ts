/**
 * Before the kernel is left: calls that go on slice by slice go on here, and between two slices
 * interrupts are served and more urgent tasks, or equals when the time slice is over, run.
 */
import { Status } from "../../lib/abi/status.ts";
import { openInterruptWindow } from "../arch/idle.ts";
import { isDying, isReaper, reapSlice, runReaper } from "../ipc/space-end.ts";
import { type Operation, OperationKind } from "../memory/operation.ts";
import { OPERATION_GOES_ON, runSlice } from "../memory/run-operation.ts";
import { findSpace } from "../memory/space.ts";
import { noteSlice } from "../task/clock.ts";
import { current, preemptIfNeeded } from "../task/scheduler.ts";
import { TASK_OPERATION, type Task } from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";

/** When it returns, the current task can go back to ring 3. */
export function settleCurrent(): void {
  if ((current().flags & TASK_OPERATION) !== 0) {
    goOnWithCalls();
  }
}

function goOnWithCalls(): void {
  while ((current().flags & TASK_OPERATION) !== 0) {
    openInterruptWindow();
    preemptIfNeeded();
    const task = current();
    if (isReaper(task)) {
      runReaper();
    } else if ((task.flags & TASK_OPERATION) !== 0) {
      goOn(task);
    }
  }
}

function goOn(task: Task): void {
  const operation = operationOf(task);
  const started = readTimeStampLow();
  const answer = operation.kind === OperationKind.END_SPACE ? helpSpaceEnd(operation) : runSlice(operation);
  noteSlice(started);
  if (answer !== OPERATION_GOES_ON) {
    task.flags &= ~TASK_OPERATION;
    task.registers.eax = answer;
  }
}

function helpSpaceEnd(operation: Operation): u32 {
  const space = findSpace(operation.space);
  if (space === null || !isDying(space) || reapSlice(space)) {
    return Status.OK;
  }
  return OPERATION_GOES_ON;
}
