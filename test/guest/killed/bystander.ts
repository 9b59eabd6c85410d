/** A client that holds memory, does nothing with it, and says on request what it finds there: a hash of all of it. */
import { IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import { MessageKind } from "../../../lib/abi/message.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { replyWait } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";
import { fillMemory, hashMemory } from "./memory.ts";

const BYTES: u32 = 0x8000;
const SEED: u32 = 0x0b75_7a4d;

function main(): u32 {
  const allocation: Allocation = zeroed();
  vmmAllocate(BYTES, allocation);
  fillMemory(allocation.address, BYTES, SEED);
  const words: SystemWords = zeroed();
  let answerTo: u32 = 0;
  while (true) {
    const head: u32 = replyWait(answerTo, words);
    const isRequest: bool = (head & IDENTITY_NUMBER_MASK) === MessageKind.REQUEST;
    answerTo = isRequest ? head & ~IDENTITY_NUMBER_MASK : 0;
    words.word0 = hashMemory(allocation.address, BYTES);
    words.word1 = allocation.address;
  }
}

symbol(start, "_start");
symbol(main, "userMain");
