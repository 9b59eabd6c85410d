/**
 * The operation that a task is in the middle of, by the task's slot. It is valid while the task has
 * TASK_OPERATION, and while its call states one.
 */
import { Status } from "../../lib/abi/status.ts";
import { OPERATION_GOES_ON, type Operation, OperationKind } from "../memory/operation.ts";
import { cancelOperation, runSlice } from "../memory/run-operation.ts";
import { findSpace, openSpace } from "../memory/space.ts";
import { TASK_OPERATION, TASKS_MAX, type Task, taskSlot } from "./task.ts";

const operations: FixedArray<Operation, typeof TASKS_MAX> = zeroed();

/** The task's own operation, to be stated. */
export function operationOf(task: Task): Operation {
  return operations[taskSlot(task) & (TASKS_MAX - 1)];
}

/**
 * Does the first slice of what was stated. Answers its status; OK when it goes on too: the task
 * has TASK_OPERATION then, and gets the status when it has ended.
 */
export function startOperation(task: Task, operation: Operation): Status {
  const answer = runSlice(operation);
  if (answer === OPERATION_GOES_ON) {
    task.flags |= TASK_OPERATION;
    return Status.OK;
  }
  return answer as Status;
}

/** The task will not go on: what its operation has reserved goes back, and a space that it has closed is open. */
export function abandonOperation(task: Task): void {
  const operation = operationOf(task);
  if ((task.flags & TASK_OPERATION) === 0 || operation.kind === OperationKind.END_SPACE) {
    return;
  }
  const closed = operation.kind >= OperationKind.END_TASKS ? findSpace(operation.space) : null;
  if (closed !== null) {
    openSpace(closed);
  } else {
    cancelOperation(operation);
  }
}
