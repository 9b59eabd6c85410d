/** Takes one message and never answers. */
import { waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  while (true) {
    waitForMessage(words);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
