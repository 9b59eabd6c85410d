/** Holds memory of which it touches one page more at each message; answers what it found there. */
import { IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import { PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { MessageKind } from "../../../lib/abi/message.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { replyWait } from "../../../lib/user/kernel-calls.ts";
import { loadWord } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";

const PAGES: u32 = 8;

function main(): u32 {
  const allocation: Allocation = zeroed();
  const words: SystemWords = zeroed();
  let answerTo: u32 = 0;
  let next: u32 = 0;
  vmmAllocate(PAGES * PAGE_SIZE_BYTES, allocation);
  while (true) {
    const head: u32 = replyWait(answerTo, words);
    const isRequest: bool = (head & IDENTITY_NUMBER_MASK) === MessageKind.REQUEST;
    answerTo = isRequest ? head & ~IDENTITY_NUMBER_MASK : 0;
    words.word0 = loadWord(allocation.address + (next % PAGES) * PAGE_SIZE_BYTES);
    next += 1;
  }
}

symbol(start, "_start");
symbol(main, "userMain");
