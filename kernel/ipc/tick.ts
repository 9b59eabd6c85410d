/**
 * What a timer tick brings beside a turn for others: alarms that are due, and faults that have waited too long.
 * Both are bounded: what is left over comes with the next tick.
 */
import { TaskEnd } from "../../lib/abi/information.ts";
import { NOTIFICATION_ALARM } from "../../lib/abi/message.ts";
import { endLine, say } from "../debug/console.ts";
import { takeDueAlarm } from "../task/alarm.ts";
import { countTick, tickCount } from "../task/clock.ts";
import { faultDeadlineOf } from "../task/described.ts";
import { faultTick, isFaulting, type Task, TaskState, taskInSlot, taskSlots } from "../task/task.ts";
import { endTask } from "./end-task.ts";
import { sayTask } from "./epitaph.ts";
import { setNotifications } from "./notify.ts";

/** Alarms that one tick rings. */
const ALARMS_IN_TICK: u32 = 16;
/** Slots of tasks that one tick looks at: the scan of all of them takes as many ticks as they are times this. */
const SLOTS_IN_TICK: u32 = 16;

let nextSlot: u32 = 0;

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

/** Ends at most one task. */
function checkDeadlines(): void {
  for (let i: u32 = 0; i < SLOTS_IN_TICK; i++) {
    const task = taskInSlot(nextSlot);
    nextSlot = nextSlot + 1 < taskSlots() ? nextSlot + 1 : 0;
    if (task !== null && isOverdue(task)) {
      say("kernel: ");
      sayTask(task);
      say(" ended: its memory manager did not answer a fault in time");
      endLine();
      endTask(task, TaskEnd.FAULT_DEADLINE, task.faultAddress);
      return;
    }
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
