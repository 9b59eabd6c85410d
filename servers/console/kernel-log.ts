/**
 * The kernel's log on the screen: everything that was logged before a task's text stands before it. On the serial line the
 * kernel has written it itself.
 */
import { Status } from "../../lib/abi/status.ts";
import { messageByte } from "../../lib/proto/message-bytes.ts";
import { taskReadLog } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";

/** Twelve bytes each: the whole of what the kernel keeps, and an end for a log that never rests. */
const READS_MAX: u32 = 2048;

let place: u32 = 0;

/** Gives every byte that was logged since the last time to `take`. True when there was one. */
export function takeKernelLog(take: (byte: u8) => void): bool {
  const words: SystemWords = zeroed();
  const before: u32 = place;
  for (let reads: u32 = 0; reads < READS_MAX; reads++) {
    const count: u32 = readLogged(place, words);
    for (let i: u32 = 0; i < count; i++) {
      take(messageByte(words, i));
    }
    place = words.word0 + count;
    if (count === 0) {
      return place !== before;
    }
  }
  return true;
}

/** Reads from a place on: word 0 is where the first byte stands, the words 1 to 3 hold as many as the answer says. */
export function readLogged(from: u32, words: SystemWords): u32 {
  if (taskReadLog(selfIdentity(), from, words) !== Status.OK) {
    words.word0 = from;
    return 0;
  }
  let count: u32 = 0;
  while (count < 12 && messageByte(words, count) !== 0) {
    count += 1;
  }
  return count;
}
