/**
 * Moves memory that is in use out of the way of a device: contents, and every mapping of every
 * sharer, found through the frames' records. The cost grows with the frames moved (and with the
 * frames of the range that are memory), not with the size of memory or the number of spaces.
 *
 * All that can fail is looked for before the first frame moves. A frame that has been moved, or was
 * free, is out: nobody gets it until returnFrames.
 */
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { forgetPage } from "../arch/active-space.ts";
import type { FrameRecord } from "../arch/frame-record.ts";
import { copyFrame } from "../arch/frame-window.ts";
import {
  entryFrame,
  entryIsBacked,
  exchangeFrame,
  type PageEntry,
  pointersAddress,
} from "../arch/page-entry.ts";
import { takeFrame } from "./frame-blocks.ts";
import { mappingPage, mappingSlot, NO_MAPPING } from "./frame-mappings.ts";
import { frameIsFree, frameIsOut, putBack, takeOut } from "./frame-runs.ts";
import { FRAME_OUT, FRAME_PINNED, type FrameTable, frameIsManaged, frameReferences } from "./frame-table.ts";
import { frameTable, memoryIsThere, sharerPool } from "./frames.ts";
import { findEntry } from "./page-walk.ts";
import { NO_NODE } from "./sharer-pool.ts";
import { spaceOfSlot } from "./space.ts";

/** Between these two lie no memory but the windows of devices and firmware below 1 MiB. */
const LOWER_DEVICES_FIRST: u32 = 0xa0;
const LOWER_DEVICES_END: u32 = 0x100;

/**
 * Moves the memory in the frames `[first, first + count)` elsewhere. Frames that are no memory are
 * left alone. Answers PROTECTED (the kernel's own, pinned, or out already), NO_MEMORY (nowhere to
 * move it to), having changed nothing, or OK.
 */
export function relocateFrames(first: u32, count: u32): Status {
  const table = frameTable();
  if (touchesKernel(table, first, count)) {
    return Status.PROTECTED;
  }
  let moving: u32 = 0;
  let free: u32 = 0;
  for (let frame = first; frame - first < count; frame++) {
    if (!frameIsManaged(table, frame)) {
      continue;
    }
    if (frameIsFree(table, frame)) {
      free++;
    } else if (frameIsMovable(table, frame)) {
      moving++;
    } else {
      return Status.PROTECTED;
    }
  }
  if (!memoryIsThere(moving + free, 0, 0)) {
    return Status.NO_MEMORY;
  }
  moveAll(table, first, count);
  return Status.OK;
}

/** Gives the memory in the frames that relocateFrames has emptied back to the allocator. */
export function returnFrames(first: u32, count: u32): void {
  const table = frameTable();
  for (let frame = first; frame - first < count; frame++) {
    if (frameIsManaged(table, frame)) {
      putBack(table, frame);
    }
  }
}

/** How many of the frames are memory that the allocator manages. */
export function managedFramesIn(first: u32, count: u32): u32 {
  const table = frameTable();
  let frames: u32 = 0;
  for (let i: u32 = 0; i < table.rangeCount; i++) {
    const range = table.ranges[i];
    const start: u32 = range.first > first ? range.first : first;
    const end: u32 = range.first + range.count < first + count ? range.first + range.count : first + count;
    frames += start < end ? end - start : 0;
  }
  return frames;
}

/** Whether any of the frames is the kernel's, or lower memory that is no device's window. */
export function touchesKernel(table: FrameTable, first: u32, count: u32): bool {
  const lowerDevices: bool =
    first >= LOWER_DEVICES_FIRST && first < LOWER_DEVICES_END && count <= LOWER_DEVICES_END - first;
  return first < table.firstFrame && !lowerDevices;
}

/** First the free ones go out, so that no frame moves to where it has to leave again. */
function moveAll(table: FrameTable, first: u32, count: u32): void {
  for (let frame = first; frame - first < count; frame++) {
    if (frameIsManaged(table, frame) && frameIsFree(table, frame)) {
      takeOut(table, frame);
    }
  }
  for (let frame = first; frame - first < count; frame++) {
    if (frameIsManaged(table, frame) && !frameIsOut(table, frame)) {
      moveFrame(table, frame);
    }
  }
}

function frameIsMovable(table: FrameTable, frame: u32): bool {
  if (frameReferences(table, frame) === 0) {
    return false;
  }
  const record = table.records[frame - table.firstFrame];
  if ((record.references & FRAME_PINNED) !== 0 || entryOfMapping(record.mapping, frame) === null) {
    return false;
  }
  if (record.secondOrNext !== NO_MAPPING && entryOfMapping(record.secondOrNext, frame) === null) {
    return false;
  }
  let node = record.sharers;
  while (node !== NO_NODE) {
    if (entryOfMapping(sharerPool().nodes[node].mapping, frame) === null) {
      return false;
    }
    node = sharerPool().nodes[node].next;
  }
  return true;
}

/** The entry that maps the frame there; null when it does not do so by itself. */
function entryOfMapping(mapping: u32, frame: u32): PageEntry | null {
  const entry = findEntry(spaceOfSlot(mappingSlot(mapping)), mappingPage(mapping) << PAGE_SHIFT);
  return entry !== null && entryIsBacked(entry) && entryFrame(entry) === frame ? entry : null;
}

function moveFrame(table: FrameTable, frame: u32): void {
  const from = table.records[frame - table.firstFrame];
  const target = takeFrame(table, from.mapping);
  const to = table.records[target - table.firstFrame];
  copyFrame(target, frame);
  to.references = from.references;
  to.secondOrNext = from.secondOrNext;
  to.sharers = from.sharers;
  updateMappings(from, frame, target);
  from.references = FRAME_OUT;
}

function updateMappings(record: FrameRecord, frame: u32, target: u32): void {
  const nodes = sharerPool().nodes;
  updateMapping(record.mapping, frame, target);
  if (record.secondOrNext !== NO_MAPPING) {
    updateMapping(record.secondOrNext, frame, target);
  }
  let node = record.sharers;
  while (node !== NO_NODE) {
    updateMapping(nodes[node].mapping, frame, target);
    node = nodes[node].next;
  }
}

function updateMapping(mapping: u32, frame: u32, target: u32): void {
  const entry = entryOfMapping(mapping, frame);
  if (entry === null) {
    panic("relocate: a mapping has gone while its frame moved");
  }
  exchangeFrame(entry, target);
  forgetPage(pointersAddress(spaceOfSlot(mappingSlot(mapping)).pointers), mappingPage(mapping) << PAGE_SHIFT);
}
