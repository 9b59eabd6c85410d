/** Lower memory, below 640 KiB, where real-mode code and its buffers must lie. Ends with the task. */
import { Status } from "../abi/status.ts";
import { type FlatWords, lowerGive, lowerTake } from "./kernel-calls.ts";

/** Takes `bytes` bytes, on a paragraph of 16. Their address, physical and virtual alike; 0 without memory. */
export function allocateLower(bytes: u32): u32 {
  const words: FlatWords = zeroed();
  return lowerTake(bytes, words) === Status.OK ? words.word0 : 0;
}

/** Gives back what the caller took; false when it did not. */
export function releaseLower(address: u32): bool {
  return lowerGive(address) === Status.OK;
}
