/** A manager that says at its start that it has done all, backs what its clients touch, and acknowledges nothing after that. */
import { ATTRIBUTE_BACKED, ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../../lib/abi/attributes.ts";
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import { PAGE_OFFSET_MASK } from "../../../lib/abi/memory-map.ts";
import { FaultAction, MessageKind } from "../../../lib/abi/message.ts";
import { addressSpaceAlloc, replyWait } from "../../../lib/user/kernel-calls.ts";
import { acknowledgeRevocation, publishedEpoch } from "../../../lib/user/policy-view.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  acknowledgeRevocation(publishedEpoch(), 0);
  const words: SystemWords = zeroed();
  let answerTo: u32 = IDENTITY_NOBODY;
  while (true) {
    const head: u32 = replyWait(answerTo, words);
    answerTo = IDENTITY_NOBODY;
    if ((head & IDENTITY_NUMBER_MASK) === MessageKind.FAULT && head > IDENTITY_NUMBER_MASK) {
      const attributes: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
      addressSpaceAlloc(words.word3, words.word0 & ~PAGE_OFFSET_MASK, 1, attributes);
      words.word0 = FaultAction.RESUME;
      words.word1 = 0;
      answerTo = head & ~IDENTITY_NUMBER_MASK;
    }
  }
}

symbol(start, "_start");
symbol(main, "userMain");
