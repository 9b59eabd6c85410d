/**
 * The machine's page frames above `kernelEnd`: the kernel's one frame table with its sharer pool,
 * and the contents of fresh frames. A frame is named by its number (physical address divided by
 * 4096), a mapping as frame-mappings.ts says.
 *
 * Invariant: what an operation has reserved (reserveMemory) nobody else can take.
 */
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import type { FrameRecord } from "../arch/frame-record.ts";
import { clearFrame, copyFrame } from "../arch/frame-window.ts";
import { frameBlocksAt, sharerNodesAt } from "../arch/kernel-memory.ts";
import type { FrameRanges } from "../boot/memory-map.ts";
import type { MemoryPlan } from "../boot/memory-plan.ts";
import { refuseBoot } from "../debug/panic.ts";
import {
  countMapping,
  countMappings,
  countNodes,
  takeOneNode,
  uncountMapping,
  uncountNode,
} from "./accounts.ts";
import { frameToZero, setZeroed, takeFrame, takeFrameAt, wholeBlockStart } from "./frame-blocks.ts";
import {
  NO_MAPPING,
  releaseFrame,
  replaceMapping,
  retainFrame,
  retainFurther,
  retainOnce,
  SHARERS_MAX,
  TOO_MANY_NODES,
} from "./frame-mappings.ts";
import { takeFoundRun } from "./frame-runs.ts";
import {
  addFreeFrames,
  blocksFor,
  FRAME_PINNED,
  FRAME_ZEROED,
  type FrameTable,
  frameIsManaged,
  frameReferences,
  initialiseFrameTable,
  NO_FRAME,
} from "./frame-table.ts";
import {
  givePageNumber,
  heapPageAddress,
  heapSpanPages,
  reserveHeapPages,
  takePageNumbers,
  unreservedHeapPages,
  unreserveHeapPages,
} from "./heap.ts";
import { frameIsHeld } from "./held-frame.ts";
import { NO_PAGE } from "./page-bitmap.ts";
import {
  addPoolPage,
  initialiseSharerPool,
  NO_POOL_PAGE,
  poolPagesFor,
  type SharerPool,
} from "./sharer-pool.ts";
import { memoryIsShort } from "./shortage.ts";

const BLOCKS_IN_PAGE: u32 = 256;
/** Sharers that are passed in one go: about 800 instructions. */
const NODES_AT_ONCE: u32 = 64;
/** Added to the references of a frame that the kernel keeps: it takes no more mappings by anybody else. */
const KEPT_REFERENCES: u32 = 0x4000_0000;

const table: FrameTable = zeroed();
const pool: SharerPool = zeroed();
let reservedFrames: u32 = 0;
let reservedNodes: u32 = 0;

/** Takes all frames of `ranges` that have a record into use; `records` is the plan's. Needs the heap. */
export function startFrames(records: Span<FrameRecord>, plan: MemoryPlan, ranges: FrameRanges): void {
  const blocks = blocksFor(plan.firstFrame, plan.frameCount);
  const page = memoryIsShort() ? NO_PAGE : takePageNumbers((blocks + BLOCKS_IN_PAGE - 1) / BLOCKS_IN_PAGE);
  if (page === NO_PAGE) {
    refuseBoot("the kernel heap has no room for the table of frames: ask for more with heap=SIZE");
  }
  initialiseFrameTable(table, records, frameBlocksAt(heapPageAddress(page), blocks), plan.firstFrame);
  for (let i: u32 = 0; i < ranges.count; i++) {
    const range = ranges.ranges[i];
    addFreeFrames(table, range.first, range.count);
  }
  initialiseSharerPool(pool, sharerNodesAt(heapPageAddress(0), heapSpanPages() << PAGE_SHIFT));
  if (memoryIsShort() || !growPool()) {
    refuseBoot("the kernel heap has no room for the list of sharers: ask for more with heap=SIZE");
  }
}

/** A frame of zero bytes with one mapping, or NO_FRAME. */
export function takeZeroedFrame(mapping: u32): u32 {
  const frame = takeFrame(table, mapping);
  if (frame !== NO_FRAME) {
    countMapping(mapping);
  }
  if (table.taken !== FRAME_ZEROED && frame !== NO_FRAME) {
    clearFrame(frame);
  }
  return frame;
}

