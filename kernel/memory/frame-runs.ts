/**
 * Frames that follow each other, for devices and large pages; and frames that leave the table for
 * a while, because a device's window lies over them. Pure.
 *
 * Runs of at most 512 frames come from the first blocks with free frames, or from a whole one: their
 * cost does not grow with memory unless an upper limit rules those out or nothing else is left. Then all blocks are
 * looked through, one by one, so that whoever does it can stop in between.
 */

import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
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

/** What is looked for, and how far a search through all blocks has come. Blocks may change between two steps of it. */
export class RunSearch {
  count: u32 = 0;
  /** In frames, a power of two. */
  alignment: u32 = 0;
  /** All frames lie below. */
  limit: u32 = 0;
  /** The next block. */
  block: u32 = 0;
  /** Free frames that end with the block before. */
  run: u32 = 0;
}

/**
 * Takes `count` free frames in a row, the first a multiple of `alignment` (a power of two), the last
 * below `limit`. Each has one reference and the mappings `mapping`, `mapping + 1`, … Answers the first, or NO_FRAME.
 */
export function takeRun(table: FrameTable, count: u32, alignment: u32, limit: u32, mapping: u32): u32 {
  if (count === 0 || count > table.freeFrames || alignment === 0) {
    return NO_FRAME;
  }
  const search: RunSearch = zeroed();
  search.count = count;
  search.alignment = alignment;
  search.limit = limit;
  let first = searchNear(table, search);
  while (first === NO_FRAME && search.block < table.blocks.length) {
    first = searchNextBlock(table, search);
  }
  if (first !== NO_FRAME) {
    takeFoundRun(table, first, count, mapping, 0);
  }
  return first;
}

/** Takes the frames of a run that a search has found, all of which are free. `flags` are 0 or FRAME_PINNED. */
export function takeFoundRun(table: FrameTable, first: u32, count: u32, mapping: u32, flags: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    acceptInterruptsAt(i);
    unlinkFrame(table, first + i);
    useFrame(table, first + i, mapping + i);
    table.records[first + i - table.firstFrame].references |= flags;
  }
}

/** Looks for a run of at most 512 frames where one mostly is: in the first blocks with free frames, in a whole one. Answers its first frame, or NO_FRAME. */
export function searchNear(table: FrameTable, search: RunSearch): u32 {
  if (search.count > BLOCK_FRAMES) {
    return NO_FRAME;
  }
  const first = runInPartial(table, search);
  return first === NO_FRAME ? runInWhole(table, search) : first;
}

/**
 * Goes on with a search through all blocks, from the lowest: looks at the next one, which it may have to open. Answers the
 * first frame of the lowest run found, or NO_FRAME; the search ends with the last block. A run that began
 * in a block of an earlier step and is not free any more is passed over.
 */
export function searchNextBlock(table: FrameTable, search: RunSearch): u32 {
  const number: u32 = search.block;
  search.block = number + 1;
  if ((table.firstBlock + number) << BLOCK_SHIFT >= search.limit) {
    search.block = table.blocks.length;
    return NO_FRAME;
  }
  const run: u32 = search.run;
  const found = runIn(table, number, search);
  if (found === NO_FRAME || run === 0) {
    return found;
  }
  if (!runIsFree(table, found, search.count)) {
    search.run = 0;
    return NO_FRAME;
  }
  return found;
}

/** Whether frames that a search has found are still free. */
export function runIsFree(table: FrameTable, first: u32, count: u32): bool {
  const records = subSpan(table.records, first - table.firstFrame, count);
  for (let i: u32 = 0; i < records.length; i++) {
    acceptInterruptsAt(i);
    if (records[i].references !== 0) {
      return false;
    }
  }
  return true;
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

function runInPartial(table: FrameTable, search: RunSearch): u32 {
  let number = table.partial;
  for (let tries: u32 = 0; tries < PARTIAL_TRIES && number !== 0; tries++) {
    const block = table.blocks[number - 1];
    if (block.freeFrames >= search.count) {
      const first = runInOne(table, number - 1, search);
      if (first !== NO_FRAME) {
        return first;
      }
    }
    number = block.next;
  }
  return NO_FRAME;
}

function runInWhole(table: FrameTable, search: RunSearch): u32 {
  if (table.whole === 0 && table.openBlocks < table.blocks.length) {
    openNextBlock(table);
  }
  return table.whole === 0 ? NO_FRAME : runInOne(table, table.whole - 1, search);
}

/** The lowest run that lies in one block. */
function runInOne(table: FrameTable, number: u32, search: RunSearch): u32 {
  const first = runIn(table, number, search);
  search.run = 0;
  return first;
}

/** The lowest run that ends in a block, which is opened if it is not; `search.run` goes on from the block before. */
function runIn(table: FrameTable, number: u32, search: RunSearch): u32 {
  if (number >= table.openBlocks) {
    openNextBlock(table);
  }
  const free = table.blocks[number].freeFrames;
  if (free === 0 || free === BLOCK_UNUSABLE) {
    search.run = 0;
    return NO_FRAME;
  }
  const start = (table.firstBlock + number) << BLOCK_SHIFT;
  const from = start < table.firstFrame ? table.firstFrame : start;
  const end = smallest(start + BLOCK_FRAMES, search.limit, table.firstFrame + table.records.length);
  const records = subSpan(table.records, from - table.firstFrame, end > from ? end - from : 0);
  const count: u32 = search.count;
  const mask: u32 = search.alignment - 1;
  let run: u32 = from === start ? search.run : 0;
  for (let i: u32 = 0; i < records.length; i++) {
    acceptInterruptsAt(i);
    if (records[i].references !== 0) {
      run = 0;
    } else if (run !== 0 || ((from + i) & mask) === 0) {
      run++;
      if (run === count) {
        return from + i + 1 - count;
      }
    }
  }
  search.run = run;
  return NO_FRAME;
}

function smallest(first: u32, second: u32, third: u32): u32 {
  const smaller: u32 = first < second ? first : second;
  return smaller < third ? smaller : third;
}
