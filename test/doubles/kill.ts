/**
 * For test builds (decision 0018): ends one described task at its k-th system call, before the call does anything. A test
 * arms it with a counter that no product's kernel knows, and reads what came of it with another.
 */

import { isDescribed, type Task, taskSlot } from "../../kernel/task/task.ts";
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { Status } from "../../lib/abi/status.ts";

/** COUNTER_GET with word 1 a task number and word 2 the number of its next calls, the last one of which is not made; 0: none. */
export const KILL_ARM: u32 = 0x7e57_0001;
/**
 * COUNTER_GET: word 0 is how many calls the task has made since, word 1 whether it was ended, word 2 the time-stamp units from there
 * to the first call of the one that took its place.
 */
export const KILL_SEEN: u32 = 0x7e57_0002;
/** How the information page says it: an exception that no processor has. */
export const KILL_VECTOR: u32 = 0x7e57;

let victim: u32 = 0xffff_ffff;
let left: u32 = 0;
let seen: u32 = 0;
let killed: u32 = 0;
let killedAt: u32 = 0;
/** 0 until the task is back. */
let away: u32 = 0;
/** Who is to end as soon as the kernel is in its slow way. */
let condemned: u32 = IDENTITY_NOBODY;

/** Counts a call of the task; true when it is the one that is not made. */
export function isLastCall(self: Task): bool {
  if (taskSlot(self) !== victim || !isDescribed(self)) {
    return false;
  }
  if (killed !== 0 && away === 0) {
    away = readTimeStampLow() - killedAt;
  }
  if (left === 0) {
    return false;
  }
  left -= 1;
  if (left !== 0) {
    seen += 1;
    return false;
  }
  killed = 1;
  killedAt = readTimeStampLow();
  condemned = self.identity;
  return true;
}

/** Whether this task is to end now. */
export function takeCondemned(self: Task): bool {
  const is: bool = condemned !== IDENTITY_NOBODY && condemned === self.identity;
  condemned = IDENTITY_NOBODY;
  return is;
}

/** The two counters. */
export function killCounter(self: Task): Status {
  if (self.registers.ebx === KILL_ARM) {
    victim = self.registers.esi;
    left = self.registers.edi;
    seen = 0;
    killed = 0;
    away = 0;
  } else {
    self.registers.ebx = seen;
    self.registers.esi = killed;
    self.registers.edi = away;
  }
  return Status.OK;
}
