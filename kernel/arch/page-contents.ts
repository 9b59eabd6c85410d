/** Pages of zero bytes, and copies of what lies elsewhere: 16 bytes at once while the kernel may use SSE2. */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { vectorsAreInUse } from "./processor.ts";

/** What boot/page-contents.asm copies at once. */
const STEP_MASK: u32 = 63;

/** boot/page-contents.asm, while vectors are in use; `bytes` is a multiple of what it copies at once, and not 0. */
declare function clearByVectors(address: u32): void;
declare function copyByVectors(to: u32, from: u32, bytes: u32): void;

/** Fills the page at a mapped address, the first of a page, with zero bytes. */
export function clearPage(address: u32): void {
  if (vectorsAreInUse()) {
    clearByVectors(address);
  } else {
    fillWords(address, 0, PAGE_SIZE_BYTES / 4);
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
