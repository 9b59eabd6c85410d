/**
 * The machine's page frames above `kernelEnd`: the kernel's one frame table, with the contents of
 * fresh frames. A frame is named by its number (physical address divided by 4096).
 */
import type { FrameRecord } from "../arch/frame-record.ts";
import { clearFrame } from "../arch/frame-window.ts";
import type { FrameRanges } from "../boot/memory-map.ts";
import type { MemoryPlan } from "../boot/memory-plan.ts";
import {
  addFreeFrames,
  type FrameTable,
  frameReferences,
  initialiseFrameTable,
  NO_FRAME,
  releaseFrame,
  retainFrame,
  takeFrame,
} from "./frame-table.ts";

const table: FrameTable = zeroed();

/** Takes all frames of `ranges` that have a record into use; `records` is the plan's. */
export function startFrames(records: Span<FrameRecord>, plan: MemoryPlan, ranges: FrameRanges): void {
  initialiseFrameTable(table, records, plan.firstFrame);
  for (let i: u32 = 0; i < ranges.count; i++) {
    const range = ranges.ranges[i];
    addFreeFrames(table, range.first, range.count);
  }
}

/** A frame of zero bytes for page number `page` of a space, or NO_FRAME. */
export function takeZeroedFrame(space: u32, page: u32): u32 {
  const frame = takeFrame(table, space, page);
  if (frame !== NO_FRAME) {
    clearFrame(frame);
  }
  return frame;
}

/** One more page maps the frame. */
export function shareFrame(frame: u32): void {
  retainFrame(table, frame);
}

/** One page less maps the frame; the last one gives it back. */
export function dropFrame(frame: u32): void {
  releaseFrame(table, frame);
}

/** How many pages map the frame. */
export function frameMappings(frame: u32): u32 {
  return frameReferences(table, frame);
}

export function freeFrameCount(): u32 {
  return table.freeFrames;
}
