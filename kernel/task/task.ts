/**
 * Tasks: saved registers, identity, space, and what the task waits for.
 *
 * Invariants: those of identities (kernel/memory/identity-table.ts); the first BOOT_SLOTS slots are for the described tasks, each for the task of that number alone;
 * a task stands in at most one queue (ready queue, or a receiver's queue of senders), and which one
 * follows from `state`.
 */
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT } from "../../lib/abi/identity.ts";
import { type Registers, VECTOR_SYSTEM_CALL } from "../arch/layouts.ts";
import { chargeTask, chargeWithoutLimits, dischargeTask } from "../memory/accounts.ts";
import { type IdentityTable, NO_SLOT } from "../memory/identity-table.ts";
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
  /** Has ended, and others still have to be told (kernel/ipc/end-task.ts): `partner` is the identity that it had. */
  ENDING = 7,
}

/** The task is part of the guard: never stopped, never exchanged. */
export const TASK_PROTECTED: u32 = 1;
/** The machine ends with this task. */
export const TASK_FINAL: u32 = 2;
/** It is in a call that goes on slice by slice (task-operation.ts); it does not return to ring 3 meanwhile. */
export const TASK_OPERATION: u32 = 4;
/** It has received: others may wait for its answer. */
export const TASK_RECEIVED: u32 = 16;
/** ENDING: it is to be started again, and those who wait for it to answer a fault wait on. */
export const TASK_RETURNS: u32 = 32;
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
  /** Whom it sends to or awaits an answer from. */
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
  /** While the slot is free: the number of the next free one + 1. */
  nextFree: u32 = 0;
}

const accountOfSlot: FixedArray<u8, typeof TASKS_MAX> = zeroed();
const tasks: IdentityTable<Task, typeof TASKS_MAX> = zeroed();

/** Before the first task. */
export function startTaskSlots(): void {
  tasks.keep(BOOT_SLOTS);
}

/** A task that nobody described, with nothing but an identity; null without a slot or when the account may have no more. */
export function createTask(account: u32): Task | null {
  if (memoryIsShort() || !chargeTask(account)) {
    return null;
  }
  const slot: u32 = tasks.take();
  if (slot === NO_SLOT) {
    dischargeTask(account);
    return null;
  }
  return beginInSlot(slot, account);
}

/** The described task of this number, of the next generation; null when its slot is taken or used up. */
export function createDescribedTask(taskNumber: u32): Task | null {
  const slot: u32 = taskNumber & (BOOT_SLOTS - 1);
  if (!describedSlotIsFree(slot) || slotIsUsedUp(slot)) {
    return null;
  }
  chargeWithoutLimits(true);
  chargeTask(slot);
  chargeWithoutLimits(false);
  return beginInSlot(slot, slot);
}

/** Whether there is no further generation of a described task. */
export function slotIsUsedUp(taskNumber: u32): bool {
  return tasks.isUsedUp(taskNumber & (BOOT_SLOTS - 1));
}

/** Whether a described task does not run, and everybody knows that the last one has ended. */
export function describedSlotIsFree(taskNumber: u32): bool {
  return (
    tasks.records[taskNumber & (BOOT_SLOTS - 1)].state === TaskState.FREE && taskInSlot(taskNumber) === null
  );
}

function beginInSlot(slot: u32, account: u32): Task {
  accountOfSlot[slot & (TASKS_MAX - 1)] = u8(account);
  return tasks.begin(slot);
}

/** The task, which stands in no queue any more, has no identity from here on: its slot is free with freeTask. */
export function forgetTask(task: Task): void {
  dischargeTask(accountOf(task));
  task.partner = task.identity;
  tasks.end(task);
  task.state = TaskState.ENDING;
  task.space = null;
  task.paging = 0;
  task.peers = 0;
  task.flags = 0;
  task.notifications = 0;
  task.firstSender = null;
  task.lastSender = null;
}

/** Frees the slot of a task of forgetTask: all who wait for it were told. */
export function freeTask(task: Task): void {
  const slot: u32 = slotNumber(task.partner);
  task.state = TaskState.FREE;
  if (slot >= BOOT_SLOTS) {
    tasks.give(slot);
  }
}

/** The task of an identity (its low four bits do not count), or null. */
export function findTask(identity: u32): Task | null {
  return tasks.find(identity);
}

/** Whatever is in the slot that an identity names: the caller compares the identity before anything else. */
export function slotOf(identity: u32): Task {
  return tasks.slotOf(identity);
}

/** Whether the task stands at an instruction that faulted, and not in a system call. */
export function isFaulting(task: Task): bool {
  return task.registers.vector !== VECTOR_SYSTEM_CALL;
}

/** The number of the slot a task lives in. */
export function taskSlot(task: Task): u32 {
  return slotNumber(task.identity);
}

/** The number of the slot that an identity is or was of. */
export function slotNumber(identity: u32): u32 {
  return (identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
}

/** Slots that were ever used: for going over all tasks with taskInSlot. */
export function taskSlots(): u32 {
  return tasks.slots();
}

/** The task in a slot, or null while the slot is free. */
export function taskInSlot(slot: u32): Task | null {
  return tasks.inSlot(slot);
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
  return tasks.countOf();
}
