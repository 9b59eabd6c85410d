/**
 * One record for each page frame above `kernelEnd`, and the list of free frames.
 *
 * Invariants: a record is valid only once its frame was taken for the first time; until then it
 * holds whatever lay in memory, and nothing here reads it. Frames that were never taken are the
 * rest of their range: every range before `current` is used up, of `current` those below
 * `untouched` are, of the later ones none. So boot touches no record, and taking a frame costs the
 * same whether it is new or was given back. A frame is free exactly when its references are 0.
 *
 * Never touches the frames themselves: zeroing one is its taker's business.
 */
import type { FrameRecord } from "../arch/frame-record.ts";
import { FRAME_RANGES_MAX, type FrameRange } from "../boot/memory-map.ts";

/** What takeFrame answers when there is none. */
export const NO_FRAME: u32 = 0;

const REFERENCES_MAX: u32 = 0xffff_ffff;

export class FrameTable {
  /** Record number n is for the frame `firstFrame + n`. */
  records: Span<FrameRecord> = zeroed();
  firstFrame: u32 = 0;
  /** First of the frames that were given back, or NO_FRAME. */
  freeHead: u32 = 0;
  /** All free frames: given back and never taken. */
  freeFrames: u32 = 0;
  /** What addFreeFrames added, in that order. */
  ranges: FixedArray<FrameRange, typeof FRAME_RANGES_MAX> = zeroed();
  rangeCount: u32 = 0;
  /** Number of the range that new frames come from. */
  current: u32 = 0;
  /** First frame of that range that was never taken. */
  untouched: u32 = 0;
}

/** Starts with no frames. `firstFrame` is not 0. */
export function initialiseFrameTable(table: FrameTable, records: Span<FrameRecord>, firstFrame: u32): void {
  if (firstFrame === NO_FRAME || records.length > 0xffff_ffff - firstFrame) {
    panic("frame table: impossible frame numbers");
  }
  table.records = records;
  table.firstFrame = firstFrame;
  table.freeHead = NO_FRAME;
  table.freeFrames = 0;
  table.rangeCount = 0;
  table.current = 0;
  table.untouched = 0;
}

/**
 * Adds the frames `[first, first + count)`, touching none of their records. Panics when one has no
 * record or was added before, or when there are more ranges than FRAME_RANGES_MAX.
 */
export function addFreeFrames(table: FrameTable, first: u32, count: u32): void {
  if (count === 0) {
    return;
  }
  if (first < table.firstFrame || first - table.firstFrame > table.records.length) {
    panic("frame table: frames added that have no record");
  }
  if (count > table.records.length - (first - table.firstFrame)) {
    panic("frame table: frames added that have no record");
  }
  for (let i: u32 = 0; i < table.rangeCount; i++) {
    const range = table.ranges[i];
    if (first < range.first + range.count && range.first < first + count) {
      panic("frame table: frames added twice");
    }
  }
  if (table.rangeCount === FRAME_RANGES_MAX) {
    panic("frame table: too many ranges");
  }
  table.ranges[table.rangeCount].first = first;
  table.ranges[table.rangeCount].count = count;
  if (table.rangeCount === table.current) {
    table.untouched = first;
  }
  table.rangeCount++;
  table.freeFrames += count;
}

/**
 * Takes a free frame with one reference, for virtual page number `page` of space `space`.
 * Answers its number, or NO_FRAME.
 */
export function takeFrame(table: FrameTable, space: u32, page: u32): u32 {
  if (table.freeFrames === 0) {
    return NO_FRAME;
  }
  let frame = table.freeHead;
  if (frame === NO_FRAME) {
    frame = takeUntouched(table);
  } else {
    table.freeHead = table.records[frame - table.firstFrame].next;
  }
  const record = table.records[frame - table.firstFrame];
  record.references = 1;
  record.space = space;
  record.page = page;
  record.next = NO_FRAME;
  table.freeFrames--;
  return frame;
}

/** Counts one more mapping of a frame that is in use; panics when it is not. */
export function retainFrame(table: FrameTable, frame: u32): void {
  const references = frameReferences(table, frame);
  if (references === 0) {
    panic("frame table: free frame retained");
  }
  if (references === REFERENCES_MAX) {
    panic("frame table: too many references");
  }
  table.records[frame - table.firstFrame].references = references + 1;
}

/** Counts one mapping less; true when the frame became free. Panics when it was free already. */
export function releaseFrame(table: FrameTable, frame: u32): bool {
  const references = frameReferences(table, frame);
  if (references === 0) {
    panic("frame table: free frame released");
  }
  const record = table.records[frame - table.firstFrame];
  record.references = references - 1;
  if (references !== 1) {
    return false;
  }
  record.next = table.freeHead;
  table.freeHead = frame;
  table.freeFrames++;
  return true;
}

/** True for a frame that addFreeFrames added, free or in use; false for devices, holes, the kernel's own. */
export function frameIsManaged(table: FrameTable, frame: u32): bool {
  return rangeOf(table, frame) < table.rangeCount;
}

/** Mappings of the frame; 0 when it is free or not managed. */
export function frameReferences(table: FrameTable, frame: u32): u32 {
  const range = rangeOf(table, frame);
  if (range > table.current || range >= table.rangeCount) {
    return 0;
  }
  if (range === table.current && frame >= table.untouched) {
    return 0;
  }
  return table.records[frame - table.firstFrame].references;
}

/** A frame that was never taken; the caller knows that there is one. */
function takeUntouched(table: FrameTable): u32 {
  const frame = table.untouched;
  const range = table.ranges[table.current];
  table.untouched++;
  if (table.untouched === range.first + range.count) {
    table.current++;
    if (table.current < table.rangeCount) {
      table.untouched = table.ranges[table.current].first;
    }
  }
  return frame;
}

/** Number of the range that holds the frame; `rangeCount` when none does. */
function rangeOf(table: FrameTable, frame: u32): u32 {
  let number: u32 = 0;
  while (number < table.rangeCount) {
    const range = table.ranges[number];
    if (frame >= range.first && frame - range.first < range.count) {
      return number;
    }
    number++;
  }
  return number;
}
