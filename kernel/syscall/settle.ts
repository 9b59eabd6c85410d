/**
 * Before the kernel is left: calls that go on slice by slice go on here, and between two slices
 * interrupts are served and more urgent tasks, or equals when the time slice is over, run.
 */
import { Status } from "../../lib/abi/status.ts";
import {
  acceptInterrupts,
  closeWindows,
  interruptsAreRemembered,
  noteTurn,
  openWindows,
} from "../arch/interrupt-window.ts";
import { runReaper } from "../ipc/reaper-turn.ts";
import { serveRemembered } from "../ipc/serve-interrupts.ts";
import { helpBack, isDying, isReaper, reapSlice } from "../ipc/space-end.ts";
import { somethingComesBack, workOnGiveBack } from "../memory/give-back.ts";
import { frameIsHeld } from "../memory/held-frame.ts";
import { OPERATION_GOES_ON, type Operation, OperationKind, WINDOW_UNITS } from "../memory/operation.ts";
import { workOnRanges } from "../memory/relocate.ts";
import { runSlice } from "../memory/run-operation.ts";
import { findSpace } from "../memory/space.ts";
import { current, giveWay } from "../task/scheduler.ts";
import { TASK_OPERATION, type Task } from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";
import { goOnWithTasks } from "./address-space-release.ts";
import { goOnEntitling } from "./entitle-task.ts";
import { goOnWithWindow } from "./flat-window.ts";
import { goOnWithRestart } from "./restart-task.ts";
import { goOnWithChange } from "./seize-spaces.ts";

/** When it returns, the current task can go back to ring 3. */
export function settleCurrent(): void {
  if ((current().flags & TASK_OPERATION) !== 0) {
    goOnWithCalls();
  }
}

/** The same after work in which windows were open (kernel/arch/interrupt-window.ts). */
export function settleWork(): void {
  if ((current().flags & TASK_OPERATION) !== 0 || interruptsAreRemembered()) {
    goOnWithCalls();
  }
  closeWindows();
}

// A symbol of its own, so that leaving the kernel at once does not save registers for it.
symbol(goOnWithCalls, "goOnWithCalls");

function goOnWithCalls(): void {
  while ((current().flags & TASK_OPERATION) !== 0 || interruptsAreRemembered()) {
    openWindows();
    acceptInterrupts();
    giveWay(serveRemembered());
    const task = current();
    if (isReaper(task)) {
      runReaper();
    } else if ((task.flags & TASK_OPERATION) !== 0) {
      goOn(task);
    }
  }
  closeWindows();
}

function goOn(task: Task): void {
  const operation = operationOf(task);
  operation.budget = WINDOW_UNITS;
  const answer = goOnWith(task, operation);
  noteTurn();
  if (answer === OPERATION_GOES_ON) {
    return;
  }
  task.flags &= ~TASK_OPERATION;
  if (operation.kind !== OperationKind.HELD_PAGE) {
    task.registers.eax = answer;
  }
  helpBack(task.priority);
}

function goOnWith(task: Task, operation: Operation): u32 {
  switch (operation.kind) {
    case OperationKind.END_SPACE:
      return helpSpaceEnd(operation);
    case OperationKind.FLAT_CALL:
      return goOnWithWindow(task, operation);
    case OperationKind.GIVE_BACK:
      workOnGiveBack(operation);
      return somethingComesBack() ? OPERATION_GOES_ON : operation.attributes;
    case OperationKind.HELD_PAGE:
      workOnRanges(operation);
      return frameIsHeld() ? OPERATION_GOES_ON : u32(Status.OK);
    default:
      return goOnWithTaskCall(task, operation);
  }
}

function goOnWithTaskCall(task: Task, operation: Operation): u32 {
  switch (operation.kind) {
    case OperationKind.END_TASKS:
      return goOnWithTasks(task, operation);
    case OperationKind.CHANGE_MANAGER:
      return goOnWithChange(task, operation);
    case OperationKind.ENTITLE:
      return goOnEntitling(task, operation);
    case OperationKind.RESTART:
      return goOnWithRestart(task, operation);
    default:
      return runSlice(operation);
  }
}

function helpSpaceEnd(operation: Operation): u32 {
  const space = findSpace(operation.space);
  if (space === null || !isDying(space) || reapSlice(space)) {
    return Status.OK;
  }
  return OPERATION_GOES_ON;
}
