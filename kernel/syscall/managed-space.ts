/**
 * The one authority check before a memory call: the caller is the manager of the space.
 */
import { Status } from "../../lib/abi/status.ts";
import type { Space } from "../memory/space.ts";
import type { Task } from "../task/task.ts";

/** OK when the space exists and `self` manages it; else DEAD or DENIED. */
export function checkManager(self: Task, space: Space | null): Status {
  if (space === null) {
    return Status.DEAD;
  }
  return space.manager === self.identity ? Status.OK : Status.DENIED;
}
