/**
 * TASK_CONTROL SEIZE: the ACL server takes all spaces from a manager that does not do what it has to, and
 * ends it with everything in its own space; or from one that has ended, and not been started again. Faults of those spaces wait for the ACL server then: it leaves
 * them unanswered, and hands them on with the spaces by EXCHANGE.
 */
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { Status } from "../../lib/abi/status.ts";
import { endTasksOf } from "../ipc/end-task.ts";
import {
  changeManager,
  checkManagerChange,
  type ManagerChange,
  resendFaults,
} from "../ipc/manager-change.ts";
import { kindOf } from "../task/described.ts";
import { wasDescribed } from "../task/information-page.ts";
import { findTask, TASK_PROTECTED, type Task } from "../task/task.ts";

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
  const status = checkManagerChange(change, self.space);
  if (status !== Status.OK) {
    return status;
  }
  changeManager(change, self);
  resendFaults(self);
  if (task !== null && task.space !== null) {
    endTasksOf(task.space, TaskEnd.STOPPED, self.identity);
  }
  return Status.OK;
}
