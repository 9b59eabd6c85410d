/**
 * Finds places for the kernel's own things in usable memory below HEAP_AREA_END.
 * Never looks at what lies there already: that is the caller's business.
 */
import { HEAP_AREA_END, PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import type { FrameRanges } from "./memory-map.ts";

/** No address at all: everything placed is page aligned. */
export const NO_PLACE: u32 = 0xffff_ffff;

/** The next page boundary; the caller knows that the value lies below the last page. */
export function pageUp(value: u32): u32 {
  return (value + PAGE_OFFSET_MASK) & ~PAGE_OFFSET_MASK;
}

export function smaller(left: u32, right: u32): u32 {
  return left < right ? left : right;
}

export function larger(left: u32, right: u32): u32 {
  return left > right ? left : right;
}

/** Lowest page boundary from `from` on with `bytes` bytes of usable memory, or NO_PLACE. */
export function placeFrom(ranges: FrameRanges, from: u32, bytes: u32): u32 {
  if (from > HEAP_AREA_END || bytes > HEAP_AREA_END) {
    return NO_PLACE;
  }
  const lowest = pageUp(from) >>> PAGE_SHIFT;
  const frames = pageUp(bytes) >>> PAGE_SHIFT;
  const limit = HEAP_AREA_END >>> PAGE_SHIFT;
  for (let i: u32 = 0; i < ranges.count; i++) {
    const range = ranges.ranges[i];
    const start = larger(range.first, lowest);
    const end = smaller(range.first + range.count, limit);
    if (start <= end && end - start >= frames) {
      return start << PAGE_SHIFT;
    }
  }
  return NO_PLACE;
}

/** True when `start` is page aligned and every page of `[start, start + bytes)` is usable, below HEAP_AREA_END. */
export function fitsInUsable(ranges: FrameRanges, start: u32, bytes: u32): bool {
  return placeFrom(ranges, start, bytes) === start;
}
