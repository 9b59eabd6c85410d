/**
 * TASK_CONTROL RESTART: the supervisor starts a described task again, from its module, in its slot with the
 * next generation. What can fail is done first; only then does the one that runs end.
 *
 * All of it goes in slices (docs/decisions/0060). There is one supervisor, so one task is started again at a time. When the
 * supervisor ends meanwhile, the new space goes with it, whose manager it is until the task begins.
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { MANIFEST_TASK_FINAL } from "../../lib/abi/manifest.ts";
import { NOTES_PAGES } from "../../lib/abi/memory-map.ts";
import { NOTIFICATION_MANAGER_CHANGED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import { endTasksSlice, tellOthersSlice } from "../ipc/end-task.ts";
import {
  beginManagerChange,
  changeSlice,
  checkManagerChange,
  type ManagerChange,
  mapNotesOf,
} from "../ipc/manager-change.ts";
import { setNotifications } from "../ipc/notify.ts";
import { beginEnds, endSpace } from "../ipc/space-end.ts";
import { flatProgramRuns } from "../memory/flat-program.ts";
import { keptMemoryIsThere } from "../memory/kept-frames.ts";
import { OPERATION_GOES_ON, type Operation, OperationKind, stateOperation } from "../memory/operation.ts";
import { closeSpace, findSpace, type Space, setManager } from "../memory/space.ts";
import { beginSeal, goOnWithSeal, sealHolds } from "../task/check-seal.ts";
import {
  describedCount,
  descriptionOf,
  isGuard,
  kindOf,
  NOBODY_RETURNS,
  setReturning,
} from "../task/described.ts";
import { lastIdentity, noteStart, restartCount } from "../task/information-page.ts";
import { beginLoad, LoadAnswer, loadSome, sayRefusal } from "../task/load-described.ts";
import { hasNotes, mapNotes, notesFit } from "../task/published.ts";
import { makeReady } from "../task/scheduler.ts";
import { beginDescribed, managerFor, startFlatDescribed } from "../task/start-described.ts";
import {
  describedSlotIsFree,
  findTask,
  slotIsUsedUp,
  TASK_OPERATION,
  TASK_PROTECTED,
  type Task,
  taskInSlot,
} from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";
import { isSelf } from "./is-self.ts";

/** Loaded in one slice: about 1 500 instructions each. */
const LOAD_PAGES: u32 = 16;

/** Operation.step, after those of a change. */
enum RestartStep {
  /** The guard's module is hashed. */
  SEAL = 3,
  LOAD = 4,
  /** The one that runs ends. */
  END = 5,
  /** It is the one that was built. */
  SEALED = 6,
}

const change: ManagerChange = zeroed();
/** Identity of the space that is loaded. */
let loaded: u32 = IDENTITY_NOBODY;

export function restartTask(self: Task, head: u32): Status {
  const status = checkRestart(self, head);
  if (status !== Status.OK) {
    return status;
  }
  if (isFlat(self.registers.esi)) {
    return restartFlat(self, self.registers.esi);
  }
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.RESTART, IDENTITY_NOBODY, 0, 0, 0);
  if (isGuard(self.registers.esi)) {
    operation.step = RestartStep.SEAL;
    beginSeal();
  } else if (!beginLoading(self, operation)) {
    return Status.NO_MEMORY;
  }
  self.flags |= TASK_OPERATION;
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
  if ((descriptionOf(taskNumber).flags & MANIFEST_TASK_FINAL) !== 0) {
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
    sayRefusal(taskNumber);
    return Status.NO_MEMORY;
  }
  noteStart(task, restartCount(taskNumber) + 1);
  makeReady(task);
  self.registers.ebx = task.identity;
  return Status.OK;
}

