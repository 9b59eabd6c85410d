/**
 * A space's manager changes while its tasks run (docs/decisions/0023): notes, information page, and the
 * faults that wait go along. What can fail is looked at before anything changes.
 *
 * Described tasks' spaces, which the manager is told of, change hands at once; they are few. All other spaces and the faults are
 * looked for in slices (docs/decisions/0060), in this order, so that no fault comes for a space that waits for somebody else.
 */

import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { NOTES_PAGES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import { keptMemoryIsThere } from "../memory/kept-frames.ts";
import { OPERATION_GOES_ON, type Operation, spend, UNITS_SLOT } from "../memory/operation.ts";
import { managedSpaces, type Space, setManager, spaceInSlot, spaceSlots } from "../memory/space.ts";
import { describedCount, descriptionOf, isGuard } from "../task/described.ts";
import { noteManager } from "../task/information-page.ts";
import { hasNotes, mapNotes, notesFit, unmapNotes } from "../task/published.ts";
import { makeReady } from "../task/scheduler.ts";
import { findTask, isFaulting, type Task, TaskState, taskInSlot, taskSlots } from "../task/task.ts";
import { queueSender, unqueueSender } from "./sender-queue.ts";

/** Taking a task out of one queue and putting it into another. */
const UNITS_RESEND: u32 = 4;
const UNITS_MOVE: u32 = 1;

/** Operation.step of a change. */
export enum ChangeStep {
  SPACES = 0,
  FAULTS = 1,
  /** What comes after them is the caller's. */
  NEXT = 2,
}

/** Which spaces change hands: all that `from` manages but for its own, or one of them. */
export class ManagerChange {
  /** Identity of the manager before, which may have ended. */
  from: u32 = 0;
  /** The space that it lives in, null when it has ended. */
  fromSpace: Space | null = null;
  /** The only space that changes hands; null for all. */
  only: Space | null = null;
  /** Number of the described task that is started, and gets its clients that nobody manages; NOBODY_STARTS where none is. */
  starts: u32 = 0;
}

export const NOBODY_STARTS: u32 = 0xffff_fffe;

/** Whether a task that lives in `space` can get all of them: OK, OVERLAP (where the notes go), or NO_MEMORY. */
export function checkManagerChange(change: ManagerChange, space: Space): Status {
  let clients: u32 = 0;
  for (let i: u32 = 0; i < describedCount(); i++) {
    acceptInterrupts();
    if (comesAlong(change, i) && hasNotes(i)) {
      if (!notesFit(space, i)) {
        return Status.OVERLAP;
      }
      clients++;
    }
  }
  return keptMemoryIsThere(1, clients * NOTES_PAGES) ? Status.OK : Status.NO_MEMORY;
}

/**
 * Makes `to` the manager of what is described, or of the only space; checkManagerChange has answered OK. The operation
 * goes on from there: changeSlice.
 */
export function beginManagerChange(change: ManagerChange, to: Task, operation: Operation): void {
  for (let i: u32 = 0; i < describedCount(); i++) {
    acceptInterrupts();
    const space = spaceOfDescribed(i);
    if (space !== null && comesAlong(change, i)) {
      moveNotes(change, to, i);
      noteManager(i, to.identity);
      setManager(space, to.identity);
    }
  }
  if (change.only !== null) {
    setManager(change.only, to.identity);
  }
  operation.sourceSpace = change.from;
  operation.sourceAddress = change.fromSpace === null ? IDENTITY_NOBODY : change.fromSpace.identity;
  operation.attributes = to.identity;
  operation.at = 0;
  operation.step = change.only === null ? ChangeStep.SPACES : ChangeStep.FAULTS;
}

/** A slice of the rest. Answers OPERATION_GOES_ON, DEAD when the new manager has ended meanwhile, or OK. */
export function changeSlice(operation: Operation): u32 {
  const to = findTask(operation.attributes);
  if (to === null) {
    return Status.DEAD;
  }
  if (operation.step === ChangeStep.SPACES) {
    moveSpaces(operation, to);
  } else {
    resendFaults(operation, to);
    if (operation.at >= taskSlots()) {
      return Status.OK;
    }
  }
  return OPERATION_GOES_ON;
}

function moveSpaces(operation: Operation, to: Task): void {
  const from: u32 = operation.sourceSpace;
  while (operation.at < spaceSlots() && managedSpaces(from) !== 0 && operation.budget !== 0) {
    const space = spaceInSlot(operation.at);
    operation.at++;
    spend(operation, UNITS_SLOT);
    if (space !== null && space.manager === from && space.identity !== operation.sourceAddress) {
      setManager(space, to.identity);
      spend(operation, UNITS_MOVE);
    }
  }
  if (operation.budget !== 0) {
    operation.step = ChangeStep.FAULTS;
    operation.at = 0;
  }
}

/** The faults of the task's spaces that wait for somebody else wait for it. */
function resendFaults(operation: Operation, to: Task): void {
  while (operation.at < taskSlots() && operation.budget !== 0) {
    const task = taskInSlot(operation.at);
    operation.at++;
    spend(operation, UNITS_SLOT);
    if (task !== null && faultIsFor(task, to)) {
      resendFault(task, to);
      spend(operation, UNITS_RESEND);
    }
  }
}

/** A task whose manager had ended tries its instruction again: that is a fault like any other. */
function resendFault(task: Task, to: Task): void {
  if (task.state === TaskState.AWAITING_MANAGER) {
    makeReady(task);
    return;
  }
  if (task.state === TaskState.SENDING) {
    leaveQueue(task);
  }
  queueSender(to, task);
}

function faultIsFor(task: Task, to: Task): bool {
  const space = task.space;
  if (space === null || space.manager !== to.identity || task.partner === to.identity || !isFaulting(task)) {
    return false;
  }
  return (
    task.state === TaskState.SENDING ||
    task.state === TaskState.AWAITING_FAULT_REPLY ||
    task.state === TaskState.AWAITING_MANAGER
  );
}

function leaveQueue(sender: Task): void {
  const receiver = findTask(sender.partner);
  if (receiver !== null) {
    unqueueSender(receiver, sender);
  }
}

/** Whether a described task's space changes hands. What nobody manages does so only if its description names the new manager. */
function comesAlong(change: ManagerChange, taskNumber: u32): bool {
  const space = spaceOfDescribed(taskNumber);
  if (space === null || space === change.fromSpace) {
    return false;
  }
  if (space.manager === IDENTITY_NOBODY) {
    return change.starts === descriptionOf(taskNumber).manager && !isGuard(taskNumber);
  }
  return space.manager === change.from && (change.only === null || change.only === space);
}

function spaceOfDescribed(taskNumber: u32): Space | null {
  const task = taskInSlot(taskNumber);
  return task === null ? null : task.space;
}

function moveNotes(change: ManagerChange, to: Task, taskNumber: u32): void {
  if (!hasNotes(taskNumber) || to.space === null) {
    return;
  }
  if (change.fromSpace !== null) {
    unmapNotes(change.fromSpace, taskNumber);
  }
  // A manager that is started again has them already (mapNotesOf).
  if (notesFit(to.space, taskNumber)) {
    mapNotes(to.space, taskNumber);
  }
}

/** Maps the notes that go along with a change into the space where the new manager will begin; checkManagerChange has answered OK. */
export function mapNotesOf(change: ManagerChange, space: Space): void {
  for (let i: u32 = 0; i < describedCount(); i++) {
    acceptInterrupts();
    if (comesAlong(change, i) && hasNotes(i)) {
      mapNotes(space, i);
    }
  }
}
