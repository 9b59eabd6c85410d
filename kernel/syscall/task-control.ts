/**
 * TASK_CONTROL: exit, stop, start, exchange (lib/abi/call.ts).
 */
import { TaskOperation } from "../../lib/abi/call.ts";
import { TaskEnd } from "../../lib/abi/information.ts";
import { USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { endTask } from "../ipc/end-task.ts";
import { setFinalStatus } from "../ipc/machine-end.ts";
import { findSpace, isClosed } from "../memory/space.ts";
import { descriptionOf } from "../task/described.ts";
import { makeReady } from "../task/scheduler.ts";
import { placeTask } from "../task/start.ts";
import { accountOf, createTask, findTask, TASK_FINAL, TASK_PROTECTED, type Task } from "../task/task.ts";
import { awaitSpaceEnd } from "./await-space-end.ts";
import { entitleTask } from "./entitle-task.ts";
import { exchangeManager } from "./exchange-manager.ts";
import { isSelf } from "./is-self.ts";
import { readLog } from "./read-log.ts";
import { restartTask } from "./restart-task.ts";
import { seizeSpaces } from "./seize-spaces.ts";
import { setTaskAlarm } from "./task-alarm.ts";
import { accessTaskPort, bindTaskInterrupt, endMachineByTask } from "./task-driver.ts";

// A symbol of its own, so that the other calls do not save registers for it.
symbol(taskControl, "taskControl");

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
    case TaskOperation.ALARM:
      return setTaskAlarm(self, head);
    case TaskOperation.RESTART:
      return restartTask(self, head);
    case TaskOperation.SEIZE:
      return seizeSpaces(self, head);
    case TaskOperation.INTERRUPT:
      return bindTaskInterrupt(self, head);
    case TaskOperation.PORT:
      return accessTaskPort(self, head);
    case TaskOperation.POWER:
      return endMachineByTask(self, head);
    case TaskOperation.ENTITLE:
      return entitleTask(self, head);
    case TaskOperation.READ_LOG:
      return readLog(self, head);
    default:
      return Status.BAD_CALL;
  }
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
  endTask(self, TaskEnd.EXITED, self.registers.esi);
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
  endTask(task, TaskEnd.STOPPED, self.identity);
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
  if (isClosed(space)) {
    return Status.DEAD;
  }
  const entry: u32 = self.registers.edi;
  const stack: u32 = self.registers.ebp;
  if (entry < USER_START || entry >= USER_END || stack < USER_START || stack > USER_END) {
    return Status.BAD_ADDRESS;
  }
  const task = createTask(accountOf(self));
  if (task === null) {
    return Status.NO_MEMORY;
  }
  placeTask(task, space, entry, stack);
  task.priority = self.priority;
  task.peers = descriptionOf(accountOf(self)).peers;
  makeReady(task);
  self.registers.ebx = task.identity;
  return Status.OK;
}
