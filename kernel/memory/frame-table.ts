/**
 * One record for each page frame above `kernelEnd`, and one for each 2 MiB of them, a block.
 *
 * Invariants: the records of a block hold whatever lay in memory until the block is opened, and
 * nothing reads them before; blocks are opened from the lowest on as frames are wanted, so boot
 * touches no record, and the cost of taking a frame does not depend on the size of memory. A frame
 * of an open block is free exactly when its references are 0, and then it stands in the list of
 * its block. A block with free frames stands in the list `whole` (all 512 are free) or `partial`.
 * Single frames come from partial blocks first, so that whole ones stay for runs (frame-runs.ts).
 *
 * Never touches the frames themselves: zeroing one is its taker's business.
 */
import type { FrameBlock, FrameRecord } from "../arch/frame-record.ts";
import { FRAME_RANGES_MAX, type FrameRange } from "../boot/memory-map.ts";

/** What takeFrame answers when there is none. */
export const NO_FRAME: u32 = 0;
/** FrameRecord.references of a frame that nobody may take: no memory, or lent to a device. */
export const FRAME_OUT: u32 = 0xffff_ffff;
/** FrameRecord.sharers of a free frame that is known to hold zero bytes. */
export const FRAME_ZEROED: u32 = 1;
/** In FrameRecord.references: the frame must stay where it is. */
export const FRAME_PINNED: u32 = 0x8000_0000;
export const REFERENCES_MAX: u32 = 0x7fff_fffe;
/** FrameBlock.freeFrames of a block in which no frame is managed: its records are not valid. */
export const BLOCK_UNUSABLE: u32 = 0xffff_ffff;
export const BLOCK_SHIFT: u32 = 9;
export const BLOCK_FRAMES: u32 = 512;

export class FrameTable {
  /** Record number n is for the frame `firstFrame + n`. */
  records: Span<FrameRecord> = zeroed();
  /** Block number n is for the 512 frames from `(firstBlock + n) * 512` on. */
  blocks: Span<FrameBlock> = zeroed();
  firstFrame: u32 = 0;
  firstBlock: u32 = 0;
  /** All free frames, of open blocks and of those that are not open yet. */
  freeFrames: u32 = 0;
  /** What addFreeFrames added, in that order. */
  ranges: FixedArray<FrameRange, typeof FRAME_RANGES_MAX> = zeroed();
  rangeCount: u32 = 0;
  /** Blocks below this number are open. */
  openBlocks: u32 = 0;
  /** FRAME_ZEROED when the frame that takeFrame took last is known to hold zero bytes. */
  taken: u32 = 0;
  /** First block of each list, as number + 1; 0 for none. */
  partial: u32 = 0;
  whole: u32 = 0;
}

/** Blocks that a table of these frames needs. */
export function blocksFor(firstFrame: u32, frames: u32): u32 {
  return frames === 0 ? 0 : ((firstFrame + frames - 1) >>> BLOCK_SHIFT) - (firstFrame >>> BLOCK_SHIFT) + 1;
}

/** Starts with no frames. `firstFrame` is not 0; `blocks` are as many as blocksFor says. */
export function initialiseFrameTable(
  table: FrameTable,
  records: Span<FrameRecord>,
  blocks: Span<FrameBlock>,
  firstFrame: u32,
): void {
  if (firstFrame === NO_FRAME || records.length > 0xffff_ffff - firstFrame) {
    panic("frame table: impossible frame numbers");
  }
  if (blocks.length < blocksFor(firstFrame, records.length)) {
    panic("frame table: fewer blocks than frames");
  }
  table.records = records;
  table.blocks = blocks;
  table.firstFrame = firstFrame;
  table.firstBlock = firstFrame >>> BLOCK_SHIFT;
  table.freeFrames = 0;
  table.rangeCount = 0;
  table.openBlocks = 0;
  table.partial = 0;
  table.whole = 0;
}

/**
 * Adds the frames `[first, first + count)`. Panics when one has no record or was added before, when
 * one lies in a block that is open already, or when there are more ranges than FRAME_RANGES_MAX.
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
  if (blockOf(table, first) < table.openBlocks) {
    panic("frame table: frames added to a block in use");
  }
  table.ranges[table.rangeCount].first = first;
  table.ranges[table.rangeCount].count = count;
  table.rangeCount++;
  table.freeFrames += count;
}

/** True for a frame that addFreeFrames added, free or in use; false for devices, holes, the kernel's own. */
export function frameIsManaged(table: FrameTable, frame: u32): bool {
  for (let number: u32 = 0; number < table.rangeCount; number++) {
    const range = table.ranges[number];
    if (frame >= range.first && frame - range.first < range.count) {
      return true;
    }
  }
  return false;
}

/** Mappings of the frame; 0 when it is free, out, or not managed. */
export function frameReferences(table: FrameTable, frame: u32): u32 {
  if (!frameIsOpen(table, frame)) {
    return 0;
  }
  const references = table.records[frame - table.firstFrame].references;
  return references === FRAME_OUT ? 0 : references & ~FRAME_PINNED;
}

/** Whether the frame has a record that can be read. */
export function frameIsOpen(table: FrameTable, frame: u32): bool {
  return (
    frame >= table.firstFrame &&
    frame - table.firstFrame < table.records.length &&
    blockOf(table, frame) < table.openBlocks &&
    table.blocks[blockOf(table, frame)].freeFrames !== BLOCK_UNUSABLE
  );
}

/** Number of the block that holds a frame from `firstFrame` on. */
export function blockOf(table: FrameTable, frame: u32): u32 {
  return (frame >>> BLOCK_SHIFT) - table.firstBlock;
}
