/** Touches three pages of what a manager hands out, and waits for nobody. */
import { ALLOCATION_START, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { storeWord } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";

const PAGES: u32 = 3;

function main(): u32 {
  for (let i: u32 = 0; i < PAGES; i++) {
    storeWord(ALLOCATION_START + i * PAGE_SIZE_BYTES, i);
  }
  const words: SystemWords = zeroed();
  waitForMessage(words);
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
