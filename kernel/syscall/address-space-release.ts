/**
 * ADDRESS_SPACE_RELEASE: takes marks away; with pages 0 the whole space, and every task in it.
 */
import { Status } from "../../lib/abi/status.ts";
import { endTask } from "../ipc/end-task.ts";
import { findSpace, type Space } from "../memory/space.ts";
import { unmarkRange } from "../memory/unmark-range.ts";
import { checkRange } from "../memory/user-range.ts";
import { endSpace } from "../task/space-end.ts";
import { TASK_PROTECTED, type Task, taskInSlot, taskSlots } from "../task/task.ts";
import { checkManaged, managedSpace } from "./managed-space.ts";

export function addressSpaceRelease(self: Task, head: u32): Status {
  const managed = checkManaged(self, head);
  if (managed !== Status.OK) {
    return managed;
  }
  const address: u32 = self.registers.ebx;
  const pages: u32 = self.registers.esi;
  if (pages === 0) {
    return releaseSpace(self, managedSpace(head));
  }
  const status = checkRange(address, pages);
  return status === Status.OK ? unmarkRange(managedSpace(head), address, pages) : status;
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
      endTask(task);
    }
  }
  // The last task has taken the space with it; one that never had a task ends here.
  const left = findSpace(identity);
  if (left !== null) {
    endSpace(left);
  }
  return Status.OK;
}
