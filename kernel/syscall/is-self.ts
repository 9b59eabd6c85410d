/**
 * What only a task itself may do: the head of the call names the caller.
 */
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import type { Task } from "../task/task.ts";

/** Whether the head names the caller itself. */
export function isSelf(self: Task, head: u32): bool {
  return (head & ~IDENTITY_NUMBER_MASK) === self.identity;
}
