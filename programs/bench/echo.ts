/** The other end of the IPC rows: answers every message with its own words, as fast as a server can. */
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { MessageKind } from "../../lib/abi/message.ts";
import { replyWait, waitForMessage } from "../../lib/user/kernel-calls.ts";
import { start } from "../../lib/user/start.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  let head: u32 = waitForMessage(words);
  while (true) {
    // A REQUEST's head is the sender's identity as it is: its kind is 0.
    const answerTo: u32 = (head & IDENTITY_NUMBER_MASK) === MessageKind.REQUEST ? head : IDENTITY_NOBODY;
    head = replyWait(answerTo, words);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
