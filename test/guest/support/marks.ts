/** Short ways to look at marks and counters. */

import { ATTRIBUTE_ACCESSED, ATTRIBUTE_DIRTY } from "../../../lib/abi/attributes.ts";
import type { Counter } from "../../../lib/abi/call.ts";
import { Status } from "../../../lib/abi/status.ts";
import { findTask, TASK_NUMBER_NONE, taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { addressSpaceGet, counterGet, type PageState } from "../../../lib/user/kernel-calls.ts";

/** What GET_FAILED stands for: the kernel did not answer OK. */
export const GET_FAILED: u32 = 0xffff_ffff;

/** Attributes of a page without the bits that the processor sets; GET_FAILED where GET did not answer OK. */
export function attributesAt(space: u32, address: u32): u32 {
  const state: PageState = zeroed();
  if (addressSpaceGet(space, address, state) !== Status.OK) {
    return GET_FAILED;
  }
  return state.attributes & ~(ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY);
}

/** How many pages map the frame at an address; 0 where there is none. */
export function mappingsAt(space: u32, address: u32): u32 {
  const state: PageState = zeroed();
  return addressSpaceGet(space, address, state) === Status.OK ? state.mappings : 0;
}

/** A counter's value; panics when the kernel does not know it. */
export function counter(which: Counter): u32 {
  const words: SystemWords = zeroed();
  if (counterGet(which, words) !== Status.OK) {
    panic("the kernel does not know a counter");
  }
  return words.word0;
}

/** The identity of a boot task, which must be there. */
export function taskNamed(name: string): u32 {
  const identity: u32 = findTask(name);
  if (identity === 0) {
    panic("a task of the test's system is missing");
  }
  return identity;
}

/** The space of a boot task, which must be there. */
export function spaceNamed(name: string): u32 {
  const taskNumber: u32 = taskNumberByName(name);
  if (taskNumber === TASK_NUMBER_NONE) {
    panic("a task of the test's system is missing");
  }
  return taskEntry(taskNumber).space;
}
