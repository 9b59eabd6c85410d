/** Waits for an answer of `silent`, which never comes; somebody else's answer would let it go on. */
import { findTask } from "../../../lib/user/information.ts";
import { callTask } from "../../../lib/user/kernel-calls.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  callTask(findTask("silent"), words);
  printLine("not ok 99 - an answer from a stranger was accepted");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
