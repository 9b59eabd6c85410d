/**
 * The end of a space: marks, tables and frames go back, in slices, so that it takes the machine from
 * nobody. What fits into one slice is done at once. The rest is done by the reaper, a task without
 * registers or memory of its own that also brings frames back whose owner is gone, and has the priority of the task that ended, or by the task that
 * waits for the end.
 *
 * While it comes apart a space has no manager: every call on it is DENIED. After that it is DEAD, and
 * its last manager is notified.
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { PAGE_SHIFT, USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { NOTIFICATION_TASK_ENDED } from "../../lib/abi/message.ts";
import { frameIsHeld } from "../memory/held-frame.ts";
import { type Operation, OperationKind, SLICE_UNITS, stateOperation } from "../memory/operation.ts";
import { framesComeBack, workOnRanges } from "../memory/relocate.ts";
import {
  forgetSpace,
  leaveSpace,
  managedSpaces,
  type Space,
  setManager,
  spaceInSlot,
  spaceOfSlot,
  spaceSlot,
  spaceSlots,
} from "../memory/space.ts";
import { applyUnmark } from "../memory/unmark-range.ts";
import { noteSlice } from "../task/clock.ts";
import { removeReady } from "../task/ready-queue.ts";
import { current, makeReady, switchToNext } from "../task/scheduler.ts";
import { findTask, TASK_OPERATION, type Task, TaskState } from "../task/task.ts";
import { setNotifications } from "./notify.ts";

const reaper: Task = zeroed();
const unmarking: Operation = zeroed();
/** Slot + 1 of the first space that comes apart, linked by nextFree. */
let firstDying: u32 = 0;

/** Ends a space in which no task runs; `priority` is that of the task that has ended. */
export function endSpace(space: Space, priority: u32): void {
  unmarking.budget = SLICE_UNITS;
  endSpaceWithin(space, priority);
}

/** Ends the spaces without tasks that `manager` manages; those with tasks end with their last task. */
export function endEmptySpacesOf(manager: u32, priority: u32): void {
  unmarking.budget = SLICE_UNITS;
  let left = managedSpaces(manager);
  for (let slot: u32 = 0; left !== 0 && slot < spaceSlots(); slot++) {
    const space = spaceInSlot(slot);
    if (space !== null && space.manager === manager) {
      left--;
      if (space.tasks === 0) {
        endSpaceWithin(space, priority);
      }
    }
  }
}

/** Whether the space comes apart. */
export function isDying(space: Space): bool {
  return space.cursor !== 0;
}

/** Does a slice of the end of a space that comes apart; true when it is gone. */
export function reapSlice(space: Space): bool {
  unmarking.budget = SLICE_UNITS;
  return reap(space);
}

/** Whether the task is the one that takes spaces apart. */
export function isReaper(task: Task): bool {
  return task === reaper;
}

/** The reaper's turn. When nothing is left to do, the next task runs. */
export function runReaper(): void {
  const started = readTimeStampLow();
  if (firstDying !== 0) {
    reapSlice(spaceOfSlot(firstDying - 1));
    noteSlice(started);
  } else if (framesComeBack()) {
    unmarking.budget = SLICE_UNITS;
    workOnRanges(unmarking);
    noteSlice(started);
  }
  if (firstDying === 0 && !framesComeBack()) {
    reaper.state = TaskState.FREE;
    switchToNext();
  }
}

/** Frames whose owner is gone come back: the reaper sees to it where nobody else does. */
export function helpFramesBack(priority: u32): void {
  if (framesComeBack()) {
    wakeReaper(priority);
  }
}

function endSpaceWithin(space: Space, priority: u32): void {
  leaveSpace(space);
  space.mourner = space.manager;
  setManager(space, IDENTITY_NOBODY);
  space.cursor = USER_START;
  space.nextFree = firstDying;
  firstDying = spaceSlot(space) + 1;
  if (!reap(space)) {
    wakeReaper(priority);
  }
}

/** Unmarks as much as the budget allows; true when the space is gone. */
function reap(space: Space): bool {
  if (frameIsHeld()) {
    workOnRanges(unmarking);
    return false;
  }
  const budget: u32 = unmarking.budget;
  stateOperation(
    unmarking,
    OperationKind.UNMARK,
    space.identity,
    space.cursor,
    (USER_END - space.cursor) >>> PAGE_SHIFT,
    0,
  );
  unmarking.budget = budget;
  applyUnmark(unmarking, space);
  space.cursor = unmarking.at;
  if (unmarking.at < USER_END) {
    return false;
  }
  unlinkDying(space);
  const manager = findTask(space.mourner);
  forgetSpace(space);
  if (manager !== null) {
    setNotifications(manager, NOTIFICATION_TASK_ENDED);
  }
  return true;
}

function unlinkDying(space: Space): void {
  const number: u32 = spaceSlot(space) + 1;
  if (firstDying === number) {
    firstDying = space.nextFree;
    return;
  }
  let before = spaceOfSlot(firstDying - 1);
  while (before.nextFree !== number) {
    before = spaceOfSlot(before.nextFree - 1);
  }
  before.nextFree = space.nextFree;
}

/** The reaper becomes ready, at least as urgent as `priority`. */
function wakeReaper(priority: u32): void {
  if (reaper === current() || (reaper.state === TaskState.READY && reaper.priority >= priority)) {
    return;
  }
  if (reaper.state === TaskState.READY) {
    removeReady(reaper);
  }
  reaper.flags = TASK_OPERATION;
  reaper.priority = priority;
  makeReady(reaper);
}
