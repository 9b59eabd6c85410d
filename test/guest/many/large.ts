/** A program of more than 4 MiB, which waits. */
import { waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";

const WORDS = 1_100_000;
const memory: FixedArray<u32, typeof WORDS> = zeroed();

function main(): u32 {
  const words: SystemWords = zeroed();
  while (true) {
    waitForMessage(words);
    memory[words.word0 % WORDS] = words.word0;
  }
}

symbol(start, "_start");
symbol(main, "userMain");
