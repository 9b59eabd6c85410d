/**
 * Frames that follow each other, for devices and large pages; and frames that leave the table for
 * a while, because a device's window lies over them. Pure.
 *
 * Runs of at most 512 frames come from the first blocks with free frames, or from a whole one: their
 * cost does not grow with memory unless an upper limit rules those out or nothing else is left.
 */
import { freeFrame, openNextBlock, unlinkFrame, useFrame } from "./frame-blocks.ts";
import {
  BLOCK_FRAMES,
  BLOCK_SHIFT,
  BLOCK_UNUSABLE,
  FRAME_OUT,
  type FrameTable,
  frameIsManaged,
  frameIsOpen,
  NO_FRAME,
} from "./frame-table.ts";

/** Partial blocks that are looked through before a whole one is broken. */
const PARTIAL_TRIES: u32 = 4;

/**
 * Takes `count` free frames in a row, the first a multiple of `alignment` (a power of two), the last
 * below `limit`. Each has one reference and the mappings `mapping`, `mapping + 1`, … Answers the first, or NO_FRAME.
 */
export function takeRun(table: FrameTable, count: u32, alignment: u32, limit: u32, mapping: u32): u32 {
  if (count === 0 || count > table.freeFrames || alignment === 0) {
    return NO_FRAME;
  }
  let first = NO_FRAME;
  if (count <= BLOCK_FRAMES) {
    first = runInPartial(table, count, alignment, limit);
    if (first === NO_FRAME) {
      first = runInWhole(table, count, alignment, limit);
    }
  }
  if (first === NO_FRAME) {
    first = runAnywhere(table, count, alignment, limit);
  }
  if (first === NO_FRAME) {
    return NO_FRAME;
  }
  for (let i: u32 = 0; i < count; i++) {
    unlinkFrame(table, first + i);
    useFrame(table, first + i, mapping + i);
  }
  return first;
}

/** Whether the frame is free; it may lie in a block that is not open. */
export function frameIsFree(table: FrameTable, frame: u32): bool {
  if (frameIsOpen(table, frame)) {
    return table.records[frame - table.firstFrame].references === 0;
  }
  return frame >= table.firstFrame && frameIsManaged(table, frame);
}

/** Takes a free frame out of the table; opens blocks up to its own. Panics when it is not free. */
export function takeOut(table: FrameTable, frame: u32): void {
  if (!frameIsFree(table, frame)) {
    panic("frame table: frame taken out that is not free");
  }
  while (!frameIsOpen(table, frame)) {
    openNextBlock(table);
  }
  unlinkFrame(table, frame);
  table.records[frame - table.firstFrame].references = FRAME_OUT;
}

/** Whether takeOut has taken the frame. */
export function frameIsOut(table: FrameTable, frame: u32): bool {
  return (
    frameIsOpen(table, frame) &&
    frameIsManaged(table, frame) &&
    table.records[frame - table.firstFrame].references === FRAME_OUT
  );
}

/** Gives back what takeOut took. Panics when it did not. */
export function putBack(table: FrameTable, frame: u32): void {
  if (!frameIsOut(table, frame)) {
    panic("frame table: frame put back that was not taken out");
  }
  freeFrame(table, frame);
}

function runInPartial(table: FrameTable, count: u32, alignment: u32, limit: u32): u32 {
  let number = table.partial;
  for (let tries: u32 = 0; tries < PARTIAL_TRIES && number !== 0; tries++) {
    const block = table.blocks[number - 1];
    if (block.freeFrames >= count) {
      const first = runIn(table, number - 1, number - 1, count, alignment, limit);
      if (first !== NO_FRAME) {
        return first;
      }
    }
    number = block.next;
  }
  return NO_FRAME;
}

function runInWhole(table: FrameTable, count: u32, alignment: u32, limit: u32): u32 {
  if (table.whole === 0 && table.openBlocks < table.blocks.length) {
    openNextBlock(table);
  }
  return table.whole === 0
    ? NO_FRAME
    : runIn(table, table.whole - 1, table.whole - 1, count, alignment, limit);
}

/** Looks through all blocks from the lowest on. */
function runAnywhere(table: FrameTable, count: u32, alignment: u32, limit: u32): u32 {
  return table.blocks.length === 0
    ? NO_FRAME
    : runIn(table, 0, table.blocks.length - 1, count, alignment, limit);
}

/** The lowest run in the blocks from number `from` to number `to`; opens those that are not open yet. */
function runIn(table: FrameTable, from: u32, to: u32, count: u32, alignment: u32, limit: u32): u32 {
  let run: u32 = 0;
  for (let number = from; number <= to; number++) {
    if (number >= table.openBlocks) {
      openNextBlock(table);
    }
    const free = table.blocks[number].freeFrames;
    if (free === 0 || free === BLOCK_UNUSABLE) {
      run = 0;
      continue;
    }
    const start = (table.firstBlock + number) << BLOCK_SHIFT;
    for (let frame = start; frame < start + BLOCK_FRAMES; frame++) {
      if (frame >= limit) {
        return NO_FRAME;
      }
      if (!isFreeHere(table, frame)) {
        run = 0;
      } else if (run !== 0 || (frame & (alignment - 1)) === 0) {
        run++;
      }
      if (run === count) {
        return frame - count + 1;
      }
    }
  }
  return NO_FRAME;
}

/** Whether a frame of an open block with records is free. */
function isFreeHere(table: FrameTable, frame: u32): bool {
  return (
    frame >= table.firstFrame &&
    frame - table.firstFrame < table.records.length &&
    table.records[frame - table.firstFrame].references === 0
  );
}
