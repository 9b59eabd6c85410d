/**
 * From the loader's memory map, which lies, to the frames that can be used.
 *
 * Invariants of FrameRanges: sorted, disjoint, not adjacent, none empty, nothing below 1 MiB,
 * `frames` is their sum. Whatever the map says, a byte that any region calls reserved is in no
 * range, and neither is a frame that is only partly usable.
 */
import { LOWER_END, PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { BootError, type BootInformation } from "./boot-information.ts";
import { larger, smaller } from "./memory-place.ts";

export const FRAME_RANGES_MAX = 128;
/** Frame numbers end here: memory beyond 16 TB is ignored. */
export const FRAMES_END: u32 = 0xffff_ffff;

/** Frames `[first, first + count)`, by number. */
export class FrameRange {
  first: u32 = 0;
  count: u32 = 0;
}

export class FrameRanges {
  ranges: FixedArray<FrameRange, typeof FRAME_RANGES_MAX> = zeroed();
  count: u32 = 0;
  /** Frames in all ranges. */
  frames: u32 = 0;
  /** Frames that could be used, for whose range there was no place. */
  lostFrames: u32 = 0;
}

/**
 * Fills `result` with the usable frames above 1 MiB.
 * Errors: NO_USABLE_MEMORY when there are none.
 */
export function usableRanges(information: BootInformation, result: FrameRanges): BootError {
  result.count = 0;
  result.lostFrames = 0;
  for (let i: u32 = 0; i < information.regionCount; i++) {
    const region = information.regions[i];
    if (region.usable) {
      addRange(result, frameAtOrAfter(region.start), frameAtOrBefore(region.start + region.bytes));
    }
  }
  for (let i: u32 = 0; i < information.regionCount; i++) {
    const region = information.regions[i];
    if (!region.usable) {
      cutRange(result, frameAtOrBefore(region.start), frameAtOrAfter(region.start + region.bytes));
    }
  }
  recount(result);
  return result.frames === 0 ? BootError.NO_USABLE_MEMORY : BootError.NONE;
}

/** Takes the frames `[firstFrame, firstFrame + count)` out of the ranges; a count that wraps means all after. */
export function excludeRange(ranges: FrameRanges, firstFrame: u32, count: u32): void {
  cutRange(ranges, firstFrame, count > FRAMES_END - firstFrame ? FRAMES_END : firstFrame + count);
  recount(ranges);
}

/** Number of the frame that holds the byte, or FRAMES_END. */
function frameAtOrBefore(address: u64): u32 {
  const frame: u64 = address >> u64(PAGE_SHIFT);
  return frame >= u64(FRAMES_END) ? FRAMES_END : u32(frame);
}

/** Number of the first frame that starts at the byte or after it, or FRAMES_END. */
function frameAtOrAfter(address: u64): u32 {
  const frame = frameAtOrBefore(address);
  const partial = (u32(address) & PAGE_OFFSET_MASK) !== 0;
  return partial && frame !== FRAMES_END ? frame + 1 : frame;
}

/** Adds `[first, end)`, joined with what it touches. */
function addRange(ranges: FrameRanges, first: u32, end: u32): void {
  let start = larger(first, LOWER_END >>> PAGE_SHIFT);
  if (end <= start) {
    return;
  }
  let stop = end;
  let at: u32 = 0;
  while (at < ranges.count && endOf(ranges.ranges[at]) < start) {
    at++;
  }
  while (at < ranges.count && ranges.ranges[at].first <= stop) {
    start = smaller(start, ranges.ranges[at].first);
    stop = larger(stop, endOf(ranges.ranges[at]));
    removeAt(ranges, at);
  }
  insertAt(ranges, at, start, stop);
}

/** Removes `[first, end)`: at most one range is split by it. */
function cutRange(ranges: FrameRanges, first: u32, end: u32): void {
  if (end <= first) {
    return;
  }
  let at: u32 = 0;
  while (at < ranges.count && ranges.ranges[at].first < end) {
    const range = ranges.ranges[at];
    const stop = endOf(range);
    if (stop <= first) {
      at++;
    } else if (range.first < first) {
      range.count = first - range.first;
      at++;
      if (stop > end) {
        insertAt(ranges, at, end, stop);
        return;
      }
    } else if (stop > end) {
      range.first = end;
      range.count = stop - end;
      return;
    } else {
      removeAt(ranges, at);
    }
  }
}

function endOf(range: FrameRange): u32 {
  return range.first + range.count;
}

function removeAt(ranges: FrameRanges, index: u32): void {
  ranges.count--;
  for (let i = index; i < ranges.count; i++) {
    copy(ranges.ranges[i], ranges.ranges[i + 1]);
  }
}

/** Inserts `[first, end)` as number `index`; where all places are taken, the smallest range is lost. */
function insertAt(ranges: FrameRanges, index: u32, first: u32, end: u32): void {
  let at = index;
  if (ranges.count === FRAME_RANGES_MAX) {
    const smallest = smallestRange(ranges);
    if (ranges.ranges[smallest].count >= end - first) {
      ranges.lostFrames += end - first;
      return;
    }
    ranges.lostFrames += ranges.ranges[smallest].count;
    removeAt(ranges, smallest);
    if (smallest < at) {
      at--;
    }
  }
  for (let i = ranges.count; i > at; i--) {
    copy(ranges.ranges[i], ranges.ranges[i - 1]);
  }
  ranges.ranges[at].first = first;
  ranges.ranges[at].count = end - first;
  ranges.count++;
}

function smallestRange(ranges: FrameRanges): u32 {
  let smallest: u32 = 0;
  for (let i: u32 = 1; i < ranges.count; i++) {
    if (ranges.ranges[i].count < ranges.ranges[smallest].count) {
      smallest = i;
    }
  }
  return smallest;
}

function recount(ranges: FrameRanges): void {
  ranges.frames = 0;
  for (let i: u32 = 0; i < ranges.count; i++) {
    ranges.frames += ranges.ranges[i].count;
  }
}
