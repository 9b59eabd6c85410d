/** Pages of zero bytes, and copies of what lies elsewhere: 16 bytes at once while the kernel may use SSE2. */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { vectorsAreInUse } from "./processor.ts";

/** What boot/page-contents.asm copies and clears at once. */
const STEP_MASK: u32 = 63;
const CLEAR_MASK: u32 = 511;

/** boot/page-contents.asm, while vectors are in use; `bytes` is a multiple of what it does at once, and not 0. */
declare function clearByVectors(address: u32, bytes: u32): void;
declare function copyByVectors(to: u32, from: u32, bytes: u32): void;

/** Fills the page at a mapped address, the first of a page, with zero bytes. */
export function clearPage(address: u32): void {
  clearRest(address, 0);
}

/** The same, from byte `from` of the page at the latest; what lies before it may be cleared or not. */
export function clearRest(address: u32, from: u32): void {
  if (from >= PAGE_SIZE_BYTES) {
    return;
  }
  if (vectorsAreInUse()) {
    const first: u32 = from & ~CLEAR_MASK;
    clearByVectors(address + first, PAGE_SIZE_BYTES - first);
  } else {
    const first: u32 = from & ~3;
    fillWords(address + first, 0, (PAGE_SIZE_BYTES - first) / 4);
  }
}

/** Copies between mapped addresses; the ranges do not overlap. */
export function copyContents(to: u32, from: u32, bytes: u32): void {
  let done: u32 = 0;
  if (vectorsAreInUse() && bytes > STEP_MASK) {
    done = bytes & ~STEP_MASK;
    copyByVectors(to, from, done);
  }
  copyWords(to + done, from + done, (bytes - done) / 4);
  copyBytes(to + (bytes & ~3), from + (bytes & ~3), bytes & 3);
}
