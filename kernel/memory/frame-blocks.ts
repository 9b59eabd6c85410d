/**
 * Free frames by blocks of 512: taking one and giving one back, in constant time but for the first
 * frame of a block, which opens it. Invariants: see frame-table.ts.
 */
import type { FrameBlock } from "../arch/frame-record.ts";
import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
import {
  BLOCK_FRAMES,
  BLOCK_SHIFT,
  BLOCK_UNUSABLE,
  blockOf,
  FRAME_OUT,
  FRAME_ZEROED,
  type FrameTable,
  NO_FRAME,
} from "./frame-table.ts";

/** So many of the frames to be taken next are looked at for one that is not zeroed yet. */
export const ZEROED_MAX: u32 = 64;

/** Takes a free frame with one reference, its first mapping. Answers its number, or NO_FRAME. */
export function takeFrame(table: FrameTable, mapping: u32): u32 {
  const number = table.partial !== 0 ? table.partial : wholeBlock(table);
  if (number === 0) {
    return NO_FRAME;
  }
  const block = table.blocks[number - 1];
  const frame = block.freeHead;
  const record = table.records[frame - table.firstFrame];
  block.freeHead = record.secondOrNext;
  if (record.secondOrNext !== NO_FRAME) {
    table.records[record.secondOrNext - table.firstFrame].mapping = NO_FRAME;
  }
  frameHasLeft(table, block, number - 1);
  table.taken = record.sharers;
  record.references = 1;
  record.mapping = mapping;
  record.sharers = 0;
  record.secondOrNext = 0;
  return frame;
}

/** The first of the frames to be taken next that is not known to hold zero bytes; NO_FRAME when ZEROED_MAX are. */
export function frameToZero(table: FrameTable): u32 {
  // Where it would take opening a block, none is.
  const number = table.partial !== 0 ? table.partial : table.whole;
  let frame = number === 0 ? NO_FRAME : table.blocks[number - 1].freeHead;
  for (let i: u32 = 0; i < ZEROED_MAX && frame !== NO_FRAME; i++) {
    const record = table.records[frame - table.firstFrame];
    if (record.sharers !== FRAME_ZEROED) {
      return frame;
    }
    frame = record.secondOrNext;
  }
  return NO_FRAME;
}

/** Says that a free frame of an open block holds zero bytes from now on. */
export function setZeroed(table: FrameTable, frame: u32): void {
  table.records[frame - table.firstFrame].sharers = FRAME_ZEROED;
}

/** Takes frame number `wanted`, of a block that wholeBlockStart has answered, if it is free, else any. The caller has seen that one is free. */
export function takeFrameAt(table: FrameTable, wanted: u32, mapping: u32): u32 {
  if (table.records[wanted - table.firstFrame].references !== 0) {
    return takeFrame(table, mapping);
  }
  unlinkFrame(table, wanted);
  table.taken = table.records[wanted - table.firstFrame].sharers;
  useFrame(table, wanted, mapping);
  return wanted;
}

/** The first frame of an open block whose 512 frames are all free; opens one more at most. NO_FRAME without one. */
export function wholeBlockStart(table: FrameTable): u32 {
  if (table.whole === 0 && table.openBlocks < table.blocks.length) {
    openNextBlock(table);
  }
  return table.whole === 0 ? NO_FRAME : (table.firstBlock + table.whole - 1) << BLOCK_SHIFT;
}

/** Makes a frame that stands in no list one in use, with one mapping. */
export function useFrame(table: FrameTable, frame: u32, mapping: u32): void {
  const record = table.records[frame - table.firstFrame];
  record.references = 1;
  record.mapping = mapping;
  record.sharers = 0;
  record.secondOrNext = 0;
}

/** Makes a frame that stands in no list free. */
export function freeFrame(table: FrameTable, frame: u32): void {
  const number = blockOf(table, frame);
  const block = table.blocks[number];
  const record = table.records[frame - table.firstFrame];
  record.references = 0;
  record.sharers = 0;
  record.mapping = NO_FRAME;
  record.secondOrNext = block.freeHead;
  if (block.freeHead !== NO_FRAME) {
    table.records[block.freeHead - table.firstFrame].mapping = frame;
  }
  block.freeHead = frame;
  block.freeFrames++;
  table.freeFrames++;
  if (block.freeFrames === 1) {
    table.partial = linkBlock(table, table.partial, number);
  } else if (block.freeFrames === BLOCK_FRAMES) {
    table.partial = unlinkBlock(table, table.partial, number);
    table.whole = linkBlock(table, table.whole, number);
  }
}

