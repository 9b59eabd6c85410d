/**
 * TASK_CONTROL: exit, stop, start, exchange (lib/abi/call.ts).
 */
import { TaskOperation } from "../../lib/abi/call.ts";
import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { endTask } from "../ipc/end-task.ts";
import { setFinalStatus } from "../ipc/machine-end.ts";
import { findSpace, setManager, spaceInSlot, spaceSlots } from "../memory/space.ts";
import { makeReady } from "../task/scheduler.ts";
import { startInSpace } from "../task/start.ts";
import { findTask, TASK_FINAL, TASK_PROTECTED, type Task } from "../task/task.ts";
import { awaitSpaceEnd } from "./await-space-end.ts";

export function taskControl(self: Task, head: u32): Status {
  switch (self.registers.ebx) {
    case TaskOperation.EXIT:
      return exitTask(self, head);
    case TaskOperation.STOP:
      return stopTask(self, head);
    case TaskOperation.START:
      return startTask(self, head);
    case TaskOperation.EXCHANGE:
      return exchangeManager(self, head);
    default:
      return Status.BAD_CALL;
  }
}

function isSelf(self: Task, head: u32): bool {
  return (head & ~IDENTITY_NUMBER_MASK) === self.identity;
}

function exitTask(self: Task, head: u32): Status {
  if (!isSelf(self, head)) {
    return Status.DENIED;
  }
  if ((self.flags & TASK_PROTECTED) !== 0) {
    return Status.PROTECTED;
  }
  if ((self.flags & TASK_FINAL) !== 0) {
    setFinalStatus(self.registers.esi);
  }
  endTask(self);
  return Status.OK;
}

function stopTask(self: Task, head: u32): Status {
  const task = findTask(head);
  if (task === null) {
    return Status.DEAD;
  }
  if ((task.flags & TASK_PROTECTED) !== 0) {
    return Status.PROTECTED;
  }
  const space = task.space;
  if (space === null || space.manager !== self.identity) {
    return Status.DENIED;
  }
  const identity = space.identity;
  endTask(task);
  awaitSpaceEnd(self, identity);
  return Status.OK;
}

function startTask(self: Task, head: u32): Status {
  if (!isSelf(self, head)) {
    return Status.DENIED;
  }
  const space = findSpace(self.registers.esi);
  if (space === null) {
    return Status.DEAD;
  }
  if (space.manager !== self.identity) {
    return Status.DENIED;
  }
  const entry: u32 = self.registers.edi;
  const stack: u32 = self.registers.ebp;
  if (entry < USER_START || entry >= USER_END || stack < USER_START || stack > USER_END) {
    return Status.BAD_ADDRESS;
  }
  const task = startInSpace(space, entry, stack);
  if (task === null) {
    return Status.NO_MEMORY;
  }
  task.priority = self.priority;
  task.peers = self.peers;
  makeReady(task);
  self.registers.ebx = task.identity;
  return Status.OK;
}

/** Hands every space that `self` manages, but for the one it lives in, over to its successor. */
function exchangeManager(self: Task, head: u32): Status {
  const task = findTask(head);
  const successor = findTask(self.registers.esi);
  if (task === null || successor === null) {
    return Status.DEAD;
  }
  if (((task.flags | successor.flags) & TASK_PROTECTED) !== 0) {
    return Status.PROTECTED;
  }
  if (task !== self) {
    return Status.DENIED;
  }
  for (let slot: u32 = 0; slot < spaceSlots(); slot++) {
    const space = spaceInSlot(slot);
    if (space !== null && space.manager === self.identity && space !== self.space) {
      setManager(space, successor.identity);
    }
  }
  return Status.OK;
}