/** Clears one of the frames that are taken next, for when nothing else is to be done; false when enough of them are. */
export function zeroOneFrame(): bool {
  const frame = frameToZero(table);
  if (frame === NO_FRAME) {
    return false;
  }
  clearFrame(frame);
  setZeroed(table, frame);
  return true;
}

/** The same with frame number `wanted` if that is free, else with any. */
export function takeZeroedFrameAt(wanted: u32, mapping: u32): u32 {
  const frame = takeFrameAt(table, wanted, mapping);
  countMapping(mapping);
  if (table.taken !== FRAME_ZEROED) {
    clearFrame(frame);
  }
  return frame;
}

/** The first of 512 free frames, a multiple of 512, or NO_FRAME. */
export function firstOfWholeBlock(): u32 {
  return wholeBlockStart(table);
}

/**
 * A frame of zero bytes for the part of the map that every space shares, or NO_FRAME. No space's mapping
 * leads to it, so it is pinned: it never moves out of a device's way.
 */
export function takeSharedFrame(): u32 {
  const frame = takeZeroedFrame(NO_MAPPING);
  if (frame !== NO_FRAME) {
    table.records[frame - table.firstFrame].references |= FRAME_PINNED;
  }
  return frame;
}

/** A frame of zero bytes that the kernel keeps for good (kept-frames.ts), or NO_FRAME. */
export function takeKeptFrame(): u32 {
  const frame = takeSharedFrame();
  if (frame !== NO_FRAME) {
    table.records[frame - table.firstFrame].references += KEPT_REFERENCES;
  }
  return frame;
}

/** A frame of undefined contents with one mapping. The caller has seen that one is free, and fills all of it. */
export function takeFrameToFill(mapping: u32): u32 {
  countMapping(mapping);
  return takeFrame(table, mapping);
}

/** Gives a frame of takeSharedFrame back. */
export function dropSharedFrame(frame: u32): void {
  dropFrame(frame, NO_MAPPING);
}

/** Takes free frames in a row that a search has found (frame-runs.ts); they are pinned, their contents undefined. */
export function takePinnedRun(first: u32, frames: u32): void {
  takeFoundRun(table, first, frames, NO_MAPPING, FRAME_PINNED);
}

/** Gives frames of takePinnedRun back: `frames` of them, from number `from` of the row on. */
export function dropRun(first: u32, from: u32, frames: u32): void {
  for (let i: u32 = from; i < from + frames; i++) {
    dropFrame(first + i, NO_MAPPING + i);
  }
}

/** One more page maps the frame. The caller has seen that the heap has what sharerPagesFor says. */
export function shareFrame(frame: u32, mapping: u32): void {
  retainAnyway(frame, mapping);
  countMapping(mapping);
}

/** The same for frames in a row, at mappings in a row of one space. */
export function shareFrames(first: u32, count: u32, mapping: u32): void {
  let nodes: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const record = table.records[first + i - table.firstFrame];
    if (retainOnce(record, mapping + i)) {
      continue;
    }
    if (pool.open !== 0 && retainFurther(pool, record, mapping + i)) {
      nodes++;
    } else {
      retainAnyway(first + i, mapping + i);
    }
  }
  countNodes(mapping, nodes);
  countMappings(mapping, count);
}

function retainAnyway(frame: u32, mapping: u32): void {
  if (pool.open === 0 && !growPool()) {
    panic("sharer pool: the heap was said to have a page");
  }
  retainFrame(table, pool, frame, mapping);
}

/** One page less maps the frame; the last one gives it back. */
export function dropFrame(frame: u32, mapping: u32): void {
  dropNear(frame, mapping, SHARERS_MAX);
}

/** The same where it takes no long search through the frame's sharers; false, and nothing has changed, where it does. */
export function dropFrameAtOnce(frame: u32, mapping: u32): bool {
  return dropNear(frame, mapping, NODES_AT_ONCE);
}

function dropNear(frame: u32, mapping: u32, nodesMax: u32): bool {
  const page = releaseFrame(table, pool, frame, mapping, nodesMax);
  if (page === TOO_MANY_NODES) {
    return false;
  }
  uncountMapping(mapping);
  if (page !== NO_POOL_PAGE) {
    givePageNumber(page);
  }
  return true;
}

/** The frame is mapped at `to` in place of `from`. */
export function moveFrameMapping(frame: u32, from: u32, to: u32): void {
  replaceMapping(table, pool, frame, from, to);
  uncountMapping(from);
  countMapping(to);
}