/** Takes a free frame of an open block out of its list; its record is the caller's then. */
export function unlinkFrame(table: FrameTable, frame: u32): void {
  const number = blockOf(table, frame);
  const block = table.blocks[number];
  const record = table.records[frame - table.firstFrame];
  if (record.mapping === NO_FRAME) {
    block.freeHead = record.secondOrNext;
  } else {
    table.records[record.mapping - table.firstFrame].secondOrNext = record.secondOrNext;
  }
  if (record.secondOrNext !== NO_FRAME) {
    table.records[record.secondOrNext - table.firstFrame].mapping = record.mapping;
  }
  frameHasLeft(table, block, number);
}

/** Counts a frame that was taken out of its block's list. */
function frameHasLeft(table: FrameTable, block: FrameBlock, number: u32): void {
  block.freeFrames--;
  table.freeFrames--;
  if (block.freeFrames === 0) {
    table.partial = unlinkBlock(table, table.partial, number);
  } else if (block.freeFrames === BLOCK_FRAMES - 1) {
    table.whole = unlinkBlock(table, table.whole, number);
    table.partial = linkBlock(table, table.partial, number);
  }
}

/** Opens the lowest block that is not open. The caller has seen that there is one. */
export function openNextBlock(table: FrameTable): void {
  const number = table.openBlocks;
  const start = (table.firstBlock + number) << BLOCK_SHIFT;
  table.openBlocks++;
  const block = table.blocks[number];
  block.freeHead = NO_FRAME;
  block.freeFrames = BLOCK_UNUSABLE;
  for (let i: u32 = 0; i < table.rangeCount; i++) {
    const range = table.ranges[i];
    if (range.first < start + BLOCK_FRAMES && range.first + range.count > start) {
      if (block.freeFrames === BLOCK_UNUSABLE) {
        if (range.first > start || range.first + range.count < start + BLOCK_FRAMES) {
          putRecordsOut(table, start);
        }
        block.freeFrames = 0;
      }
      linkNewFrames(
        table,
        block,
        larger(range.first, start),
        smaller(range.first + range.count, start + BLOCK_FRAMES),
      );
    }
  }
  if (block.freeFrames === BLOCK_FRAMES) {
    table.whole = linkBlock(table, table.whole, number);
  } else if (block.freeFrames !== BLOCK_UNUSABLE) {
    table.partial = linkBlock(table, table.partial, number);
  }
}

/** Says of every frame of a block that has a record that nobody may take it. */
function putRecordsOut(table: FrameTable, start: u32): void {
  const first = larger(start, table.firstFrame);
  const end = smaller(start + BLOCK_FRAMES, table.firstFrame + table.records.length);
  const records = subSpan(table.records, first - table.firstFrame, end - first);
  for (let i: u32 = 0; i < records.length; i++) {
    records[i].references = FRAME_OUT;
    acceptInterruptsAt(i);
  }
}

/** Makes `[first, end)` the first free frames of a block, the lowest at the head. They are counted already. */
function linkNewFrames(table: FrameTable, block: FrameBlock, first: u32, end: u32): void {
  const records = subSpan(table.records, first - table.firstFrame, end - first);
  const before = block.freeHead;
  for (let i: u32 = 0; i < records.length; i++) {
    acceptInterruptsAt(i);
    const record = records[i];
    record.references = 0;
    record.mapping = first + i - 1;
    record.sharers = 0;
    record.secondOrNext = first + i + 1;
  }
  records[0].mapping = NO_FRAME;
  records[records.length - 1].secondOrNext = before;
  if (before !== NO_FRAME) {
    table.records[before - table.firstFrame].mapping = end - 1;
  }
  block.freeHead = first;
  block.freeFrames += end - first;
}

/** A block with a free frame where no open one is partial, as number + 1; 0 when no frame is free. */
function wholeBlock(table: FrameTable): u32 {
  while (table.partial === 0 && table.whole === 0) {
    if (table.openBlocks === table.blocks.length) {
      return 0;
    }
    openNextBlock(table);
  }
  return table.partial !== 0 ? table.partial : table.whole;
}

/** Puts a block in front of a list. Answers the list's new head. */
function linkBlock(table: FrameTable, head: u32, number: u32): u32 {
  const block = table.blocks[number];
  block.previous = 0;
  block.next = head;
  if (head !== 0) {
    table.blocks[head - 1].previous = number + 1;
  }
  return number + 1;
}

/** Takes a block out of a list. Answers the list's new head. */
function unlinkBlock(table: FrameTable, head: u32, number: u32): u32 {
  const block = table.blocks[number];
  if (block.next !== 0) {
    table.blocks[block.next - 1].previous = block.previous;
  }
  if (block.previous === 0) {
    return block.next;
  }
  table.blocks[block.previous - 1].next = block.next;
  return head;
}

function larger(left: u32, right: u32): u32 {
  return left > right ? left : right;
}

function smaller(left: u32, right: u32): u32 {
  return left < right ? left : right;
}
