/**
 * TASK_CONTROL EXCHANGE: the caller hands one of the spaces that it manages, or all but its own, to a
 * successor, while their tasks run (kernel/ipc/manager-change.ts).
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { NOTIFICATION_MANAGER_CHANGED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import {
  beginManagerChange,
  checkManagerChange,
  type ManagerChange,
  NOBODY_STARTS,
} from "../ipc/manager-change.ts";
import { setNotifications } from "../ipc/notify.ts";
import { OperationKind, stateOperation } from "../memory/operation.ts";
import { findSpace, type Space } from "../memory/space.ts";
import { isGuardSpace } from "../task/described.ts";
import { findTask, TASK_OPERATION, TASK_PROTECTED, type Task } from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";

const change: ManagerChange = zeroed();

export function exchangeManager(self: Task, head: u32): Status {
  const task = findTask(head);
  const successor = findTask(self.registers.esi);
  if (task === null || successor === null) {
    return Status.DEAD;
  }
  if (((task === self ? 0 : task.flags) & TASK_PROTECTED) !== 0 || (successor.flags & TASK_PROTECTED) !== 0) {
    return Status.PROTECTED;
  }
  // A flat task has no space, so that nobody could tell it of a fault.
  const space = successor.space;
  if (task !== self || space === null) {
    return Status.DENIED;
  }
  if (successor === self) {
    return Status.SELF;
  }
  change.from = self.identity;
  change.fromSpace = self.space;
  change.only = null;
  change.starts = NOBODY_STARTS;
  const status = chooseSpace(self, space);
  if (status !== Status.OK) {
    return status;
  }
  const room = checkManagerChange(change, space);
  if (room !== Status.OK) {
    return room;
  }
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.CHANGE_MANAGER, IDENTITY_NOBODY, 0, 0, 0);
  beginManagerChange(change, successor, operation);
  // Now, so that it is received before the faults.
  setNotifications(successor, NOTIFICATION_MANAGER_CHANGED);
  self.flags |= TASK_OPERATION;
  return Status.OK;
}

/** Word 2: the space that is to change hands; 0 for all. Nobody becomes the manager of the space it lives in. */
function chooseSpace(self: Task, successorSpace: Space): Status {
  if (self.registers.edi === 0) {
    return successorSpace.manager === self.identity && successorSpace !== self.space
      ? Status.DENIED
      : Status.OK;
  }
  const space = findSpace(self.registers.edi);
  if (space === null) {
    return Status.DEAD;
  }
  if (isGuardSpace(space)) {
    return Status.PROTECTED;
  }
  if (space.manager !== self.identity || space === self.space || space === successorSpace) {
    return Status.DENIED;
  }
  change.only = space;
  return Status.OK;
}
