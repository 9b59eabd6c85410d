/**
 * TASK_CONTROL ALARM: the caller is notified once in so many ticks.
 */
import { Status } from "../../lib/abi/status.ts";
import { ALARM_TICKS_MAX, clearAlarm, setAlarm } from "../task/alarm.ts";
import type { Task } from "../task/task.ts";
import { isSelf } from "./is-self.ts";

export function setTaskAlarm(self: Task, head: u32): Status {
  if (!isSelf(self, head)) {
    return Status.DENIED;
  }
  const ticks: u32 = self.registers.esi;
  if (ticks > ALARM_TICKS_MAX) {
    return Status.BAD_ARGUMENT;
  }
  if (ticks === 0) {
    clearAlarm(self);
  } else {
    setAlarm(self, ticks);
  }
  return Status.OK;
}
