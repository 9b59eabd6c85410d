/**
 * ADDRESS_SPACE_RELEASE: takes marks away; with pages 0 the whole space, and every task in it.
 */
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { TaskEnd } from "../../lib/abi/information.ts";
import { Status } from "../../lib/abi/status.ts";
import { endTask } from "../ipc/end-task.ts";
import { endSpace, isDying } from "../ipc/space-end.ts";
import { OperationKind, stateOperation } from "../memory/operation.ts";
import { findSpace, type Space } from "../memory/space.ts";
import { checkRange } from "../memory/user-range.ts";
import { TASK_PROTECTED, type Task, taskInSlot, taskSlots } from "../task/task.ts";
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
  const identity = space.identity;
  for (let slot: u32 = 0; slot < taskSlots(); slot++) {
    const task = taskInSlot(slot);
    if (task !== null && task.space === space) {
      if ((task.flags & TASK_PROTECTED) !== 0) {
        return Status.PROTECTED;
      }
      endTask(task, TaskEnd.STOPPED, self.identity);
    }
  }
  // The last task has taken the space with it; one that never had a task ends here.
  const left = findSpace(identity);
  if (left !== null && !isDying(left)) {
    endSpace(left, self.priority);
  }
  awaitSpaceEnd(self, identity);
  return Status.OK;
}
