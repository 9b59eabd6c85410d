/** What the tasks of this test tell the collector, and read from it. Word 0 is the operation; the collector's clients all are of this test. */
import { Status } from "../../../lib/abi/status.ts";
import { findTask } from "../../../lib/user/information.ts";
import { callTask } from "../../../lib/user/kernel-calls.ts";

export enum Report {
  /** From a task that was refused: words 1 and 2 are the time stamps of the end of the first and the beginning of the last success since the refusal before. */
  REFUSED = 1,
  /** From a task whose memory was not what it wrote. */
  CHANGED = 2,
  /** From the exchanger: word 1 is how many exchanges there were, word 2 how many of them failed. */
  EXCHANGES = 3,
  /** For the test: word 1 a task number. Answers the number of refusals, the two stamps of the last, and changes of memory of all. */
  READ = 4,
  /** For the test: the exchanger's two numbers. */
  READ_EXCHANGES = 5,
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
