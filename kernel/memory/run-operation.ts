/**
 * Runs operations (operation.ts): slice by slice for tasks, to the end at boot.
 */
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT } from "../../lib/abi/identity.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import {
  accountOfSpace,
  chargeNodes,
  chargeTables,
  dischargeNodes,
  dischargeTables,
  keepRoom,
  mayTakeHeap,
  takeRoom,
} from "./accounts.ts";
import { applyChange, checkChange } from "./change-range.ts";
import { applyDevice, checkDevice } from "./device-range.ts";
import { freeFrameCount, memoryIsThere, reserveMemory, unreserveMemory } from "./frames.ts";
import { tablesTaken } from "./heap.ts";
import { frameIsHeld } from "./held-frame.ts";
import { applyMark, checkMark } from "./mark-range.ts";
import {
  OPERATION_GOES_ON,
  type Operation,
  OperationKind,
  Room,
  stateOperation,
  WINDOW_UNITS,
} from "./operation.ts";
import { abandonRoom, workOnRanges } from "./relocate.ts";
import { applySource, checkSource } from "./source-range.ts";
import { findSpace, type Space } from "./space.ts";
import { applyUnmark, checkUnmark } from "./unmark-range.ts";

/**
 * Does the next slice. Answers OPERATION_GOES_ON, or the status that the operation has ended with;
 * a status other than OK has changed nothing, but for DEAD: a space has gone meanwhile.
 * No mark changes while a frame is held.
 */
export function runSlice(operation: Operation): u32 {
  const space = findSpace(operation.space);
  const source = operation.sourceSpace === 0 ? space : findSpace(operation.sourceSpace);
  if (space === null || source === null) {
    cancelOperation(operation);
    return Status.DEAD;
  }
  operation.budget = WINDOW_UNITS;
  if (frameIsHeld()) {
    workOnRanges(operation);
    return OPERATION_GOES_ON;
  }
  if (operation.checking) {
    const status = checkSlice(operation, space, source);
    if (status !== Status.OK) {
      return status;
    }
    if (operation.at !== operation.end) {
      return OPERATION_GOES_ON;
    }
    const ready = makeReady(operation);
    if (ready !== Status.OK) {
      return ready;
    }
  } else {
    unreserve(operation);
  }
  return changeSlice(operation, space, source);
}

/** Gives back what an operation that will not go on has reserved. */
export function cancelOperation(operation: Operation): void {
  if (!operation.checking) {
    unreserve(operation);
  }
  if (operation.room !== Room.NONE) {
    const done: u32 = (operation.at - operation.address) >>> PAGE_SHIFT;
    abandonRoom(operation, operation.firstFrame + done, (operation.end - operation.at) >>> PAGE_SHIFT);
  }
}

function unreserve(operation: Operation): void {
  unreserveMemory(operation.frames, operation.heapPages, operation.nodes);
  dischargeTables(operation.account, operation.heapPages);
  dischargeNodes(operation.account, operation.nodes);
  keepRoom(operationSlot(operation), 0);
}

/** The slot that the operation's space has, or had. */
function operationSlot(operation: Operation): u32 {
  return (operation.space >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
}

/** Pages that may get a frame by what the operation still has to do. */
function pagesToMap(operation: Operation): u32 {
  switch (operation.kind) {
    case OperationKind.MARK:
    case OperationKind.CHANGE:
      return operation.frames;
    case OperationKind.UNMARK:
      return 0;
    default:
      return (operation.end - operation.at) >>> PAGE_SHIFT;
  }
}

const bootOperation: Operation = zeroed();

/** Marks a checked range at once, however long it is: for the boot, before tasks run. */
export function markAtOnce(space: Space, address: u32, pages: u32, attributes: u32): Status {
  stateOperation(bootOperation, OperationKind.MARK, space.identity, address, pages, attributes);
  let answer: u32 = runSlice(bootOperation);
  while (answer === OPERATION_GOES_ON) {
    answer = runSlice(bootOperation);
  }
  return answer as Status;
}

function checkSlice(operation: Operation, space: Space, source: Space): Status {
  switch (operation.kind) {
    case OperationKind.MARK:
      return checkMark(operation, space);
    case OperationKind.CHANGE:
      return checkChange(operation, space);
    case OperationKind.SHARE:
    case OperationKind.GRANT:
      return checkSource(operation, space, source);
    case OperationKind.DEVICE:
      return checkDevice(operation, space);
    default:
      return checkUnmark(operation, space);
  }
}

/** All pages were looked at: after this the operation cannot fail. */
function makeReady(operation: Operation): Status {
  if (!memoryIsThere(operation.frames, operation.heapPages, operation.nodes)) {
    return Status.NO_MEMORY;
  }
  operation.at = operation.address;
  operation.account = accountOfSpace(operationSlot(operation));
  if (
    !mayTakeHeap(operation.account, operation.heapPages, operation.nodes) ||
    !takeRoom(operationSlot(operation), pagesToMap(operation))
  ) {
    return Status.NO_MEMORY;
  }
  operation.checking = false;
  return Status.OK;
}

/** Changes pages; what is left over to do keeps its memory reserved. */
function changeSlice(operation: Operation, space: Space, source: Space): u32 {
  const frames: u32 = freeFrameCount();
  const tables: u32 = tablesTaken();
  const status = applySlice(operation, space, source);
  if (status !== OPERATION_GOES_ON) {
    return status;
  }
  operation.frames -= taken(frames, freeFrameCount(), operation.frames);
  operation.heapPages -= tablesTaken() - tables;
  operation.nodes =
    operation.kind === OperationKind.SHARE ? (operation.end - operation.at) >>> PAGE_SHIFT : 0;
  reserveMemory(operation.frames, operation.heapPages, operation.nodes);
  chargeTables(operation.account, operation.heapPages);
  chargeNodes(operation.account, operation.nodes);
  keepRoom(operationSlot(operation), pagesToMap(operation));
  return OPERATION_GOES_ON;
}

/** Answers OPERATION_GOES_ON, OK, or why a device cannot have its range. */
function applySlice(operation: Operation, space: Space, source: Space): u32 {
  if (operation.kind === OperationKind.DEVICE) {
    return applyDevice(operation, space);
  }
  applyPages(operation, space, source);
  return operation.at === operation.end ? u32(Status.OK) : OPERATION_GOES_ON;
}

function applyPages(operation: Operation, space: Space, source: Space): void {
  switch (operation.kind) {
    case OperationKind.MARK:
      applyMark(operation, space);
      return;
    case OperationKind.CHANGE:
      applyChange(operation, space);
      return;
    case OperationKind.SHARE:
    case OperationKind.GRANT:
      applySource(operation, space, source);
      return;
    default:
      applyUnmark(operation, space);
  }
}

/** How much less there is than before, at most what was reserved. What came back meanwhile stays reserved: that is safe. */
function taken(before: u32, after: u32, reserved: u32): u32 {
  if (after >= before) {
    return 0;
  }
  return before - after < reserved ? before - after : reserved;
}
