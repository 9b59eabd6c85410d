/** Keeps what the others report, and answers at once, so that nobody who hammers has to wait for the test. */
import { MANIFEST_TASKS_MAX } from "../../../lib/abi/manifest.ts";
import { taskNumberOf } from "../../../lib/user/information.ts";
import { endFaulting, ignoreNotification, serve } from "../../../lib/user/server.ts";
import { start } from "../../../lib/user/start.ts";
import { Report, USING } from "./protocol.ts";

class Kept {
  refusals: u32 = 0;
  firstSuccess: u32 = 0;
  lastSuccess: u32 = 0;
  /** USING, or 0. */
  using: u32 = 0;
}

const kept: FixedArray<Kept, typeof MANIFEST_TASKS_MAX> = zeroed();
let changes: u32 = 0;
let exchanges: u32 = 0;
let failures: u32 = 0;

function answer(words: SystemWords, about: Kept): void {
  words.word0 = about.refusals;
  words.word1 = about.firstSuccess;
  words.word2 = about.lastSuccess;
  words.word3 = changes | about.using;
}

function onReport(sender: u32, words: SystemWords): void {
  const from: Kept = kept[taskNumberOf(sender) % MANIFEST_TASKS_MAX];
  switch (words.word0 as Report) {
    case Report.REFUSED:
      from.refusals += 1;
      from.using = 0;
      from.firstSuccess = words.word1;
      from.lastSuccess = words.word2;
      break;
    case Report.USING:
      from.using = USING;
      break;
    case Report.CHANGED:
      changes += 1;
      break;
    case Report.EXCHANGES:
      exchanges = words.word1;
      failures = words.word2;
      break;
    case Report.READ:
      answer(words, kept[words.word1 % MANIFEST_TASKS_MAX]);
      break;
    case Report.READ_EXCHANGES:
      words.word0 = exchanges;
      words.word1 = failures;
      break;
  }
}

function main(): u32 {
  serve(onReport, endFaulting, ignoreNotification);
}

symbol(start, "_start");
symbol(main, "userMain");
