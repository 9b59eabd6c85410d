/**
 * Tasks: saved registers, identity, space, and what the task waits for.
 *
 * Invariants: an identity names one task for ever; a slot whose generations are used up is never
 * used again; the first BOOT_SLOTS slots are for the described tasks, each for the task of that number alone;
 * a task stands in at most one queue (ready queue, or a receiver's queue of senders), and which one
 * follows from `state`.
 */
import {
  IDENTITY_GENERATION_LAST,
  IDENTITY_GENERATION_SHIFT,
  IDENTITY_INDEX_MASK,
  IDENTITY_INDEX_SHIFT,
  IDENTITY_NOBODY,
  IDENTITY_NUMBER_MASK,
} from "../../lib/abi/identity.ts";
import { type Registers, VECTOR_SYSTEM_CALL } from "../arch/layouts.ts";
import { chargeTask, chargeWithoutLimits, dischargeTask } from "../memory/accounts.ts";
import { memoryIsShort } from "../memory/shortage.ts";
import type { Space } from "../memory/space.ts";

export const TASKS_MAX = 4096;
/** Slots of the described tasks, by their numbers: those that Task.peers can name. */
export const BOOT_SLOTS: u32 = 32;

export enum TaskState {
  /** The slot is free. */
  FREE = 0,
  /** Runs, or stands in the ready queue of its priority. */
  READY = 1,
  /** In REPLY_WAIT with nothing to receive. */
  RECEIVING = 2,
  /** In the queue of senders of `partner`, which did not receive yet. */
  SENDING = 3,
  /** `partner` has its request and owes the answer. */
  AWAITING_REPLY = 4,
  /** `partner`, its manager, has its fault and owes the answer. */
  AWAITING_FAULT_REPLY = 5,
  /** `partner`, its manager, has died and is to be started again: it tries its instruction again then. */
  AWAITING_MANAGER = 6,
}

/** The task is part of the guard: never stopped, never exchanged. */
export const TASK_PROTECTED: u32 = 1;
/** The machine ends with this task. */
export const TASK_FINAL: u32 = 2;
/** It is in a call that goes on slice by slice (task-operation.ts); it does not return to ring 3 meanwhile. */
export const TASK_OPERATION: u32 = 4;
/** It has received: others may wait for its answer. */
export const TASK_RECEIVED: u32 = 16;
/** Runs in ring 0, without a space (flat-task.ts). */
export const TASK_FLAT: u32 = 8;

/** 128 bytes, so that a slot's address is a shift away from its number. */
@align(128)
export class Task {
  /**
   * First, so that boot/*.asm finds it at the task's own address. `registers.vector` tells whether the
   * task is inside a system call (VECTOR_SYSTEM_CALL) or was interrupted, by a fault for one.
   */
  registers: Registers = zeroed();
  generation: u32 = 0;
  /** IDENTITY_NOBODY while the slot is free. */
  identity: u32 = 0;
  state: TaskState = TaskState.FREE;
  /** Whom it sends to or awaits an answer from; while the slot is free, the number of the next free slot + 1. */
  partner: u32 = 0;
  space: Space | null = null;
  /** What CR3 holds while it runs: the page directory pointers of its space; 0 without one. */
  paging: u32 = 0;
  /** Bit n: may call and notify the task in slot n, for the first BOOT_SLOTS slots. */
  peers: u32 = 0;
  priority: u32 = 0;
  /** Of a fault: the address and FAULT_* bits. */
  faultAddress: u32 = 0;
  faultBits: u32 = 0;
  /** Notification bits that were not received yet. */
  notifications: u32 = 0;
  /** Neighbours in the queue it stands in. */
  next: Task | null = null;
  previous: Task | null = null;
  /** Tasks in state SENDING with this one as partner, first come first. */
  firstSender: Task | null = null;
  lastSender: Task | null = null;
  /** TASK_* */
  flags: u32 = 0;
}

const accountOfSlot: FixedArray<u8, typeof TASKS_MAX> = zeroed();
const tasks: FixedArray<Task, typeof TASKS_MAX> = zeroed();
let slotsUsed: u32 = BOOT_SLOTS;
let freeSlot: u32 = 0;
let count: u32 = 0;

