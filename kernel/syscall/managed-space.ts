/**
 * The one authority check before a memory call: the caller is the manager of the space.
 */
import { Status } from "../../lib/abi/status.ts";
import { findSpace, type Space } from "../memory/space.ts";
import type { Task } from "../task/task.ts";

/** OK when the space that `head` names exists and `self` manages it; else DEAD or DENIED. */
export function checkManaged(self: Task, head: u32): Status {
  const space = findSpace(head);
  if (space === null) {
    return Status.DEAD;
  }
  return space.manager === self.identity ? Status.OK : Status.DENIED;
}

/** The space that `head` names, after checkManaged has said OK. */
export function managedSpace(head: u32): Space {
  return findSpace(head)!;
}
