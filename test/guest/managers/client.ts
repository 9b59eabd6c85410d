/** Touches one page after the other: at each notification the next, and says so. */
import { PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { findTask } from "../../../lib/user/information.ts";
import { notify, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { storeWord } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";
import { TOUCH, TOUCHED } from "./protocol.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  let next: u32 = TOUCHED;
  while (true) {
    waitForMessage(words);
    storeWord(next, next);
    next += PAGE_SIZE_BYTES;
    notify(findTask("test"), TOUCH);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
