/** The timer takes the processor from whoever holds it: the more urgent runs, equals share. */
import { Counter } from "../../../lib/abi/call.ts";
import { Status } from "../../../lib/abi/status.ts";
import { callTask, taskStop, yieldTask } from "../../../lib/user/kernel-calls.ts";
import { addressOfWords, loadWord } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";
import { type Child, waitForEnd } from "../support/child.ts";
import { counter, taskNamed } from "../support/marks.ts";
import { startProgramChild } from "../support/program.ts";
import { beginTests, finishTests, ok, okEqual, okStatus } from "../support/tap.ts";

const CALLS: u32 = 20;
const TICKS: u32 = 20;

/** Word 0: counted by the child. Word 1: counted by the test. */
const progress: FixedArray<u32, 2> = zeroed();
const firstChild: Child = zeroed();
const secondChild: Child = zeroed();

/** A child that counts for ever. */
function countForEver(_task: u32, _space: u32): never {
  while (true) {
    progress[0] = loadWord(addressOfWords(spanOf(progress))) + 1;
  }
}

/** While this task waits for an equal of two spinners, they run; it gets its turn all the same. */
function testLessUrgent(): void {
  const words: SystemWords = zeroed();
  let answered: u32 = 0;
  const before: u32 = counter(Counter.TICKS);
  for (let i: u32 = 0; i < CALLS; i++) {
    words.word0 = i;
    if (callTask(taskNamed("equal"), words) === Status.OK && words.word0 === i) {
      answered += 1;
    }
  }
  okEqual(answered, CALLS, "a server with the priority of two spinners answers");
  ok(counter(Counter.TICKS) - before < CALLS * 6, "within its share of the time");
}

/** Lets the clock go on for some ticks while it counts. Returns how far it came. */
function countForTicks(ticks: u32): u32 {
  const until: u32 = counter(Counter.TICKS) + ticks;
  let count: u32 = 0;
  while (counter(Counter.TICKS) < until) {
    count += 1;
  }
  return count;
}

function testUrgent(): void {
  const before: u32 = counter(Counter.TICKS);
  countForTicks(3);
  ok(counter(Counter.TICKS) - before >= 3, "the timer ticks while a task computes");
}

function testEquals(): void {
  const alone: u32 = countForTicks(TICKS);
  okStatus(startProgramChild(firstChild, countForEver), Status.OK, "a child that never stops");
  const shared: u32 = countForTicks(TICKS);
  const childCount: u32 = loadWord(addressOfWords(spanOf(progress)));
  ok(childCount > 0, "the child runs although its equal never waits");
  ok(shared > alone / 4 && shared < alone - alone / 4, "two equals have about half the time each");
  okStatus(startProgramChild(secondChild, countForEver), Status.OK, "another one");
  const third: u32 = countForTicks(TICKS);
  ok(third > alone / 6 && third < shared, "three equals have about a third each");
  okStatus(yieldTask(), Status.OK, "YIELD comes back");
  ok(loadWord(addressOfWords(spanOf(progress))) > childCount, "others ran meanwhile");
}

function testStop(): void {
  okStatus(taskStop(firstChild.task), Status.OK, "a task that never stops can be stopped");
  okStatus(taskStop(secondChild.task), Status.OK, "and the other one");
  waitForEnd(firstChild);
  waitForEnd(secondChild);
  const count: u32 = loadWord(addressOfWords(spanOf(progress)));
  countForTicks(2);
  okEqual(loadWord(addressOfWords(spanOf(progress))), count, "they do not run any more");
}

function main(): u32 {
  beginTests();
  testUrgent();
  testLessUrgent();
  testEquals();
  testStop();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
