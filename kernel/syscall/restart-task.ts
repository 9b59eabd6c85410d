/**
 * TASK_CONTROL RESTART: the supervisor starts a described task again, from its module, in its slot with the
 * next generation. What can fail is done first; only then does the one that runs end.
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { MANIFEST_TASK_FINAL } from "../../lib/abi/manifest.ts";
import { NOTES_PAGES } from "../../lib/abi/memory-map.ts";
import { NOTIFICATION_MANAGER_CHANGED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { endTasksOf } from "../ipc/end-task.ts";
import {
  changeManager,
  checkManagerChange,
  type ManagerChange,
  resendFaults,
} from "../ipc/manager-change.ts";
import { setNotifications } from "../ipc/notify.ts";
import { flatProgramRuns } from "../memory/flat-program.ts";
import { keptMemoryIsThere } from "../memory/kept-frames.ts";
import { type Space, setManager } from "../memory/space.ts";
import { guardIsSealed } from "../task/check-seal.ts";
import {
  describedCount,
  descriptionOf,
  isGuard,
  kindOf,
  NOBODY_RETURNS,
  setReturning,
} from "../task/described.ts";
import { lastIdentity, noteStart, restartCount } from "../task/information-page.ts";
import { hasNotes, mapNotes, notesFit } from "../task/published.ts";
import { makeReady } from "../task/scheduler.ts";
import { endSpaceAtOnce } from "../task/space-end.ts";
import { beginDescribed, loadDescribed, managerFor, startFlatDescribed } from "../task/start-described.ts";
import { findTask, slotIsUsedUp, TASK_PROTECTED, type Task, taskInSlot } from "../task/task.ts";
import { isSelf } from "./is-self.ts";

const change: ManagerChange = zeroed();

export function restartTask(self: Task, head: u32): Status {
  const status = checkRestart(self, head);
  if (status !== Status.OK) {
    return status;
  }
  const taskNumber: u32 = self.registers.esi;
  if (isFlat(taskNumber)) {
    return restartFlat(self, taskNumber);
  }
  const space = loadDescribed(taskNumber);
  if (space === null) {
    return Status.NO_MEMORY;
  }
  const old = taskInSlot(taskNumber);
  change.from = lastIdentity(taskNumber);
  change.fromSpace = old === null ? null : old.space;
  change.only = null;
  const room = change.from === IDENTITY_NOBODY ? Status.OK : checkManagerChange(change, space);
  if (room !== Status.OK) {
    endSpaceAtOnce(space);
    return room;
  }
  if (old !== null && old.space !== null) {
    setReturning(taskNumber);
    endTasksOf(old.space, TaskEnd.STOPPED, self.identity);
    setReturning(NOBODY_RETURNS);
  }
  self.registers.ebx = begin(taskNumber, space).identity;
  return Status.OK;
}

function checkRestart(self: Task, head: u32): Status {
  if (!isSelf(self, head) || kindOf(self.identity) !== TaskKind.SUPERVISOR) {
    return Status.DENIED;
  }
  const taskNumber: u32 = self.registers.esi;
  if (taskNumber >= describedCount() || (isFlat(taskNumber) && flatProgramRuns(taskNumber))) {
    return Status.BAD_ARGUMENT;
  }
  const old = taskInSlot(taskNumber);
  if (old === self) {
    return Status.SELF;
  }
  if (old !== null && (old.flags & TASK_PROTECTED) !== 0) {
    return Status.PROTECTED;
  }
  const final: bool = (descriptionOf(taskNumber).flags & MANIFEST_TASK_FINAL) !== 0;
  if (final || (isGuard(taskNumber) && !guardIsSealed(taskNumber))) {
    return Status.DENIED;
  }
  return slotIsUsedUp(taskNumber) ? Status.NO_MEMORY : Status.OK;
}

function isFlat(taskNumber: u32): bool {
  return descriptionOf(taskNumber).kind === TaskKind.FLAT;
}

/** Nothing of it runs: it begins anew, with the argument of word 2. */
function restartFlat(self: Task, taskNumber: u32): Status {
  const task = startFlatDescribed(taskNumber, self.registers.edi);
  if (task === null) {
    return Status.NO_MEMORY;
  }
  noteStart(task, restartCount(taskNumber) + 1);
  makeReady(task);
  self.registers.ebx = task.identity;
  return Status.OK;
}

/** The task begins in its new space; what it managed before it manages again. */
function begin(taskNumber: u32, space: Space): Task {
  const task = beginDescribed(taskNumber, space);
  setManager(space, managerFor(task, taskNumber));
  noteStart(task, restartCount(taskNumber) + 1);
  tellManager(task, taskNumber);
  if (change.from !== IDENTITY_NOBODY) {
    change.fromSpace = null;
    changeManager(change, task);
  }
  resendFaults(task);
  makeReady(task);
  return task;
}

/** The manager of the new space has its notes still, if it had them. */
function tellManager(task: Task, taskNumber: u32): void {
  const manager = task.space === null ? null : findTask(task.space.manager);
  if (manager === null || manager === task || manager.space === null) {
    return;
  }
  if (hasNotes(taskNumber) && notesFit(manager.space, taskNumber) && keptMemoryIsThere(1, NOTES_PAGES)) {
    mapNotes(manager.space, taskNumber);
  }
  setNotifications(manager, NOTIFICATION_MANAGER_CHANGED);
}
