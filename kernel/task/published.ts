/**
 * Pages that the boot provides and that outlive the tasks which see them (docs/decisions/0020): the
 * regions of the manifest, and the notes that managers keep on their clients. The kernel never reads them.
 */
import { MANIFEST_NONE, type ManifestRegion } from "../../lib/abi/manifest.ts";
import {
  MANAGER_NOTES_START,
  NOTES_BYTES,
  NOTES_PAGES,
  PAGE_SHIFT,
  PAGE_SIZE_BYTES,
  PUBLISHED_START,
} from "../../lib/abi/memory-map.ts";
import { NO_FRAME } from "../memory/frame-table.ts";
import { takeKeptFrame } from "../memory/frames.ts";
import {
  KEPT_READABLE,
  KEPT_WRITABLE,
  keptMemoryIsThere,
  mapKept,
  rangeIsFree,
  unmapKept,
} from "../memory/kept-frames.ts";
import type { Space } from "../memory/space.ts";
import { describedCount, description, descriptionOf } from "./described.ts";

/** Pages between PUBLISHED_START and PUBLISHED_END. */
const PUBLISHED_PAGES = 256;
/** MANIFEST_TASKS_MAX × NOTES_PAGES. */
const NOTES_FRAMES = 64;

/** Frame of each page that regions are made of. */
const published: FixedArray<u32, typeof PUBLISHED_PAGES> = zeroed();
/** Frames of the notes on task n, from n × NOTES_PAGES on. */
const notes: FixedArray<u32, typeof NOTES_FRAMES> = zeroed();

/** Takes the frames of all regions and notes. False when they are not there. */
export function startPublished(): bool {
  for (let i: u32 = 0; i < description().regionCount; i++) {
    const region = description().regions[i];
    for (let page: u32 = 0; page < region.pages; page++) {
      const frame = takeKeptFrame();
      if (frame === NO_FRAME) {
        return false;
      }
      published[firstPage(region) + page] = frame;
    }
  }
  for (let i: u32 = 0; i < describedCount(); i++) {
    if (hasNotes(i) && !takeNotes(i)) {
      return false;
    }
  }
  return true;
}

function takeNotes(taskNumber: u32): bool {
  for (let page: u32 = 0; page < NOTES_PAGES; page++) {
    const frame = takeKeptFrame();
    if (frame === NO_FRAME) {
      return false;
    }
    notes[taskNumber * NOTES_PAGES + page] = frame;
  }
  return true;
}

function firstPage(region: ManifestRegion): u32 {
  return (region.address - PUBLISHED_START) >>> PAGE_SHIFT;
}

/** Maps the regions that a task sees into its space. False when memory runs out. */
export function mapRegions(space: Space, taskNumber: u32): bool {
  for (let i: u32 = 0; i < description().regionCount; i++) {
    const region = description().regions[i];
    const reads: bool = ((region.readers >>> (taskNumber & 31)) & 1) !== 0;
    if (region.writer !== taskNumber && !reads) {
      continue;
    }
    if (!keptMemoryIsThere(1, region.pages)) {
      return false;
    }
    const attributes: u32 = region.writer === taskNumber ? KEPT_WRITABLE : KEPT_READABLE;
    for (let page: u32 = 0; page < region.pages; page++) {
      const address: u32 = region.address + page * PAGE_SIZE_BYTES;
      mapKept(space, address, published[firstPage(region) + page], attributes);
    }
  }
  return true;
}

/** Whether there are notes on a task: its description names a manager. */
export function hasNotes(taskNumber: u32): bool {
  return descriptionOf(taskNumber).manager !== MANIFEST_NONE;
}

/** Whether the place for the notes on a task is free in a manager's space. */
export function notesFit(manager: Space, taskNumber: u32): bool {
  return rangeIsFree(manager, notesAddress(taskNumber), NOTES_PAGES);
}

/** Gives a manager the notes on a task. The caller has seen that they fit and that memory is there. */
export function mapNotes(manager: Space, taskNumber: u32): void {
  for (let page: u32 = 0; page < NOTES_PAGES; page++) {
    const address: u32 = notesAddress(taskNumber) + page * PAGE_SIZE_BYTES;
    mapKept(manager, address, notes[taskNumber * NOTES_PAGES + page], KEPT_WRITABLE);
  }
}

/** Takes the notes on a task from a manager. */
export function unmapNotes(manager: Space, taskNumber: u32): void {
  for (let page: u32 = 0; page < NOTES_PAGES; page++) {
    const address: u32 = notesAddress(taskNumber) + page * PAGE_SIZE_BYTES;
    unmapKept(manager, address, notes[taskNumber * NOTES_PAGES + page]);
  }
}

function notesAddress(taskNumber: u32): u32 {
  return MANAGER_NOTES_START + taskNumber * NOTES_BYTES;
}