/** How many pages map the frame; the kernel counts as one for a frame that it keeps. */
export function frameMappings(frame: u32): u32 {
  return frameReferences(table, frame) & ~KEPT_REFERENCES;
}

/** Whether a frame in use may get one more mapping. */
export function frameTakesMore(frame: u32): bool {
  return (table.records[frame - table.firstFrame].references & ~FRAME_PINNED) < SHARERS_MAX;
}

/** Whether each of the frames in use `[first, first + count)` may get one more mapping. */
export function framesTakeMore(first: u32, count: u32): bool {
  for (let i: u32 = 0; i < count; i++) {
    if (!frameTakesMore(first + i)) {
      return false;
    }
  }
  return true;
}

/** Frames that nobody uses. */
export function freeFrameCount(): u32 {
  return table.freeFrames;
}

/** Heap pages that `mappings` further mappings may need, beside what is reserved. */
export function sharerPagesFor(mappings: u32): u32 {
  return poolPagesFor(pool, reservedNodes + mappings);
}

/** Whether so many frames, heap pages and nodes for further mappings are free and not reserved. */
export function memoryIsThere(frames: u32, heapPages: u32, nodes: u32): bool {
  const pages: u32 = unreservedHeapPages();
  return (
    !memoryIsShort() &&
    frames <= table.freeFrames - reservedFrames &&
    heapPages <= pages &&
    sharerPagesFor(nodes) <= pages - heapPages
  );
}

/** Whether a frame is free and not reserved, and can be taken without opening a block of them. */
export function frameIsAtHand(): bool {
  return (
    !memoryIsShort() && table.freeFrames !== reservedFrames && (table.partial !== 0 || table.whole !== 0)
  );
}

/** One more page, which is counted already, maps a frame that is in use; false, and nothing has changed, where that takes a look at more. */
export function shareCountedFrame(frame: u32, mapping: u32): bool {
  const record = table.records[frame - table.firstFrame];
  return retainOnce(record, mapping) || shareFurther(record, mapping);
}

function shareFurther(record: FrameRecord, mapping: u32): bool {
  if (memoryIsShort() || frameIsHeld() || pool.freeNodes <= reservedNodes || !takeOneNode(mapping)) {
    return false;
  }
  if (!retainFurther(pool, record, mapping)) {
    uncountNode(mapping);
    return false;
  }
  return true;
}

/** Keeps memory that is there for an operation that waits. */
export function reserveMemory(frames: u32, heapPages: u32, nodes: u32): void {
  reservedFrames += frames;
  reserveHeapPages(heapPages);
  reservedNodes += nodes;
}

/** Ends a reservation. */
export function unreserveMemory(frames: u32, heapPages: u32, nodes: u32): void {
  reservedFrames -= frames;
  unreserveHeapPages(heapPages);
  reservedNodes -= nodes;
}

/** One page less maps a device's frame, which may be memory that was lent to the device. */
export function dropDeviceFrame(frame: u32, mapping: u32): void {
  if (frameIsManaged(table, frame)) {
    dropFrame(frame, mapping);
  }
}

/** One more page maps a device's frame. */
export function shareDeviceFrame(frame: u32, mapping: u32): void {
  if (frameIsManaged(table, frame)) {
    shareFrame(frame, mapping);
  }
}

/** A device's frame is mapped at `to` in place of `from`. */
export function moveDeviceMapping(frame: u32, from: u32, to: u32): void {
  if (frameIsManaged(table, frame)) {
    moveFrameMapping(frame, from, to);
  }
}

/** A frame with the contents of another, with one mapping. The caller has seen that one is free. */
export function takeCopy(frame: u32, mapping: u32): u32 {
  const own = takeFrame(table, mapping);
  countMapping(mapping);
  copyFrame(own, frame);
  return own;
}

/** A frame in use stays where it is until nobody maps it: relocation answers PROTECTED. */
export function pinFrame(frame: u32): void {
  table.records[frame - table.firstFrame].references |= FRAME_PINNED;
}

/** The kernel's one frame table and pool, for relocate.ts. */
export function frameTable(): FrameTable {
  return table;
}

export function sharerPool(): SharerPool {
  return pool;
}

function growPool(): bool {
  const page = takePageNumbers(1);
  if (page === NO_PAGE) {
    return false;
  }
  addPoolPage(pool, page);
  return true;
}
