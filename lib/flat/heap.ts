/**
 * The global heap of the flat domain: `sbrk` makes it longer or shorter at its end, `allocate` and
 * `release` hand out blocks of it. It belongs to all flat tasks: a block can be given to another task
 * by its address, released by anyone, and is still there when the task that allocated it has ended.
 *
 * Both take the lock of the shared page, so that what one sbrk adds is one piece, and the
 * allocator's book is never seen half changed. Whoever uses `sbrk` with negative lengths must know
 * that nobody else has grown the heap meanwhile.
 */
import { HEAP_STEP_PAGES_MAX } from "../abi/flat.ts";
import { PAGE_SHIFT } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import {
  addHeapChunk,
  extendHeapChunk,
  HeapFree,
  heapAllocate,
  heapChunkBefore,
  heapChunkBytesFor,
  heapFree,
} from "../core/heap.ts";
import { pagesFor } from "../core/rounding.ts";
import { type FlatWords, heapBounds, heapGrow, heapShrink } from "./kernel-calls.ts";
import { releaseLock, takeLock } from "./lock.ts";
import { wordWindow } from "./memory.ts";
import { selfIdentity } from "./self.ts";
import { type FlatShared, sharedPage } from "./shared.ts";

/** The allocator makes the heap longer by so much at least. */
const GROW_PAGES: u32 = 16;
/** sbrk: there is no memory. */
export const SBRK_FAILED: u32 = 0;

/** Adds `pages` zeroed pages at the end of the global heap. Answers the address of the first, or SBRK_FAILED. */
export function sbrk(pages: u32): u32 {
  const shared = sharedPage();
  takeLock(shared.lock, selfIdentity());
  const address = growLocked(pages);
  releaseLock(shared.lock, selfIdentity());
  return address;
}

/** Takes `pages` pages from the end of the global heap; false when it has not so many beyond the first. */
export function sbrkBack(pages: u32): bool {
  const shared = sharedPage();
  takeLock(shared.lock, selfIdentity());
  const done = shrinkLocked(pages);
  releaseLock(shared.lock, selfIdentity());
  return done;
}

/** The end of the global heap: the address of the next page that sbrk adds. */
export function heapEnd(): u32 {
  const words: FlatWords = zeroed();
  heapBounds(words);
  return words.word1;
}

/** Takes `bytes` bytes, aligned to 8, contents undefined. Their address; 0 when there is no memory. */
export function allocate(bytes: u32): u32 {
  const shared = sharedPage();
  takeLock(shared.lock, selfIdentity());
  let address: u32 = heapAllocate(shared.heap, bytes);
  if (address === 0 && growFor(shared, bytes)) {
    address = heapAllocate(shared.heap, bytes);
  }
  releaseLock(shared.lock, selfIdentity());
  return address;
}

/** Gives a block back, whoever allocated it; 0 is nothing. Panics when no block in use starts at `address`. */
export function release(address: u32): void {
  if (address === 0) {
    return;
  }
  const shared = sharedPage();
  takeLock(shared.lock, selfIdentity());
  const answer = heapFree(shared.heap, address);
  releaseLock(shared.lock, selfIdentity());
  if (answer !== HeapFree.OK) {
    panic("release: this is not the start of memory in use");
  }
}

/** With the lock: all pages or none. */
function growLocked(pages: u32): u32 {
  const words: FlatWords = zeroed();
  let first: u32 = SBRK_FAILED;
  let done: u32 = 0;
  while (done < pages) {
    const step: u32 = pages - done < HEAP_STEP_PAGES_MAX ? pages - done : HEAP_STEP_PAGES_MAX;
    if (heapGrow(step, words) !== Status.OK) {
      shrinkLocked(done);
      return SBRK_FAILED;
    }
    if (done === 0) {
      first = words.word0;
    }
    done += step;
  }
  return pages === 0 ? heapEnd() : first;
}

function shrinkLocked(pages: u32): bool {
  const words: FlatWords = zeroed();
  heapBounds(words);
  if (pages >= (words.word1 - words.word0) >>> PAGE_SHIFT) {
    return false;
  }
  let left: u32 = pages;
  while (left > 0) {
    const step: u32 = left < HEAP_STEP_PAGES_MAX ? left : HEAP_STEP_PAGES_MAX;
    if (heapShrink(step) !== Status.OK) {
      return false;
    }
    left -= step;
  }
  return true;
}

/** With the lock: makes room for a block of `bytes` bytes. */
function growFor(shared: FlatShared, bytes: u32): bool {
  const needed: u32 = heapChunkBytesFor(bytes);
  if (needed === 0) {
    return false;
  }
  const pages: u32 = pagesFor(needed);
  let grown: u32 = pages < GROW_PAGES ? GROW_PAGES : pages;
  let address = growLocked(grown);
  if (address === SBRK_FAILED) {
    grown = pages;
    address = growLocked(grown);
  }
  if (address === SBRK_FAILED) {
    return false;
  }
  if (addMemory(shared, address, grown << PAGE_SHIFT)) {
    return true;
  }
  shrinkLocked(grown);
  return false;
}

/** Gives the allocator new memory, as part of the chunk before it where there is one. */
function addMemory(shared: FlatShared, address: u32, bytes: u32): bool {
  const before: u32 = heapChunkBefore(shared.heap, address);
  if (before !== 0) {
    return extendHeapChunk(shared.heap, address, wordWindow(before, (address + bytes - before) >>> 2));
  }
  return addHeapChunk(shared.heap, address, wordWindow(address, bytes >>> 2));
}
