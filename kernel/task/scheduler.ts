/**
 * Who runs: the current task, and the choice of the next one. Highest priority first, equals in
 * turn. The current task stands in no queue while it runs.
 */
import { activatePaging } from "../arch/active-space.ts";
import { setInterruptStack } from "../arch/descriptors.ts";
import { waitForNextInterrupt } from "../arch/idle.ts";
import { interruptStackOf } from "../arch/kernel-memory.ts";
import { appendReady, equalIsReady, higherIsReady, prependReady, takeHighestReady } from "./ready-queue.ts";
import { type Task, TaskState } from "./task.ts";

/** Stands for "nobody" before the first task runs and after the current one has gone. */
const nobody: Task = zeroed();

let currentTask: Task = nobody;
symbol(currentTask, "currentTask");

/** The task that entered the kernel, or that will leave it. */
export function current(): Task {
  return currentTask;
}

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

/** The current task is blocked or gone: the next one runs. Waits for interrupts while there is none. */
export function switchToNext(): void {
  currentTask = nobody;
  let next = takeHighestReady();
  while (next === null) {
    waitForNextInterrupt();
    next = takeHighestReady();
  }
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

/** Lets equals and more urgent tasks run before the current one goes on. */
export function yieldCurrent(): void {
  const task = currentTask;
  if (task !== nobody && (higherIsReady(task.priority) || equalIsReady(task.priority))) {
    appendReady(task);
    switchToNext();
  }
}
