/**
 * TASK_CONTROL ENTITLE: the ACL server says what a described task may have of the kernel from now on (docs/decisions/0062).
 *
 * The kernel decides nothing: it believes the ACL server, nobody else, and checks only that what is named exists and is not
 * another task's. When a call that takes has returned, nothing that was taken can be used.
 */
import { ENTITLE_GIVE, ENTITLE_RIGHT_MASK, ENTITLE_RIGHT_SHIFT } from "../../lib/abi/call.ts";
import { TaskKind } from "../../lib/abi/information.ts";
import { DeviceKind, MANIFEST_INTERRUPT_LINES, MANIFEST_PORTS_END, Right } from "../../lib/abi/manifest.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { releaseLine } from "../ipc/interrupt-lines.ts";
import { applyPeersSlice, setPeers } from "../ipc/peer-change.ts";
import {
  deviceOf,
  dropDevice,
  dropNumbers,
  giveDevice,
  giveNumbers,
  type Holding,
  holdsFrames,
} from "../memory/holdings.ts";
import {
  OPERATION_GOES_ON,
  type Operation,
  OperationKind,
  spend,
  stateOperation,
  UNITS_SLOT,
} from "../memory/operation.ts";
import { beginTake, pagesTaken, takeIsBegun, takeSlice } from "../memory/take-device.ts";
import { describedCount, kindOf } from "../task/described.ts";
import { TASK_OPERATION, type Task, taskInSlot, taskSlots } from "../task/task.ts";
import { abandonOperation, operationOf } from "../task/task-operation.ts";
import { isSelf } from "./is-self.ts";

const TASK_NUMBER_MASK: u32 = 0xff;

export function entitleTask(self: Task, head: u32): Status {
  if (!isSelf(self, head) || kindOf(self.identity) !== TaskKind.ACL) {
    return Status.DENIED;
  }
  const what: u32 = self.registers.esi;
  const taskNumber: u32 = what & TASK_NUMBER_MASK;
  const object: u32 = self.registers.edi;
  const gives: bool = (what & ENTITLE_GIVE) !== 0;
  self.registers.ebx = 0;
  if (taskNumber >= describedCount()) {
    return Status.BAD_ARGUMENT;
  }
  switch ((what >>> ENTITLE_RIGHT_SHIFT) & ENTITLE_RIGHT_MASK) {
    case Right.PEER:
      return entitlePeers(self, taskNumber, object, gives);
    case Right.DEVICE:
      return gives ? giveDevice(taskNumber, object) : takeDevice(self, taskNumber, object);
    case Right.IO_PORT:
      return entitlePorts(taskNumber, object, self.registers.ebp, gives);
    case Right.INTERRUPT:
      return entitleLine(taskNumber, object, gives);
    default:
      return Status.BAD_ARGUMENT;
  }
}

function entitlePorts(taskNumber: u32, first: u32, count: u32, gives: bool): Status {
  if (first >= MANIFEST_PORTS_END || count === 0 || count > MANIFEST_PORTS_END - first) {
    return Status.BAD_ARGUMENT;
  }
  if (gives) {
    return giveNumbers(taskNumber, DeviceKind.PORTS, first, count);
  }
  dropNumbers(taskNumber, DeviceKind.PORTS, first, count);
  return Status.OK;
}

/** Line 0 is the kernel's, line 2 leads to the second controller. */
function entitleLine(taskNumber: u32, line: u32, gives: bool): Status {
  if (line === 0 || line === 2 || line >= MANIFEST_INTERRUPT_LINES) {
    return Status.BAD_ARGUMENT;
  }
  if (gives) {
    return giveNumbers(taskNumber, DeviceKind.INTERRUPT, line, 1);
  }
  dropNumbers(taskNumber, DeviceKind.INTERRUPT, line, 1);
  releaseLine(line, taskNumber);
  return Status.OK;
}

/** Which part of an ENTITLE is at work, in slices, before the call returns. */
enum Step {
  /** Tasks that have lost a peer; the operation's `space` is the number of the described task that they come from. */
  PEERS = 0,
  /** Calls that are making windows on a device; its `firstFrame` is the device's number. */
  WINDOWS = 1,
  /** Pages. */
  PAGES = 2,
}

function goOnIn(self: Task, step: Step, about: u32): void {
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.ENTITLE, about, 0, 0, 0);
  operation.firstFrame = about;
  operation.step = step;
  self.flags |= TASK_OPERATION;
}

function entitlePeers(self: Task, taskNumber: u32, peers: u32, gives: bool): Status {
  setPeers(taskNumber, peers, gives);
  goOnIn(self, Step.PEERS, taskNumber);
  return Status.OK;
}

/** Pages that an ended ACL server has not taken go as well. */
function takeDevice(self: Task, taskNumber: u32, object: u32): Status {
  const device = deviceOf(object);
  if (device === null) {
    return Status.BAD_ARGUMENT;
  }
  if (!dropDevice(taskNumber, object) && !takeIsBegun(device)) {
    return Status.OK;
  }
  beginTake(device);
  goOnIn(self, Step.WINDOWS, object);
  return Status.OK;
}

/** A further slice. Answers OPERATION_GOES_ON, or the call's status. */
export function goOnEntitling(self: Task, operation: Operation): u32 {
  switch (operation.step as Step) {
    case Step.PEERS:
      return applyPeersSlice(operation) ? u32(Status.OK) : OPERATION_GOES_ON;
    case Step.WINDOWS:
      endWindowsInTheMaking(operation);
      return OPERATION_GOES_ON;
    default: {
      const answer = takeSlice(operation);
      self.registers.ebx = pagesTaken();
      return answer;
    }
  }
}

/** Calls that were allowed to map the device, and are not done, answer DENIED. What they have mapped is taken with the rest. */
function endWindowsInTheMaking(operation: Operation): void {
  const device = deviceOf(operation.firstFrame);
  while (operation.at < taskSlots() && operation.budget !== 0) {
    const task = taskInSlot(operation.at);
    operation.at++;
    spend(operation, UNITS_SLOT);
    if (task !== null && device !== null && mapsLost(task, device)) {
      abandonOperation(task);
      task.flags &= ~TASK_OPERATION;
      task.registers.eax = Status.DENIED;
    }
  }
  operation.step = operation.at < taskSlots() ? Step.WINDOWS : Step.PAGES;
}

function mapsLost(task: Task, device: Holding): bool {
  const operation = operationOf(task);
  const pages: u32 = (operation.end - operation.address) >>> PAGE_SHIFT;
  return (
    (task.flags & TASK_OPERATION) !== 0 &&
    operation.kind === OperationKind.DEVICE &&
    operation.firstFrame - device.first < device.count &&
    !holdsFrames(task.identity, operation.firstFrame, pages)
  );
}
