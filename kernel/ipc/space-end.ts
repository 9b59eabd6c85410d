/**
 * The end of a space: marks, tables and frames go back, in slices, so that it takes the machine from
 * nobody. What fits into one slice is done at once. The rest is done by the reaper, a task without
 * registers or memory of its own that does what nobody waits for (reaper-turn.ts) and has the priority of the task that ended, or by the task that
 * waits for the end.
 *
 * While it comes apart a space has no manager: every call on it is DENIED. After that it is DEAD, and
 * its last manager is notified.
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { PAGE_SHIFT, USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { NOTIFICATION_TASK_ENDED } from "../../lib/abi/message.ts";
import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
import { somethingComesBack, workOnGiveBack } from "../memory/give-back.ts";
import { frameIsHeld } from "../memory/held-frame.ts";
import { type Operation, OperationKind, spend, stateOperation, WINDOW_UNITS } from "../memory/operation.ts";
import { workOnRanges } from "../memory/relocate.ts";
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
import { removeReady } from "../task/ready-queue.ts";
import { current, makeReady, switchToNext } from "../task/scheduler.ts";
import { findTask, TASK_OPERATION, type Task, TaskState } from "../task/task.ts";
import { setNotifications } from "./notify.ts";

/** What endEmptySpacesOf answers when no slot is left. */
export const ALL_SLOTS: u32 = 0xffff_ffff;
/** Slots that are passed for UNITS_SLOTS. */
export const SLOTS_AT_ONCE: u32 = 64;
export const UNITS_SLOTS: u32 = 25;
/** Of a space that comes apart, beside its marks. */
const UNITS_SPACE: u32 = 8;

const reaper: Task = zeroed();
const unmarking: Operation = zeroed();
/** Slot + 1 of the first space that comes apart, linked by nextFree. */
let firstDying: u32 = 0;

/** A slice of ends begins: of tasks (end-task.ts) and of spaces, which share its budget. */
export function beginEnds(): void {
  unmarking.budget = WINDOW_UNITS;
}

/** Units left in this slice. */
export function endsBudget(): u32 {
  return unmarking.budget;
}

/** Takes units from the slice. */
export function spendOnEnds(units: u32): void {
  spend(unmarking, units);
}

/** Ends a space in which no task runs, as far as the slice allows; `priority` is that of the task that has ended. */
export function endSpace(space: Space, priority: u32): void {
  leaveSpace(space);
  space.mourner = space.manager;
  setManager(space, IDENTITY_NOBODY);
  space.cursor = USER_START;
  space.nextFree = firstDying;
  firstDying = spaceSlot(space) + 1;
  spendOnEnds(UNITS_SPACE);
  if (!reap(space)) {
    wakeReaper(priority);
  }
}

/**
 * Ends the spaces without tasks that `manager` manages, from slot `from` on, as far as the slice allows; those with
 * tasks end with their last task. Answers the slot to go on with, or ALL_SLOTS.
 */
export function endEmptySpacesOf(manager: u32, from: u32, priority: u32): u32 {
  let slot: u32 = from;
  while (slot < spaceSlots() && managedSpaces(manager) !== 0) {
    if (endsBudget() === 0) {
      return slot;
    }
    const stop: u32 = slot + SLOTS_AT_ONCE < spaceSlots() ? slot + SLOTS_AT_ONCE : spaceSlots();
    spendOnEnds(UNITS_SLOTS);
    while (slot < stop && endsBudget() !== 0) {
      const space = spaceInSlot(slot);
      if (space !== null && space.manager === manager && space.tasks === 0) {
        endSpace(space, priority);
      }
      slot++;
    }
  }
  return ALL_SLOTS;
}

/** Whether the space comes apart. */
export function isDying(space: Space): bool {
  return space.cursor !== 0;
}

/** Does a slice of the end of a space that comes apart; true when it is gone. */
export function reapSlice(space: Space): bool {
  unmarking.budget = WINDOW_UNITS;
  return reap(space);
}

/** Whether the task is the one that takes spaces apart. */
export function isReaper(task: Task): bool {
  return task === reaper;
}

/** The first space that comes apart, or null. */
export function firstToReap(): Space | null {
  return firstDying === 0 ? null : spaceOfSlot(firstDying - 1);
}

/** The reaper has nothing to do: the next task runs. */
export function restReaper(): void {
  reaper.state = TaskState.FREE;
  switchToNext();
}

/** What goes back with a task's end goes as far as the slice allows. */
export function giveBackWithinSlice(): void {
  while (unmarking.budget !== 0 && somethingComesBack()) {
    workOnGiveBack(unmarking);
  }
}

/** What nobody waits for goes back: the reaper sees to it. */
export function helpBack(priority: u32): void {
  if (somethingComesBack()) {
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
  for (let passed: u32 = 0; before.nextFree !== number; passed++) {
    acceptInterruptsAt(passed);
    before = spaceOfSlot(before.nextFree - 1);
  }
  before.nextFree = space.nextFree;
}

/** The reaper becomes ready, at least as urgent as `priority`. */
export function wakeReaper(priority: u32): void {
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
