/**
 * The machine's page frames above `kernelEnd`: the kernel's one frame table with its sharer pool,
 * and the contents of fresh frames. A frame is named by its number (physical address divided by
 * 4096), a mapping as frame-mappings.ts says.
 *
 * Invariant: what an operation has reserved (reserveMemory) nobody else can take.
 */
import type { FrameRecord } from "../arch/frame-record.ts";
import { clearFrame } from "../arch/frame-window.ts";
import { frameBlocksAt, sharerNodesAt } from "../arch/kernel-memory.ts";
import type { FrameRanges } from "../boot/memory-map.ts";
import type { MemoryPlan } from "../boot/memory-plan.ts";
import { takeFrame } from "./frame-blocks.ts";
import { releaseFrame, replaceMapping, retainFrame } from "./frame-mappings.ts";
import {
  addFreeFrames,
  blocksFor,
  type FrameTable,
  frameReferences,
  initialiseFrameTable,
  NO_FRAME,
} from "./frame-table.ts";
import { freeHeapPages, giveHeapPage, heapPageAddress, takeHeapPages } from "./heap.ts";
import { NO_PAGE } from "./page-bitmap.ts";
import {
  addPoolPage,
  initialiseSharerPool,
  NO_POOL_PAGE,
  poolPagesFor,
  type SharerPool,
} from "./sharer-pool.ts";

const BLOCKS_IN_PAGE: u32 = 256;

const table: FrameTable = zeroed();
const pool: SharerPool = zeroed();
const reservedFrames: u32 = 0;
const reservedHeapPages: u32 = 0;

/** Takes all frames of `ranges` that have a record into use; `records` is the plan's. Needs the heap. */
export function startFrames(records: Span<FrameRecord>, plan: MemoryPlan, ranges: FrameRanges): void {
  const blocks = blocksFor(plan.firstFrame, plan.frameCount);
  const page = takeHeapPages((blocks + BLOCKS_IN_PAGE - 1) / BLOCKS_IN_PAGE);
  if (page === NO_PAGE) {
    panic("no kernel heap for the table of frames");
  }
  initialiseFrameTable(table, records, frameBlocksAt(heapPageAddress(page), blocks), plan.firstFrame);
  for (let i: u32 = 0; i < ranges.count; i++) {
    const range = ranges.ranges[i];
    addFreeFrames(table, range.first, range.count);
  }
  initialiseSharerPool(pool, sharerNodesAt(heapPageAddress(0), plan.heapBytes));
  growPool();
}

/** A frame of zero bytes with one mapping, or NO_FRAME. */
export function takeZeroedFrame(mapping: u32): u32 {
  const frame = takeFrame(table, mapping);
  if (frame !== NO_FRAME) {
    clearFrame(frame);
  }
  return frame;
}

/** One more page maps the frame. The caller has seen that the heap has what sharerPagesFor says. */
export function shareFrame(frame: u32, mapping: u32): void {
  if (pool.open === 0) {
    growPool();
  }
  retainFrame(table, pool, frame, mapping);
}

/** One page less maps the frame; the last one gives it back. */
export function dropFrame(frame: u32, mapping: u32): void {
  const page = releaseFrame(table, pool, frame, mapping);
  if (page !== NO_POOL_PAGE) {
    giveHeapPage(page);
  }
}

/** The frame is mapped at `to` in place of `from`. */
export function moveFrameMapping(frame: u32, from: u32, to: u32): void {
  replaceMapping(table, pool, frame, from, to);
}

/** How many pages map the frame. */
export function frameMappings(frame: u32): u32 {
  return frameReferences(table, frame);
}

/** Frames that nobody uses. */
export function freeFrameCount(): u32 {
  return table.freeFrames;
}

/** Heap pages that `mappings` further mappings may need. */
export function sharerPagesFor(mappings: u32): u32 {
  return poolPagesFor(pool, mappings);
}

/** Whether so many frames and heap pages are free and not reserved. */
export function memoryIsThere(frames: u32, heapPages: u32): bool {
  return frames <= table.freeFrames - reservedFrames && heapPages <= freeHeapPages() - reservedHeapPages;
}

function growPool(): void {
  const page = takeHeapPages(1);
  if (page === NO_PAGE) {
    panic("sharer pool: the heap was said to have a page");
  }
  addPoolPage(pool, page);
}
