/**
 * A space's manager changes while its tasks run (docs/decisions/0023): notes, information page, and the
 * faults that wait go along. What can fail is looked at before anything changes.
 */

import { NOTES_PAGES } from "../../lib/abi/memory-map.ts";
import { NOTIFICATION_MANAGER_CHANGED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { keptMemoryIsThere } from "../memory/kept-frames.ts";
import { type Space, setManager, spaceInSlot, spaceSlots } from "../memory/space.ts";
import { describedCount } from "../task/described.ts";
import { noteManager } from "../task/information-page.ts";
import { hasNotes, mapNotes, notesFit, unmapNotes } from "../task/published.ts";
import { makeReady } from "../task/scheduler.ts";
import { findTask, isFaulting, type Task, TaskState, taskInSlot, taskSlots } from "../task/task.ts";
import { setNotifications } from "./notify.ts";
import { queueSender, unqueueSender } from "./sender-queue.ts";

/** Which spaces change hands: all that `from` manages but for its own, or one of them. */
export class ManagerChange {
  /** Identity of the manager before, which may have ended. */
  from: u32 = 0;
  /** The space that it lives in, null when it has ended. */
  fromSpace: Space | null = null;
  /** The only space that changes hands; null for all. */
  only: Space | null = null;
}

/** Whether a task that lives in `space` can get all of them: OK, OVERLAP (where the notes go), or NO_MEMORY. */
export function checkManagerChange(change: ManagerChange, space: Space): Status {
  let clients: u32 = 0;
  for (let i: u32 = 0; i < describedCount(); i++) {
    if (changesHands(change, spaceOfDescribed(i)) && hasNotes(i)) {
      if (!notesFit(space, i)) {
        return Status.OVERLAP;
      }
      clients++;
    }
  }
  return keptMemoryIsThere(1, clients * NOTES_PAGES) ? Status.OK : Status.NO_MEMORY;
}

/** Makes `to` the manager; checkManagerChange has answered OK. It is not notified: the caller does that. */
export function changeManager(change: ManagerChange, to: Task): void {
  for (let i: u32 = 0; i < describedCount(); i++) {
    if (changesHands(change, spaceOfDescribed(i))) {
      moveNotes(change, to, i);
      noteManager(i, to.identity);
    }
  }
  if (change.only !== null) {
    setManager(change.only, to.identity);
  } else {
    for (let slot: u32 = 0; slot < spaceSlots(); slot++) {
      const space = spaceInSlot(slot);
      if (space !== null && changesHands(change, space)) {
        setManager(space, to.identity);
      }
    }
  }
}

/** Tells the new manager, and lets the faults of its spaces that wait for somebody else wait for it. */
export function announceManager(to: Task): void {
  // First, so that it is received before the faults.
  setNotifications(to, NOTIFICATION_MANAGER_CHANGED);
  resendFaults(to);
}

/** The faults of the task's spaces that wait for somebody else wait for it. */
export function resendFaults(to: Task): void {
  for (let slot: u32 = 0; slot < taskSlots(); slot++) {
    const task = taskInSlot(slot);
    if (task !== null && faultIsFor(task, to)) {
      resendFault(task, to);
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

function changesHands(change: ManagerChange, space: Space | null): bool {
  if (space === null || space.manager !== change.from || space === change.fromSpace) {
    return false;
  }
  return change.only === null || change.only === space;
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
  mapNotes(to.space, taskNumber);
}
