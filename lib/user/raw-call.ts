/** Any head, also one that no stub would make: for tests and for who wants to see what the kernel says. */
import type { Status } from "../abi/status.ts";

/** Makes the kernel call whose number and identity `head` holds. */
export function rawCall(head: u32, words: SystemWords): Status {
  return systemCall(head, words) as Status;
}
