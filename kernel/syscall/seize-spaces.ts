/**
 * TASK_CONTROL SEIZE: the ACL server takes all spaces from a manager that does not do what it has to, and
 * ends it with everything in its own space. Faults of those spaces wait for the ACL server then: it leaves
 * them unanswered, and hands them on with the spaces by EXCHANGE.
 */
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
import { findTask, TASK_PROTECTED, type Task } from "../task/task.ts";

const change: ManagerChange = zeroed();

export function seizeSpaces(self: Task, head: u32): Status {
  const task = findTask(head);
  if (task === null) {
    return Status.DEAD;
  }
  if ((task.flags & TASK_PROTECTED) !== 0) {
    return Status.PROTECTED;
  }
  const space = task.space;
  const kind: u32 = kindOf(task);
  const manages: bool = kind === TaskKind.VMM || kind === TaskKind.SERVER;
  if (kindOf(self) !== TaskKind.ACL || self.space === null || space === null || !manages) {
    return Status.DENIED;
  }
  change.from = task.identity;
  change.fromSpace = space;
  change.only = null;
  const status = checkManagerChange(change, self.space);
  if (status !== Status.OK) {
    return status;
  }
  changeManager(change, self);
  resendFaults(self);
  endTasksOf(space, TaskEnd.STOPPED, self.identity);
  return Status.OK;
}
