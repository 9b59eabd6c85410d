/**
 * TASK_CONTROL SEIZE: the ACL server takes all spaces from a manager that does not do what it has to, and
 * ends it with everything in its own space; or from one that has ended, and not been started again. Faults of those spaces wait for the ACL server then: it leaves
 * them unanswered, and hands them on with the spaces by EXCHANGE.
 */
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { Status } from "../../lib/abi/status.ts";
import { endTasksSlice } from "../ipc/end-task.ts";
import {
  beginManagerChange,
  ChangeStep,
  changeSlice,
  checkManagerChange,
  type ManagerChange,
  NOBODY_STARTS,
} from "../ipc/manager-change.ts";
import { OPERATION_GOES_ON, type Operation, OperationKind, stateOperation } from "../memory/operation.ts";
import { closeSpace } from "../memory/space.ts";
import { kindOf } from "../task/described.ts";
import { wasDescribed } from "../task/information-page.ts";
import { findTask, TASK_OPERATION, TASK_PROTECTED, type Task } from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";

const change: ManagerChange = zeroed();

export function seizeSpaces(self: Task, head: u32): Status {
  const identity: u32 = head & ~IDENTITY_NUMBER_MASK;
  const task = findTask(identity);
  if (task === null && !wasDescribed(identity)) {
    return Status.DEAD;
  }
  if (task !== null && (task.flags & TASK_PROTECTED) !== 0) {
    return Status.PROTECTED;
  }
  const kind: u32 = kindOf(identity);
  const manages: bool = kind === TaskKind.VMM || kind === TaskKind.SERVER;
  if (kindOf(self.identity) !== TaskKind.ACL || self.space === null || !manages) {
    return Status.DENIED;
  }
  change.from = identity;
  change.fromSpace = task === null ? null : task.space;
  change.only = null;
  change.starts = NOBODY_STARTS;
  const status = checkManagerChange(change, self.space);
  if (status !== Status.OK) {
    return status;
  }
  const operation = operationOf(self);
  stateOperation(operation, OperationKind.CHANGE_MANAGER, IDENTITY_NOBODY, 0, 0, 0);
  if (task !== null && task.space !== null) {
    closeSpace(task.space);
    operation.space = task.space.identity;
  }
  beginManagerChange(change, self, operation);
  self.flags |= TASK_OPERATION;
  return Status.OK;
}

/** A slice of EXCHANGE and of SEIZE; where the operation names a space, its tasks end after that. */
export function goOnWithChange(self: Task, operation: Operation): u32 {
  if (operation.step === ChangeStep.NEXT) {
    const done = endTasksSlice(operation, TaskEnd.STOPPED, self.identity);
    return done ? u32(Status.OK) : OPERATION_GOES_ON;
  }
  const answer = changeSlice(operation);
  if (answer !== Status.OK || operation.space === IDENTITY_NOBODY) {
    return answer;
  }
  operation.step = ChangeStep.NEXT;
  operation.at = 0;
  return OPERATION_GOES_ON;
}
