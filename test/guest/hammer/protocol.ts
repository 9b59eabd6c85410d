/** What the tasks of this test tell the collector, and read from it. Word 0 is the operation; the collector's clients all are of this test. */

import { PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { findTask } from "../../../lib/user/information.ts";
import { callTask } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";

export enum Report {
  /** From a task that was refused: words 1 and 2 are the time stamps of the end of the first and the beginning of the last success since the refusal before. */
  REFUSED = 1,
  /** From a task whose memory was not what it wrote. */
  CHANGED = 2,
  /** From the exchanger: word 1 is how many exchanges there were, word 2 how many of them failed. */
  EXCHANGES = 3,
  /** For the test: word 1 a task number. Answers the number of refusals, the two stamps of the last, and changes of memory of all, with USING. */
  READ = 4,
  /** For the test: the exchanger's two numbers. */
  READ_EXCHANGES = 5,
  /** From a task that has used memory for the first time since it was refused. */
  USING = 6,
}

/** In word 3 of the answer to READ: the task has used memory since it was last refused. */
export const USING: u32 = 0x8000_0000;

/** Pages of each task's memory, which holds the pattern. */
export const PAGES: u32 = 4;

/** What stands at the beginning of page number `page`. */
export function patternOf(page: u32): u32 {
  return (page << PAGE_SHIFT) ^ 0x3c3c_5a5a;
}

/** Writes the pattern into fresh memory. False when that was not zero. */
export function fill(address: u32): bool {
  let zero: bool = true;
  for (let page: u32 = 0; page < PAGES; page++) {
    const at: u32 = address + (page << PAGE_SHIFT);
    zero = zero && loadWord(at) === 0;
    storeWord(at, patternOf(page));
  }
  return zero;
}

/** Tells the collector, or asks it; its answer is in the words. */
export function tell(what: Report, first: u32, second: u32, words: SystemWords): void {
  words.word0 = what;
  words.word1 = first;
  words.word2 = second;
  if (callTask(findTask("collector"), words) !== Status.OK) {
    panic("the collector is not there");
  }
}
