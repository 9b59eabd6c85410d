/**
 * The tasks that could run: one queue for each priority, and a word that says which have members.
 * Every operation takes constant time.
 */
import { PRIORITY_COUNT } from "../../lib/abi/manifest.ts";
import { highestBit } from "../../lib/core/bits.ts";
import type { Task } from "./task.ts";

class ReadyQueue {
  first: Task | null = null;
  last: Task | null = null;
}

const queues: FixedArray<ReadyQueue, typeof PRIORITY_COUNT> = zeroed();
/** Bit n: queue n has members. */
let occupied: u32 = 0;

/** The last of its priority to run. */
export function appendReady(task: Task): void {
  const queue = queues[task.priority & (PRIORITY_COUNT - 1)];
  task.next = null;
  task.previous = queue.last;
  if (queue.last === null) {
    queue.first = task;
  } else {
    queue.last.next = task;
  }
  queue.last = task;
  occupied |= 1 << (task.priority & 31);
}

/** The first of its priority to run: it was interrupted, or it has been waited for. */
export function prependReady(task: Task): void {
  const queue = queues[task.priority & (PRIORITY_COUNT - 1)];
  task.previous = null;
  task.next = queue.first;
  if (queue.first === null) {
    queue.last = task;
  } else {
    queue.first.previous = task;
  }
  queue.first = task;
  occupied |= 1 << (task.priority & 31);
}

/** Takes a task out of its queue. */
export function removeReady(task: Task): void {
  const queue = queues[task.priority & (PRIORITY_COUNT - 1)];
  if (task.previous === null) {
    queue.first = task.next;
  } else {
    task.previous.next = task.next;
  }
  if (task.next === null) {
    queue.last = task.previous;
  } else {
    task.next.previous = task.previous;
  }
  task.next = null;
  task.previous = null;
  if (queue.first === null) {
    occupied &= ~(1 << (task.priority & 31));
  }
}

/** The first task of the highest priority, taken out; null when nothing is ready. */
export function takeHighestReady(): Task | null {
  if (occupied === 0) {
    return null;
  }
  const task = queues[highestBit(occupied) & (PRIORITY_COUNT - 1)].first;
  if (task !== null) {
    removeReady(task);
  }
  return task;
}

/** The next task of a priority to run, left where it is; null without one. */
export function firstOfPriority(priority: u32): Task | null {
  return queues[priority & (PRIORITY_COUNT - 1)].first;
}

/** Takes the first task of its priority out of its queue, and puts another one of that priority at the end. */
export function rotateReady(first: Task, appended: Task): void {
  const queue = queues[appended.priority & (PRIORITY_COUNT - 1)];
  const last = queue.last!;
  last.next = appended;
  appended.previous = last;
  appended.next = null;
  queue.last = appended;
  queue.first = first.next;
  queue.first!.previous = null;
  first.next = null;
}

/** Whether a ready task has a higher priority than `priority`. */
export function higherIsReady(priority: u32): bool {
  return occupied >>> (priority & 31) > 1;
}

/** Whether a ready task has `priority`. */
export function equalIsReady(priority: u32): bool {
  return ((occupied >>> (priority & 31)) & 1) !== 0;
}
