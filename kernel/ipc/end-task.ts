/**
 * The end of a task: whoever waits for it is told, what it held goes back, its manager is notified.
 *
 * A task that waits for the dead one's answer gets DEAD. A task whose fault the dead one should
 * have answered waits on when the dead one is to be started again. Otherwise it cannot go on and ends too;
 * such tasks are worked off from a list, not by recursion, so that a long chain of managers needs no deep stack.
 */
import { TaskEnd } from "../../lib/abi/information.ts";
import { NOTIFICATION_TASK_ENDED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { endLine, say } from "../debug/console.ts";
import type { Space } from "../memory/space.ts";
import { clearAlarm } from "../task/alarm.ts";
import { isRestarted, supervisor } from "../task/described.ts";
import { endFlatTask } from "../task/flat-task.ts";
import { noteEnd } from "../task/information-page.ts";
import { prependReady, removeReady } from "../task/ready-queue.ts";
import { current, switchToNext } from "../task/scheduler.ts";
import {
  findTask,
  forgetTask,
  isDescribed,
  isFaulting,
  TASK_FINAL,
  TASK_FLAT,
  TASK_RECEIVED,
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
import { endEmptySpacesOf, endSpace, helpFramesBack } from "./space-end.ts";

/** Tasks that are out of every queue and still have to go, linked by `next`. */
let doomed: Task | null = null;

/**
 * Ends a task, running, ready or blocked; `detail` belongs to `end`. If it was the current one, the next
 * one runs.
 */
export function endTask(task: Task, end: TaskEnd, detail: u32): void {
  const wasCurrent: bool = task === current();
  if (!wasCurrent) {
    detach(task);
  }
  doom(task, end, detail);
  let victim = doomed;
  while (victim !== null) {
    doomed = victim.next;
    victim.next = null;
    finish(victim);
    victim = doomed;
  }
  if (wasCurrent) {
    switchToNext();
  }
}

/** Ends every task of a space, and with the last one the space. */
export function endTasksOf(space: Space, end: TaskEnd, detail: u32): void {
  for (let slot: u32 = 0; slot < taskSlots(); slot++) {
    const task = taskInSlot(slot);
    if (task !== null && task.space === space) {
      endTask(task, end, detail);
    }
  }
}

function doom(task: Task, end: TaskEnd, detail: u32): void {
  noteEnd(task, end, detail);
  task.next = doomed;
  doomed = task;
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

function finish(task: Task): void {
  const identity = task.identity;
  const final: bool = (task.flags & TASK_FINAL) !== 0;
  const described: bool = isDescribed(task);
  const returns: bool = described && isRestarted(taskSlot(task));
  releaseSenders(task, returns);
  if ((task.flags & TASK_RECEIVED) !== 0) {
    releaseClients(identity, returns);
  }
  clearAlarm(task);
  const space = task.space;
  const priority = task.priority;
  abandonOperation(task);
  if ((task.flags & TASK_FLAT) !== 0) {
    endFlatTask(task);
  }
  forgetTask(task);
  if (space !== null) {
    space.tasks--;
    const manager = findTask(space.manager);
    if (space.tasks === 0) {
      // Its manager is notified when the space has come apart.
      endSpace(space, priority);
    } else if (manager !== null) {
      setNotifications(manager, NOTIFICATION_TASK_ENDED);
    }
  }
  endEmptySpacesOf(identity, priority);
  helpFramesBack(priority);
  const watcher = described ? supervisor() : null;
  if (watcher !== null) {
    setNotifications(watcher, NOTIFICATION_TASK_ENDED);
  }
  if (final) {
    finishMachine();
  }
}

/** Those whose messages were never received. */
function releaseSenders(task: Task, returns: bool): void {
  let sender = task.firstSender;
  while (sender !== null) {
    unqueueSender(task, sender);
    tellDead(sender, returns);
    sender = task.firstSender;
  }
}

/** Those who wait for an answer: of all tasks, because a list of them would cost every message its upkeep. */
function releaseClients(identity: u32, returns: bool): void {
  for (let slot: u32 = 0; slot < taskSlots(); slot++) {
    const client = taskInSlot(slot);
    if (client !== null && awaitsReply(client) && client.partner === identity) {
      tellDead(client, returns);
    }
  }
}

function awaitsReply(task: Task): bool {
  return task.state === TaskState.AWAITING_REPLY || task.state === TaskState.AWAITING_FAULT_REPLY;
}

/** `task` is in no queue and its partner is gone, which may be about to return. */
function tellDead(task: Task, returns: bool): void {
  if (isFaulting(task) && returns) {
    task.state = TaskState.AWAITING_MANAGER;
    return;
  }
  if (isFaulting(task)) {
    say("kernel: ");
    sayTask(task);
    say(" ended: its memory manager died before it answered a fault");
    endLine();
    doom(task, TaskEnd.MANAGER_DEAD, task.faultAddress);
    return;
  }
  task.registers.eax = Status.DEAD;
  task.state = TaskState.READY;
  prependReady(task);
}
