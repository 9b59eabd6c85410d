/**
 * ADDRESS_SPACE_RELEASE: takes marks away; with pages 0 the whole space, and every task in it.
 */
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { TaskEnd } from "../../lib/abi/information.ts";
import { Status } from "../../lib/abi/status.ts";
import { endTasksSlice } from "../ipc/end-task.ts";
import { beginEnds, endSpace } from "../ipc/space-end.ts";
import { OPERATION_GOES_ON, type Operation, OperationKind, stateOperation } from "../memory/operation.ts";
import { closeSpace, findSpace, type Space } from "../memory/space.ts";
import { checkRange } from "../memory/user-range.ts";
import { isGuardSpace } from "../task/described.ts";
import { TASK_OPERATION, type Task } from "../task/task.ts";
import { operationOf, startOperation } from "../task/task-operation.ts";
import { awaitSpaceEnd } from "./await-space-end.ts";
import { checkManager } from "./managed-space.ts";

export function addressSpaceRelease(self: Task, head: u32): Status {
  const space = findSpace(head);
  let status: Status = checkManager(self, space);
  if (status !== Status.OK) {
    return status;
  }
  const address: u32 = self.registers.ebx;
  const pages: u32 = self.registers.esi;
  if (pages === 0) {
    return releaseSpace(self, space!);
  }
  status = checkRange(address, pages);
  if (status !== Status.OK) {
    return status;
  }
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.UNMARK, head & ~IDENTITY_NUMBER_MASK, address, pages, 0);
  return startOperation(self, operation);
}

/** A task cannot take away the ground it stands on: its own space answers DENIED. */
function releaseSpace(self: Task, space: Space): Status {
  if (self.space === space) {
    return Status.DENIED;
  }
  if (isGuardSpace(space)) {
    return Status.PROTECTED;
  }
  const identity = space.identity;
  if (space.tasks !== 0) {
    closeSpace(space);
    stateOperation(operationOf(self), OperationKind.END_TASKS, identity, 0, 0, 0);
    self.flags |= TASK_OPERATION;
    return Status.OK;
  }
  beginEnds();
  endSpace(space, self.priority);
  awaitSpaceEnd(self, identity);
  return Status.OK;
}

/** A slice of the end of a space with tasks; the last one takes the space with it. */
export function goOnWithTasks(self: Task, operation: Operation): u32 {
  if (endTasksSlice(operation, TaskEnd.STOPPED, self.identity)) {
    operation.kind = OperationKind.END_SPACE;
  }
  return OPERATION_GOES_ON;
}
