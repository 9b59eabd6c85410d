/**
 * The first page of the global heap: what all flat tasks find without asking anybody. It holds the
 * global heap's lock and book, and words in which programs leave addresses for each other.
 */
import { Status } from "../abi/status.ts";
import type { Heap } from "../core/heap.ts";
import { type FlatWords, heapBounds } from "./kernel-calls.ts";
import type { FlatLock } from "./lock.ts";

/** Words that programs agree about among themselves. */
export const SHARED_WORDS = 64;

export class FlatShared {
  lock: FlatLock = zeroed();
  heap: Heap = zeroed();
  words: FixedArray<u32, typeof SHARED_WORDS> = zeroed();
}

let page: u32 = 0;

/** The shared page. */
export function sharedPage(): FlatShared {
  if (page === 0) {
    const words: FlatWords = zeroed();
    if (heapBounds(words) !== Status.OK) {
      panic("the kernel has no flat domain");
    }
    page = words.word0;
  }
  return referenceAt<FlatShared>(page);
}
