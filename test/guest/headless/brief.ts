/** Waits for anything, and ends badly: who supervises it starts it again. */
import { waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  waitForMessage(words);
  return 1;
}

symbol(start, "_start");
symbol(main, "userMain");
