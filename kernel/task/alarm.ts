/**
 * Alarms: one for each task at most, in a list by the tick at which they are due.
 *
 * Setting one goes past those that are due before it, at most one for each task; taking one back and
 * looking whether one is due take constant time.
 */

import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
import { tickCount } from "./clock.ts";
import { TASKS_MAX, type Task, taskInSlot, taskSlot } from "./task.ts";

/** Ticks ahead that an alarm may be, so that before and after stay apart when the count wraps. */
export const ALARM_TICKS_MAX: u32 = 0x4000_0000;

const HALF_OF_ALL_TICKS: u32 = 0x8000_0000;

class Alarm {
  due: u32 = 0;
  /** Neighbours in the list, as slot number + 1; 0 for none. */
  next: u32 = 0;
  previous: u32 = 0;
  set: bool = false;
}

const alarms: FixedArray<Alarm, typeof TASKS_MAX> = zeroed();
/** Slot + 1 of the task whose alarm is due first; 0 while there is none. */
let first: u32 = 0;

/** Sets the task's alarm, in place of one that it may have. */
export function setAlarm(task: Task, ticks: u32): void {
  clearAlarm(task);
  const alarm = alarms[taskSlot(task) & (TASKS_MAX - 1)];
  const due: u32 = tickCount() + ticks;
  let before: u32 = 0;
  let after: u32 = first;
  for (let passed: u32 = 0; after !== 0 && isBefore(alarmAt(after).due, due); passed++) {
    acceptInterruptsAt(passed);
    before = after;
    after = alarmAt(after).next;
  }
  alarm.due = due;
  alarm.set = true;
  alarm.previous = before;
  alarm.next = after;
  link(before, after, taskSlot(task) + 1, taskSlot(task) + 1);
}

/** Takes the task's alarm back, if it has one. */
export function clearAlarm(task: Task): void {
  const alarm = alarms[taskSlot(task) & (TASKS_MAX - 1)];
  if (alarm.set) {
    link(alarm.previous, alarm.next, alarm.next, alarm.previous);
    alarm.set = false;
  }
}

/** A task whose alarm is due, and has none any more; null when there is none. */
export function takeDueAlarm(): Task | null {
  if (first === 0 || isBefore(tickCount(), alarmAt(first).due)) {
    return null;
  }
  const task = taskInSlot(first - 1);
  if (task === null) {
    panic("alarm: a task has ended and left its alarm");
  }
  clearAlarm(task);
  return task;
}

/** Makes `next` follow `before`, and `previous` come before `after`. */
function link(before: u32, after: u32, next: u32, previous: u32): void {
  if (before === 0) {
    first = next;
  } else {
    alarmAt(before).next = next;
  }
  if (after !== 0) {
    alarmAt(after).previous = previous;
  }
}

function alarmAt(number: u32): Alarm {
  return alarms[(number - 1) & (TASKS_MAX - 1)];
}

function isBefore(tick: u32, other: u32): bool {
  return tick - other >= HALF_OF_ALL_TICKS;
}
