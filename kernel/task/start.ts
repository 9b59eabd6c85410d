/**
 * A new task: registers as ring 3 expects them, and its place in a space.
 */
import {
  REGISTERS_EFLAGS_USER,
  USER_CODE_SELECTOR,
  USER_DATA_SELECTOR,
  USER_SEGMENTS,
} from "../arch/layouts.ts";
import { type Space, spacePaging } from "../memory/space.ts";
import type { Task } from "./task.ts";

/** Room that a function expects above its arguments: a return address that is never used. */
const RETURN_ADDRESS_BYTES: u32 = 4;

/**
 * Gives a new task a space, and registers with which it will begin at `entry` with its own identity in EAX
 * and its space's in EDX. Not ready yet: the caller sets priority and peers first.
 */
export function placeTask(task: Task, space: Space, entry: u32, stack: u32): void {
  const registers = task.registers;
  setFirstRegisters(task, space.identity);
  registers.eip = entry;
  registers.cs = USER_CODE_SELECTOR;
  registers.eflags = REGISTERS_EFLAGS_USER;
  registers.esp = stack - RETURN_ADDRESS_BYTES;
  registers.ss = USER_DATA_SELECTOR;
  task.space = space;
  task.paging = spacePaging(space);
  space.tasks++;
}

/** What every task begins with: its identity in EAX, `argument` in EDX, nothing in the others. */
export function setFirstRegisters(task: Task, argument: u32): void {
  const registers = task.registers;
  registers.edi = 0;
  registers.esi = 0;
  registers.ebp = 0;
  registers.ebx = 0;
  registers.ecx = 0;
  registers.edx = argument;
  registers.eax = task.identity;
  registers.vector = 0;
  registers.errorCode = 0;
  registers.segments = USER_SEGMENTS;
}
