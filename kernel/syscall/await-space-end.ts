/**
 * Whoever ends a space sees its call return when all of it has gone back.
 */
import { isDying } from "../ipc/space-end.ts";
import { OperationKind } from "../memory/operation.ts";
import { findSpace } from "../memory/space.ts";
import { TASK_OPERATION, type Task } from "../task/task.ts";
import { operationOf } from "../task/task-operation.ts";

/** If the space comes apart, the caller helps, slice by slice, before its call returns. */
export function awaitSpaceEnd(self: Task, identity: u32): void {
  const space = findSpace(identity);
  if (space === null || !isDying(space) || self.identity === 0) {
    return;
  }
  const operation = operationOf(self);
  operation.kind = OperationKind.END_SPACE;
  operation.space = identity;
  self.flags |= TASK_OPERATION;
}
