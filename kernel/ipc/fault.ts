/**
 * Exceptions in ring 3. A page fault becomes a message to the manager of the task's space, sent by
 * the kernel on the task's behalf; its answer resumes or ends the task. Without a manager, and for
 * every other exception, the task ends, with an epitaph, and nothing else does.
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { TaskEnd } from "../../lib/abi/information.ts";
import { USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import {
  FAULT_BACKED,
  FAULT_COPY_ON_WRITE,
  FAULT_EXECUTE,
  FAULT_MARKED,
  FAULT_WRITE,
} from "../../lib/abi/message.ts";
import { openWindows } from "../arch/interrupt-window.ts";
import {
  entryIsBacked,
  entryIsCopyOnWrite,
  entryIsHeld,
  entryIsMarked,
  NO_ENTRY,
} from "../arch/page-entry.ts";
import { frameIsHeld } from "../memory/held-frame.ts";
import { OperationKind, stateOperation } from "../memory/operation.ts";
import { findInTable, peekEntry } from "../memory/page-walk.ts";
import type { Space } from "../memory/space.ts";
import { tickCount } from "../task/clock.ts";
import { managerReturns } from "../task/information-page.ts";
import { switchToNext } from "../task/scheduler.ts";
import { findTask, setFaultTick, TASK_OPERATION, type Task, TaskState } from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";
import { sendAndBlock } from "./call.ts";
import { endTask } from "./end-task.ts";
import { printEpitaph } from "./epitaph.ts";
import { leaveWindows } from "./serve-interrupts.ts";

// Error code of a page fault (Intel SDM vol. 3A, section 4.7).
const ERROR_WRITE: u32 = 1 << 1;
const ERROR_FETCH: u32 = 1 << 4;

/** A page fault of the current task at `address`. */
export function handlePageFault(task: Task, address: u32): void {
  const space = task.space;
  if (space === null) {
    // A flat task's code has executed sysexit: nobody pages it.
    handleFatalException(task, address);
    return;
  }
  if (frameIsHeld() && pageIsHeld(space, address)) {
    stateOperation(operationOf(task), OperationKind.HELD_PAGE, 0, 0, 0, 0);
    task.flags |= TASK_OPERATION;
    return;
  }
  const manager = findTask(space.manager);
  if (manager === null || manager === task) {
    faultWithoutManager(task, address);
    return;
  }
  task.faultAddress = address;
  task.faultBits = faultBits(space, address, task.registers.errorCode);
  setFaultTick(task, tickCount());
  sendAndBlock(manager, task);
}

/** Whether the page would be there but for a frame that moves (kernel/memory/move-frame.ts). */
function pageIsHeld(space: Space, address: u32): bool {
  return address >= USER_START && address < USER_END && entryIsHeld(findInTable(space, address));
}

/** Nobody can be told now: the task waits for a manager that is to be started again, and faults anew then; or it ends. */
function faultWithoutManager(task: Task, address: u32): void {
  const manager: u32 = task.space === null ? IDENTITY_NOBODY : task.space.manager;
  if (!managerReturns(manager)) {
    handleFatalException(task, address);
    return;
  }
  task.faultAddress = address;
  setFaultTick(task, tickCount());
  task.partner = manager;
  task.state = TaskState.AWAITING_MANAGER;
  switchToNext();
}

// Symbols of their own, so that the way of a fault does not save registers for them.
symbol(faultWithoutManager, "faultWithoutManager");
symbol(handleFatalException, "handleFatalException");

/** Any other exception of the current task. */
export function handleFatalException(task: Task, address: u32): void {
  openWindows();
  printEpitaph(task, address);
  endTask(task, TaskEnd.EXCEPTION, task.registers.vector);
  leaveWindows();
}

function faultBits(space: Space, address: u32, errorCode: u32): u32 {
  let bits: u32 = 0;
  if ((errorCode & ERROR_WRITE) !== 0) {
    bits |= FAULT_WRITE;
  }
  if ((errorCode & ERROR_FETCH) !== 0) {
    bits |= FAULT_EXECUTE;
  }
  return address >= USER_START && address < USER_END ? bits | markBits(space, address) : bits;
}

function markBits(space: Space, address: u32): u32 {
  const own = findInTable(space, address);
  const entry = own === NO_ENTRY ? peekEntry(space, address) : own;
  if (entry === null || !entryIsMarked(entry)) {
    return 0;
  }
  if (!entryIsBacked(entry)) {
    return FAULT_MARKED;
  }
  const backed: u32 = FAULT_MARKED | FAULT_BACKED;
  return entryIsCopyOnWrite(entry) ? backed | FAULT_COPY_ON_WRITE : backed;
}
