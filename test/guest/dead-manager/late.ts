/** Faults when the test tells it to, after its manager has ended. */
import { ALLOCATION_START } from "../../../lib/abi/memory-map.ts";
import { findTask } from "../../../lib/user/information.ts";
import { callTask } from "../../../lib/user/kernel-calls.ts";
import { loadWord } from "../../../lib/user/memory.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  callTask(findTask("test"), words);
  loadWord(ALLOCATION_START);
  printLine("not ok 99 - a fault without a manager was survived");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
