/** Counts how often it gets the processor, in a page that it shares with whoever maps it: its first stack page. */
import { STACK_END, STACK_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { yieldTask } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  const at: u32 = STACK_END - STACK_SIZE_BYTES;
  while (true) {
    storeWord(at, loadWord(at) + 1);
    yieldTask();
  }
}

symbol(start, "_start");
symbol(main, "userMain");
