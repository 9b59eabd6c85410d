/**
 * What a timer tick brings beside a turn for others: alarms that are due, and faults that have waited too long.
 * Both are bounded: what is left over comes with the next tick. A tick ends nobody: the reaper does (reaper-turn.ts).
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { TaskEnd } from "../../lib/abi/information.ts";
import { NOTIFICATION_ALARM } from "../../lib/abi/message.ts";
import { endLine, say } from "../debug/console.ts";
import { takeDueAlarm } from "../task/alarm.ts";
import { countTick, tickCount } from "../task/clock.ts";
import { faultDeadlineOf } from "../task/described.ts";
import {
  faultTick,
  findTask,
  isFaulting,
  type Task,
  TaskState,
  taskInSlot,
  taskSlots,
} from "../task/task.ts";
import { endTask } from "./end-task.ts";
import { sayTask } from "./epitaph.ts";
import { setNotifications } from "./notify.ts";
import { wakeReaper } from "./space-end.ts";

/** Alarms that one tick rings. */
const ALARMS_IN_TICK: u32 = 16;
/** Slots of tasks that one tick looks at: the scan of all of them takes as many ticks as they are times this. */
const SLOTS_IN_TICK: u32 = 16;

let nextSlot: u32 = 0;
/** Identity of a task whose fault has waited too long, and which is to end. */
let overdue: u32 = IDENTITY_NOBODY;

/** One timer interrupt has come. */
export function serveTick(): void {
  countTick();
  ringAlarms();
  checkDeadlines();
}

// A symbol of its own, so that other interrupts do not save registers for it.
symbol(serveTick, "serveTick");

function ringAlarms(): void {
  for (let i: u32 = 0; i < ALARMS_IN_TICK; i++) {
    const task = takeDueAlarm();
    if (task === null) {
      return;
    }
    setNotifications(task, NOTIFICATION_ALARM);
  }
}

/** Finds at most one task, and waits until it has been ended. */
function checkDeadlines(): void {
  for (let i: u32 = 0; i < SLOTS_IN_TICK && overdue === IDENTITY_NOBODY; i++) {
    const task = taskInSlot(nextSlot);
    nextSlot = nextSlot + 1 < taskSlots() ? nextSlot + 1 : 0;
    if (task !== null && isOverdue(task)) {
      overdue = task.identity;
      wakeReaper(task.priority);
    }
  }
}

/** Whether a task is to be ended by endOverdue. */
export function somebodyIsOverdue(): bool {
  return overdue !== IDENTITY_NOBODY;
}

/** Ends the task whose fault has waited too long, unless it was answered meanwhile. */
export function endOverdue(): void {
  const task = findTask(overdue);
  overdue = IDENTITY_NOBODY;
  if (task !== null && isOverdue(task)) {
    say("kernel: ");
    sayTask(task);
    say(" ended: its memory manager did not answer a fault in time");
    endLine();
    endTask(task, TaskEnd.FAULT_DEADLINE, task.faultAddress);
  }
}

function isOverdue(task: Task): bool {
  const waits: bool =
    task.state === TaskState.SENDING ||
    task.state === TaskState.AWAITING_FAULT_REPLY ||
    task.state === TaskState.AWAITING_MANAGER;
  if (!waits || !isFaulting(task)) {
    return false;
  }
  const deadline = faultDeadlineOf(task);
  return deadline !== 0 && tickCount() - faultTick(task) > deadline;
}