/** A task that nobody described, with nothing but an identity; null without a slot or when the account may have no more. */
export function createTask(account: u32): Task | null {
  if (memoryIsShort() || !chargeTask(account)) {
    return null;
  }
  let slot: u32 = 0;
  if (freeSlot !== 0) {
    slot = freeSlot - 1;
    freeSlot = tasks[slot].partner;
  } else if (slotsUsed < TASKS_MAX) {
    slot = slotsUsed;
    slotsUsed++;
  } else {
    dischargeTask(account);
    return null;
  }
  return takeSlot(slot, account);
}

/** The described task of this number, of the next generation; null when its slot is taken or used up. */
export function createDescribedTask(taskNumber: u32): Task | null {
  const slot: u32 = taskNumber & (BOOT_SLOTS - 1);
  if (tasks[slot].identity !== IDENTITY_NOBODY || slotIsUsedUp(slot)) {
    return null;
  }
  chargeWithoutLimits(true);
  chargeTask(slot);
  chargeWithoutLimits(false);
  return takeSlot(slot, slot);
}

/** Whether there is no further generation of a described task. */
export function slotIsUsedUp(taskNumber: u32): bool {
  return tasks[taskNumber & (BOOT_SLOTS - 1)].generation === IDENTITY_GENERATION_LAST;
}

function takeSlot(slot: u32, account: u32): Task {
  const task = tasks[slot & (TASKS_MAX - 1)];
  accountOfSlot[slot & (TASKS_MAX - 1)] = u8(account);
  task.generation++;
  task.identity = (task.generation << IDENTITY_GENERATION_SHIFT) | (slot << IDENTITY_INDEX_SHIFT);
  count++;
  return task;
}

/** Frees the slot of a task that stands in no queue any more. */
export function forgetTask(task: Task): void {
  const slot = taskSlot(task);
  dischargeTask(accountOf(task));
  task.identity = IDENTITY_NOBODY;
  task.state = TaskState.FREE;
  task.space = null;
  task.paging = 0;
  task.peers = 0;
  task.flags = 0;
  task.notifications = 0;
  task.firstSender = null;
  task.lastSender = null;
  count--;
  if (slot >= BOOT_SLOTS && task.generation < IDENTITY_GENERATION_LAST) {
    task.partner = freeSlot;
    freeSlot = slot + 1;
  }
}

/** The task of an identity (its low four bits do not count), or null. */
export function findTask(identity: u32): Task | null {
  const wanted: u32 = identity & ~IDENTITY_NUMBER_MASK;
  const task = tasks[(identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK];
  if (wanted === IDENTITY_NOBODY || task.identity !== wanted) {
    return null;
  }
  return task;
}

/** Whatever is in the slot that an identity names: the caller compares the identity before anything else. */
export function slotOf(identity: u32): Task {
  return tasks[(identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK];
}

/** Whether the task stands at an instruction that faulted, and not in a system call. */
export function isFaulting(task: Task): bool {
  return task.registers.vector !== VECTOR_SYSTEM_CALL;
}

/** The number of the slot a task lives in. */
export function taskSlot(task: Task): u32 {
  return (task.identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
}

/** Slots that were ever used: for going over all tasks with taskInSlot. */
export function taskSlots(): u32 {
  return slotsUsed;
}

/** The task in a slot, or null while the slot is free. */
export function taskInSlot(slot: u32): Task | null {
  const task = tasks[slot & (TASKS_MAX - 1)];
  return task.identity === IDENTITY_NOBODY ? null : task;
}

/** The account that pays for the task, and for the tasks and spaces that it makes (kernel/memory/accounts.ts). */
export function accountOf(task: Task): u32 {
  return u32(accountOfSlot[taskSlot(task) & (TASKS_MAX - 1)]);
}

/** Whether the task is one of the system description; its number there is that of its slot. */
export function isDescribed(task: Task): bool {
  return taskSlot(task) < BOOT_SLOTS;
}

/**
 * While a fault waits for its answer, the error code has been read and its register keeps the tick of
 * the fault: all that a fault deadline costs on the way of a fault.
 */
export function setFaultTick(task: Task, tick: u32): void {
  task.registers.errorCode = tick;
}

/** When the fault that waits for its answer came. */
export function faultTick(task: Task): u32 {
  return task.registers.errorCode;
}

/** Tasks that exist. */
export function taskCount(): u32 {
  return count;
}
