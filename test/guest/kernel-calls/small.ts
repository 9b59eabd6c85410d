/** NULL, YIELD, LOG, COUNTER_GET, and numbers that are no call. */
import { Counter } from "../../../lib/abi/call.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskCount } from "../../../lib/user/information.ts";
import { counterGet, logWords, nullCall, yieldTask } from "../../../lib/user/kernel-calls.ts";
import { rawCall } from "../../../lib/user/raw-call.ts";
import { counter } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

/** The numbers that no call has. */
const UNKNOWN_CALLS: FixedArray<u32, 4> = arrayOf(10, 11, 14, 15);

function testUnknown(): void {
  let refused: u32 = 0;
  for (const head of UNKNOWN_CALLS) {
    const words: SystemWords = zeroed();
    words.word0 = 0x1234_5678;
    words.word3 = 0x9abc_def0;
    const status: Status = rawCall(head, words);
    if (status === Status.BAD_CALL && words.word0 === 0x1234_5678 && words.word3 === 0x9abc_def0) {
      refused += 1;
    }
  }
  okEqual(refused, UNKNOWN_CALLS.length, "unknown call numbers are BAD_CALL and change no word");
}

function testWordsStay(): void {
  const words: SystemWords = zeroed();
  words.word0 = 11;
  words.word1 = 22;
  words.word2 = 33;
  words.word3 = 44;
  const status: Status = rawCall(0, words);
  okStatus(status, Status.OK, "NULL");
  const same: bool = words.word0 === 11 && words.word1 === 22 && words.word2 === 33 && words.word3 === 44;
  ok(same, "NULL leaves the words alone");
}

function testCounters(): void {
  ok(counter(Counter.FREE_FRAMES) > 0, "COUNTER_GET free frames");
  ok(counter(Counter.FREE_HEAP_BYTES) > 0, "COUNTER_GET free heap");
  okEqual(counter(Counter.TASKS), 4, "COUNTER_GET tasks");
  okEqual(counter(Counter.SPACES), 4, "COUNTER_GET spaces");
  ok(counter(Counter.BOOT_TO_USER) > 0, "COUNTER_GET boot to user");
  const words: SystemWords = zeroed();
  okStatus(counterGet(Counter.TICKS, words), Status.OK, "COUNTER_GET ticks");
  okStatus(counterGet(99 as Counter, words), Status.BAD_CALL, "COUNTER_GET of no counter");
  words.word1 = 0;
  okStatus(counterGet(Counter.ACCOUNT_TASKS, words), Status.OK, "COUNTER_GET of a task's account");
  words.word1 = taskCount();
  okStatus(counterGet(Counter.ACCOUNT_FRAMES, words), Status.BAD_ARGUMENT, "COUNTER_GET of nobody's account");
  okStatus(
    counterGet((Counter.ACCOUNT_SPACES + 1) as Counter, words),
    Status.BAD_CALL,
    "nor after the last one",
  );
}

export function testSmallCalls(): void {
  const words: SystemWords = zeroed();
  okStatus(nullCall(words), Status.OK, "NULL by its stub");
  testWordsStay();
  okStatus(yieldTask(), Status.OK, "YIELD");
  words.word0 = 0x000a_4b4f; // "OK\n"
  words.word1 = 0xffff_ffff;
  okStatus(logWords(words), Status.OK, "LOG");
  testUnknown();
  testCounters();
}
