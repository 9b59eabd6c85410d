/**
 * The end of a task: whoever waits for it is told, what it held goes back, its manager is notified.
 *
 * A task that waits for the dead one's answer gets DEAD. A task whose fault the dead one should
 * have answered waits on when the dead one is to be started again. Otherwise it cannot go on and ends too.
 *
 * Who waits, and which spaces it managed, is found by going over all of them, in slices: what does not fit into the first
 * one is the reaper's (reaper-turn.ts). Meanwhile the dead task has no identity any more, so nobody new can
 * wait for it; its slot is ENDING and used by nobody else. A chain of managers is a list of such slots, no recursion.
 */
import { TaskEnd } from "../../lib/abi/information.ts";
import { NOTIFICATION_TASK_ENDED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { noteTurn } from "../arch/interrupt-window.ts";
import { endLine, say } from "../debug/console.ts";
import { type Operation, spend, UNITS_SLOT } from "../memory/operation.ts";
import { findSpace, managedSpaces, type Space } from "../memory/space.ts";
import { clearAlarm } from "../task/alarm.ts";
import { isRestarted, supervisor } from "../task/described.ts";
import { endFlatTask } from "../task/flat-task.ts";
import { noteEnd } from "../task/information-page.ts";
import { prependReady, removeReady } from "../task/ready-queue.ts";
import { current, switchToNext } from "../task/scheduler.ts";
import {
  findTask,
  forgetTask,
  freeTask,
  isDescribed,
  isFaulting,
  TASK_FINAL,
  TASK_FLAT,
  TASK_RECEIVED,
  TASK_RETURNS,
  type Task,
  TaskState,
  taskInSlot,
  taskSlot,
  taskSlots,
} from "../task/task.ts";
import { abandonOperation } from "../task/task-operation.ts";
import { sayTask } from "./epitaph.ts";
import { finishMachine } from "./machine-end.ts";
import { setNotifications } from "./notify.ts";
import { unqueueSender } from "./sender-queue.ts";
import {
  ALL_SLOTS,
  beginEnds,
  endEmptySpacesOf,
  endSpace,
  endsBudget,
  giveBackWithinSlice,
  helpBack,
  isDying,
  SLOTS_AT_ONCE,
  spendOnEnds,
  UNITS_SLOTS,
  wakeReaper,
} from "./space-end.ts";

/** What one who is told costs, and one who ends, with the line that says so. */
const UNITS_TELL: u32 = 10;
const UNITS_END: u32 = 500;
/** One that ends without a line. */
const UNITS_FINISH: u32 = 25;

/**
 * Tasks in state ENDING, oldest first, linked by `next`. `faultAddress` is the next slot of tasks to look at, `faultBits`
 * that of spaces.
 */
let firstEnding: Task | null = null;
let lastEnding: Task | null = null;

/**
 * Ends a task, running, ready or blocked; `detail` belongs to `end`. If it was the current one, the next
 * one runs.
 */
export function endTask(task: Task, end: TaskEnd, detail: u32): void {
  const wasCurrent: bool = task === current();
  if (!wasCurrent) {
    detach(task);
  }
  beginEnds();
  noteEnd(task, end, detail);
  finish(task);
  spendOnEnds(UNITS_FINISH);
  tellOthers();
  if (wasCurrent) {
    noteTurn();
    switchToNext();
  }
}

/**
 * Ends the next task of the operation's space, from slot `at` on. True when it has none any more, or is gone. The
 * caller has closed the space (closeSpace), so that no further ones begin.
 */
export function endTasksSlice(operation: Operation, end: TaskEnd, detail: u32): bool {
  const space = findSpace(operation.space);
  if (space === null || isDying(space)) {
    return true;
  }
  while (space.tasks !== 0 && operation.at < taskSlots() && operation.budget !== 0) {
    const task = taskInSlot(operation.at);
    operation.at++;
    spend(operation, UNITS_SLOT);
    if (task !== null && task.space === space) {
      operation.budget = 0;
      endTask(task, end, detail);
    }
  }
  return space.tasks === 0 || operation.at >= taskSlots();
}

/** Whether somebody has still to be told of the end of a task. */
export function othersAreLeft(): bool {
  return firstEnding !== null;
}

/** A slice of that. */
export function tellOthersSlice(): void {
  beginEnds();
  tellOthers();
}

/** Takes a task that is not running out of the queue it stands in. */
function detach(task: Task): void {
  if (task.state === TaskState.READY) {
    removeReady(task);
  } else if (task.state === TaskState.SENDING) {
    const receiver = findTask(task.partner);
    if (receiver !== null) {
      unqueueSender(receiver, task);
    }
  }
}

/** The task, in no queue, is gone after this but for those who have to be told. */
function finish(task: Task): void {
  const identity = task.identity;
  const final: bool = (task.flags & TASK_FINAL) !== 0;
  const described: bool = isDescribed(task);
  const returns: bool = described && isRestarted(taskSlot(task));
  const known: bool = task.firstSender !== null || (task.flags & TASK_RECEIVED) !== 0;
  clearAlarm(task);
  const space = task.space;
  const priority = task.priority;
  abandonOperation(task);
  if ((task.flags & TASK_FLAT) !== 0) {
    endFlatTask(task);
  }
  forgetTask(task);
  if (space !== null) {
    leaveSpaceOf(space, priority);
  }
  if (known || managedSpaces(identity) !== 0) {
    task.flags = returns ? TASK_RETURNS : 0;
    appendEnding(task, known ? 0 : ALL_SLOTS);
  } else {
    freeTask(task);
  }
  giveBackWithinSlice();
  helpBack(priority);
  const watcher = described ? supervisor() : null;
  if (watcher !== null) {
    setNotifications(watcher, NOTIFICATION_TASK_ENDED);
  }
  if (final) {
    finishMachine();
  }
}

function leaveSpaceOf(space: Space, priority: u32): void {
  space.tasks--;
  const manager = findTask(space.manager);
  if (space.tasks === 0) {
    // Its manager is notified when the space has come apart.
    endSpace(space, priority);
  } else if (manager !== null) {
    setNotifications(manager, NOTIFICATION_TASK_ENDED);
  }
}

function appendEnding(task: Task, firstSlot: u32): void {
  task.faultAddress = firstSlot;
  task.faultBits = 0;
  task.next = null;
  if (lastEnding === null) {
    firstEnding = task;
  } else {
    lastEnding.next = task;
  }
  lastEnding = task;
}

/** Tells as many as the slice allows; the rest is the reaper's. */
function tellOthers(): void {
  let task = firstEnding;
  while (task !== null && endsBudget() !== 0) {
    tellClients(task);
    if (task.faultAddress >= taskSlots() && task.faultBits !== ALL_SLOTS) {
      task.faultBits = endEmptySpacesOf(task.partner, task.faultBits, task.priority);
    }
    if (task.faultBits === ALL_SLOTS) {
      removeFirstEnding(task);
    }
    task = firstEnding;
  }
  if (task !== null) {
    wakeReaper(task.priority);
  }
}

function removeFirstEnding(task: Task): void {
  firstEnding = task.next;
  if (firstEnding === null) {
    lastEnding = null;
  }
  task.next = null;
  freeTask(task);
}

/** Those whose messages were never received, and those who wait for an answer: a list of them would cost every message its upkeep. */
function tellClients(ended: Task): void {
  while (ended.faultAddress < taskSlots() && endsBudget() !== 0) {
    const end: u32 = ended.faultAddress + SLOTS_AT_ONCE;
    const stop: u32 = end < taskSlots() ? end : taskSlots();
    spendOnEnds(UNITS_SLOTS);
    while (ended.faultAddress < stop && endsBudget() !== 0) {
      const client = taskInSlot(ended.faultAddress);
      ended.faultAddress++;
      if (client !== null && client.partner === ended.partner && waits(client)) {
        tellDead(client, (ended.flags & TASK_RETURNS) !== 0);
      }
    }
  }
}

function waits(task: Task): bool {
  return (
    task.state === TaskState.AWAITING_REPLY ||
    task.state === TaskState.AWAITING_FAULT_REPLY ||
    task.state === TaskState.SENDING
  );
}

/** The partner of `task` is gone, and with it the queue it may have stood in; it may be about to return. */
function tellDead(task: Task, returns: bool): void {
  spendOnEnds(UNITS_TELL);
  if (isFaulting(task) && returns) {
    task.state = TaskState.AWAITING_MANAGER;
    return;
  }
  if (isFaulting(task)) {
    say("kernel: ");
    sayTask(task);
    say(" ended: its memory manager died before it answered a fault");
    endLine();
    noteEnd(task, TaskEnd.MANAGER_DEAD, task.faultAddress);
    spendOnEnds(UNITS_END);
    finish(task);
    return;
  }
  task.registers.eax = Status.DEAD;
  task.state = TaskState.READY;
  prependReady(task);
}
