/**
 * Who runs: the current task, and the choice of the next one. Highest priority first, equals in
 * turn. The current task stands in no queue while it runs.
 */
import { activatePaging } from "../arch/active-space.ts";
import { setInterruptStack } from "../arch/descriptors.ts";
import { waitForNextInterrupt } from "../arch/idle.ts";
import { acceptInterrupts, closeWindows, forgetTurn, openWindows } from "../arch/interrupt-window.ts";
import { interruptStackOf } from "../arch/kernel-memory.ts";
import { zeroOneFrame } from "../memory/frames.ts";
import {
  appendReady,
  equalIsReady,
  firstOfPriority,
  higherIsReady,
  prependReady,
  rotateReady,
  takeHighestReady,
} from "./ready-queue.ts";
import { TASK_OPERATION, type Task, TaskState } from "./task.ts";

/** Stands for "nobody" before the first task runs and after the current one has gone. */
const nobody: Task = zeroed();

let currentTask: Task = nobody;
symbol(currentTask, "currentTask");

/** The task that entered the kernel, or that will leave it. */
export function current(): Task {
  return currentTask;
}

// A symbol of its own, so that the way to a task that is ready does not save registers for the idle loop.
symbol(idleAndSwitch, "idleAndSwitch");

/** The given task, READY, in no queue, and in a space of its own, runs when the kernel is left. */
export function switchToIsolated(task: Task): void {
  currentTask = task;
  setInterruptStack(interruptStackOf(task.registers));
  activatePaging(task.paging);
}

/** The given task, READY and in no queue, runs; one without a space runs in whatever space is active. */
function switchTo(task: Task): void {
  currentTask = task;
  setInterruptStack(interruptStackOf(task.registers));
  if (task.paging !== 0) {
    activatePaging(task.paging);
  }
}

/** The current task is blocked or gone: the next one runs, as soon as there is one. */
export function switchToNext(): void {
  currentTask = nobody;
  const next = takeHighestReady();
  if (next === null) {
    idleAndSwitch();
  } else {
    switchTo(next);
  }
}

/** kernel/ipc/serve-interrupts.ts */
declare function serveRemembered(): bool;

/** Makes frames ready, one at a time between interrupts, and then waits for interrupts, until a task can run. */
function idleAndSwitch(): void {
  // What was let in before the last task blocked would be waited for in vain.
  serveRemembered();
  let next = takeHighestReady();
  openWindows();
  while (next === null) {
    if (zeroOneFrame()) {
      acceptInterrupts();
    } else {
      waitForNextInterrupt();
    }
    serveRemembered();
    next = takeHighestReady();
  }
  closeWindows();
  forgetTurn();
  switchTo(next);
}

/** The current task is blocked: `task`, READY and in no queue, runs in its place unless a more urgent one can. */
export function handOverTo(task: Task): void {
  if (higherIsReady(task.priority)) {
    prependReady(task);
    switchToNext();
  } else {
    switchTo(task);
  }
}

/** A blocked task can run: at once if it is more urgent than the current one. */
export function makeReady(task: Task): void {
  task.state = TaskState.READY;
  appendReady(task);
}

/** Lets a more urgent task run in place of the current one, which goes on as the first of its equals. */
export function preemptIfNeeded(): void {
  const task = currentTask;
  if (task !== nobody && higherIsReady(task.priority)) {
    prependReady(task);
    switchToNext();
  }
}

/** Lets a more urgent task run in place of the current one, and when its time slice is over an equal one, too. */
export function giveWay(sliceIsOver: bool): void {
  if (sliceIsOver) {
    yieldCurrent();
  } else {
    preemptIfNeeded();
  }
}

/** Lets equals and more urgent tasks run before the current one goes on. */
export function yieldCurrent(): void {
  const task = currentTask;
  if (task !== nobody && (higherIsReady(task.priority) || equalIsReady(task.priority))) {
    appendReady(task);
    switchToNext();
  }
}

export enum YieldOutcome {
  /** Nobody of its priority is ready: it goes on. */
  ALONE = 0,
  /** Another is current now, and can go back to where it was. */
  SWITCHED = 1,
  /** The next one is in a call that goes on slice by slice: yieldCurrent does it, nothing was done. */
  LEFT = 2,
}

/** The same for the task that runs, when it asks for it: nobody more urgent is ready then. */
export function yieldAtOnce(task: Task): YieldOutcome {
  const next = firstOfPriority(task.priority);
  if (next === null) {
    return YieldOutcome.ALONE;
  }
  if ((next.flags & TASK_OPERATION) !== 0) {
    return YieldOutcome.LEFT;
  }
  rotateReady(next, task);
  switchTo(next);
  return YieldOutcome.SWITCHED;
}
