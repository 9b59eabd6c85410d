/** Page arithmetic that says so when it would wrap. */
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../abi/memory-map.ts";

/** Pages that hold `bytes` bytes: 0 for 0, at most 2^20. */
export function pagesFor(bytes: u32): u32 {
  return (bytes >>> PAGE_SHIFT) + ((bytes & PAGE_OFFSET_MASK) !== 0 ? 1 : 0);
}

/** Bytes of `pages` pages; 0xffffffff where that does not fit, so that no limit is ever slipped under. */
export function bytesOfPages(pages: u32): u32 {
  return pages >= 0x10_0000 ? 0xffff_ffff : pages << PAGE_SHIFT;
}

/** `left + right`, or 0xffffffff where that does not fit. */
export function addSaturating(left: u32, right: u32): u32 {
  const sum: u32 = left + right;
  return sum < left ? 0xffff_ffff : sum;
}
