/**
 * Flat tasks: in ring 0, without a space, on a stack from the kernel heap with an unmapped page below.
 *
 * Invariants: a task has TASK_FLAT exactly while `records` leads from its slot to its FlatTask; its
 * `space` is null, so that switching to it never loads CR3; it is never in a state that the message
 * path looks for, because it neither sends nor receives. Its end gives back stack, guard, record,
 * windows of the DMA AREA, lower memory, and with the program's last task the program.
 */
import { FLAT_STACK_BYTES } from "../../lib/abi/flat.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { type FlatTask, flatFrameAt, flatResumeAddress, flatTaskAt } from "../arch/flat-record.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import { KERNEL_CODE_SELECTOR, REGISTERS_EFLAGS_FLAT, REGISTERS_EFLAGS_USER } from "../arch/layouts.ts";
import { chargeTables, dischargeTables, mayTakeTables } from "../memory/accounts.ts";
import { dropUsesOf } from "../memory/dma-windows.ts";
import { leaveFlatProgram, useFlatProgram } from "../memory/flat-program.ts";
import { giveAllLowerMemory } from "../memory/lower.ts";
import {
  giveKernelObject,
  giveKernelPages,
  HeapOwner,
  takeKernelObject,
  takeKernelPages,
} from "../memory/objects.ts";
import { hideHeapPage, showHeapPage } from "../memory/shared-map.ts";
import { setFirstRegisters } from "./start.ts";
import {
  accountOf,
  createDescribedTask,
  createTask,
  TASK_FLAT,
  type TASKS_MAX,
  type Task,
  taskSlot,
} from "./task.ts";

const STACK_PAGES: u32 = FLAT_STACK_BYTES >>> PAGE_SHIFT;
const GUARD_PAGES: u32 = 1;
/** EIP, CS, EFLAGS, and the return address of the entry. */
const FIRST_FRAME_BYTES: u32 = 16;

/** Address of the FlatTask of the task in a slot, or 0. */
const records: FixedArray<u32, typeof TASKS_MAX> = zeroed();

/**
 * A task that will begin at `entry` in program number `program`, with its own identity in EAX and
 * `argument` in EDX; the described task of that number itself, or one more. Null without memory or slot, or when the account may have no more. Not ready yet: the caller sets the priority first.
 */
export function createFlatTask(
  program: u32,
  entry: u32,
  argument: u32,
  described: bool,
  account: u32,
): Task | null {
  const address = takeKernelObject(sizeOf<FlatTask>(), HeapOwner.FLAT_TASKS);
  if (address === 0) {
    return null;
  }
  const record = flatTaskAt(address);
  record.program = program;
  record.pages = STACK_PAGES + GUARD_PAGES;
  acceptInterrupts();
  const pays: bool = described || mayTakeTables(account, record.pages);
  record.guard = pays ? takeStack(record.pages) : 0;
  if (record.guard === 0) {
    giveKernelObject(address, sizeOf<FlatTask>(), HeapOwner.FLAT_TASKS);
    return null;
  }
  acceptInterrupts();
  const task = described ? createDescribedTask(program) : createTask(account);
  if (task === null) {
    giveStack(record);
    giveKernelObject(address, sizeOf<FlatTask>(), HeapOwner.FLAT_TASKS);
    return null;
  }
  chargeTables(account, record.pages);
  records[taskSlot(task)] = address;
  task.flags |= TASK_FLAT;
  useFlatProgram(program);
  setRegisters(task, entry, argument, record.guard + record.pages * PAGE_SIZE_BYTES);
  return task;
}

/** One more task with the program and priority of `parent`. Null without memory or slot. */
export function startFlatSibling(parent: Task, entry: u32, argument: u32): Task | null {
  const task = createFlatTask(flatRecord(parent).program, entry, argument, false, accountOf(parent));
  if (task !== null) {
    task.priority = parent.priority;
  }
  return task;
}

/** Gives back all that a flat task has; it stands in no queue, and nobody runs on its stack. */
export function endFlatTask(task: Task): void {
  const slot = taskSlot(task);
  const record = flatRecord(task);
  dropUsesOf(task.identity);
  giveAllLowerMemory(task.identity);
  leaveFlatProgram(record.program);
  giveStack(record);
  dischargeTables(accountOf(task), record.pages);
  giveKernelObject(records[slot], sizeOf<FlatTask>(), HeapOwner.FLAT_TASKS);
  records[slot] = 0;
}

/** The record of a flat task. */
export function flatRecord(task: Task): FlatTask {
  return flatTaskAt(records[taskSlot(task)]);
}

/** Whether an address lies in the guard page below the task's stack. */
export function isFlatGuard(task: Task, address: u32): bool {
  return address - flatRecord(task).guard < PAGE_SIZE_BYTES;
}

function takeStack(pages: u32): u32 {
  const address = takeKernelPages(pages, HeapOwner.STACKS);
  if (address !== 0 && !hideHeapPage(address)) {
    giveKernelPages(address, pages, HeapOwner.STACKS);
    return 0;
  }
  return address;
}

function giveStack(record: FlatTask): void {
  showHeapPage(record.guard);
  giveKernelPages(record.guard, record.pages, HeapOwner.STACKS);
}

function setRegisters(task: Task, entry: u32, argument: u32, stackTop: u32): void {
  const frame = flatFrameAt(stackTop - FIRST_FRAME_BYTES);
  frame.eip = entry;
  frame.cs = KERNEL_CODE_SELECTOR;
  frame.eflags = REGISTERS_EFLAGS_USER;
  frame.above = 0;
  const registers = task.registers;
  setFirstRegisters(task, argument);
  registers.eip = flatResumeAddress();
  registers.cs = KERNEL_CODE_SELECTOR;
  registers.eflags = REGISTERS_EFLAGS_FLAT;
  registers.esp = stackTop - FIRST_FRAME_BYTES;
}