/** A slice. Answers OPERATION_GOES_ON, or the call's status; with OK the task begins, and word 0 is its identity. */
export function goOnWithRestart(self: Task, operation: Operation): u32 {
  const taskNumber: u32 = self.registers.esi;
  switch (operation.step) {
    case RestartStep.SEAL:
      operation.step = goOnWithSeal(taskNumber) ? RestartStep.SEALED : RestartStep.SEAL;
      return OPERATION_GOES_ON;
    case RestartStep.SEALED:
      return beginSealed(self, operation, taskNumber);
    case RestartStep.LOAD:
      return loadSlice(self, operation, taskNumber);
    case RestartStep.END:
      return endSlice(self, operation, taskNumber);
    default:
      return changeAndStart(self, operation);
  }
}

function beginSealed(self: Task, operation: Operation, taskNumber: u32): u32 {
  if (!sealHolds(taskNumber)) {
    return Status.DENIED;
  }
  return beginLoading(self, operation) ? OPERATION_GOES_ON : u32(Status.NO_MEMORY);
}

function beginLoading(self: Task, operation: Operation): bool {
  const space = beginLoad(self.registers.esi, self.identity);
  if (space === null) {
    sayRefusal(self.registers.esi);
    return false;
  }
  loaded = space.identity;
  operation.step = RestartStep.LOAD;
  return true;
}

function loadSlice(self: Task, operation: Operation, taskNumber: u32): u32 {
  const space = loadedSpace();
  const answer = loadSome(space, LOAD_PAGES);
  if (answer === LoadAnswer.GOES_ON) {
    return OPERATION_GOES_ON;
  }
  const status = answer === LoadAnswer.DONE ? prepareChange(operation, space, taskNumber) : Status.NO_MEMORY;
  if (status !== Status.OK) {
    beginEnds();
    endSpace(space, self.priority);
    return status;
  }
  operation.step = RestartStep.END;
  operation.at = 0;
  return OPERATION_GOES_ON;
}

/** The last that can fail. From here on nobody begins in the old space, and it gets no further spaces to manage. */
function prepareChange(operation: Operation, space: Space, taskNumber: u32): Status {
  const old = taskInSlot(taskNumber);
  change.from = lastIdentity(taskNumber);
  change.fromSpace = old === null ? null : old.space;
  change.only = null;
  change.starts = taskNumber;
  const status = checkManagerChange(change, space);
  if (status !== Status.OK) {
    return status;
  }
  acceptInterrupts();
  mapNotesOf(change, space);
  if (old !== null && old.space !== null) {
    closeSpace(old.space);
    operation.space = old.space.identity;
    setReturning(taskNumber);
  }
  return Status.OK;
}

function endSlice(self: Task, operation: Operation, taskNumber: u32): u32 {
  if (operation.space !== IDENTITY_NOBODY) {
    if (endTasksSlice(operation, TaskEnd.STOPPED, self.identity)) {
      operation.space = IDENTITY_NOBODY;
    }
    return OPERATION_GOES_ON;
  }
  setReturning(NOBODY_RETURNS);
  if (!describedSlotIsFree(taskNumber)) {
    tellOthersSlice();
    return OPERATION_GOES_ON;
  }
  begin(operation, taskNumber, loadedSpace());
  return OPERATION_GOES_ON;
}

/** The task begins in its new space, not ready yet; what it managed before it manages again. */
function begin(operation: Operation, taskNumber: u32, space: Space): void {
  const task = beginDescribed(taskNumber, space);
  setManager(space, managerFor(task, taskNumber));
  noteStart(task, restartCount(taskNumber) + 1);
  acceptInterrupts();
  tellManager(task, taskNumber);
  acceptInterrupts();
  change.fromSpace = null;
  beginManagerChange(change, task, operation);
}

function changeAndStart(self: Task, operation: Operation): u32 {
  if (changeSlice(operation) === OPERATION_GOES_ON) {
    return OPERATION_GOES_ON;
  }
  const task = findTask(operation.attributes);
  // Its manager may have ended it already: then it has been started, and is dead.
  if (task !== null) {
    makeReady(task);
  }
  self.registers.ebx = operation.attributes;
  return Status.OK;
}

function loadedSpace(): Space {
  const space = findSpace(loaded);
  if (space === null) {
    panic("restart: the space that was loaded is gone");
  }
  return space;
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
