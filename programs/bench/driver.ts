/**
 * Notes when it is told of an interrupt. trigger.ts causes one and then calls, with the time at which it was about
 * to do so, and what doing so takes: the difference is a sample.
 */
import { MessageKind } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { bindInterrupt, replyWait, waitForMessage } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { addSample, beginSamples, endSamples, mustWork, ROUNDS } from "./samples.ts";

const LINE: u32 = 1;
const BIT: u32 = 1;

function main(): u32 {
  const words: SystemWords = zeroed();
  let told: u32 = 0;
  let rounds: u32 = 0;
  mustWork(bindInterrupt(selfIdentity(), LINE, BIT) === Status.OK, "bench: the line");
  beginSamples();
  let head: u32 = waitForMessage(words);
  for (;;) {
    if ((head & 15) === MessageKind.NOTIFICATION) {
      told = readTimeStampLow();
      head = waitForMessage(words);
      continue;
    }
    mustWork(told !== 0, "bench: no interrupt came");
    addSample(told - words.word0 - words.word1);
    told = 0;
    mustWork(bindInterrupt(selfIdentity(), LINE, BIT) === Status.OK, "bench: the line again");
    rounds++;
    if (rounds === ROUNDS) {
      endSamples("interrupt_to_driver");
    }
    head = replyWait(head, words);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
