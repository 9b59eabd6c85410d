/** A manager that ends in the middle of its first fault, without answering. */
import { IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import { MessageKind } from "../../../lib/abi/message.ts";
import { waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  const words: SystemWords = zeroed();
  let head: u32 = 0;
  while ((head & IDENTITY_NUMBER_MASK) !== MessageKind.FAULT) {
    head = waitForMessage(words);
  }
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
