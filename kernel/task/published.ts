/**
 * Pages that the boot provides and that outlive the tasks which see them (docs/decisions/0020): the
 * regions of the manifest, and the notes that managers keep on their clients. The kernel never reads them.
 */
import { MANIFEST_NONE, type MANIFEST_REGION_PAGES_MAX } from "../../lib/abi/manifest.ts";
import { MANAGER_NOTES_START, NOTES_BYTES, NOTES_PAGES, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
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

/** Pages that one page table is for. */
const TABLE_PAGES_SHIFT: u32 = 9;
/** MANIFEST_TASKS_MAX × NOTES_PAGES. */
const NOTES_FRAMES = 64;

/** Frames of all regions, one after the other. */
const published: FixedArray<u32, typeof MANIFEST_REGION_PAGES_MAX> = zeroed();
/** Frames of the notes on task n, from n × NOTES_PAGES on. */
const notes: FixedArray<u32, typeof NOTES_FRAMES> = zeroed();

/** Takes the frames of all regions and notes. False when they are not there. */
export function startPublished(): bool {
  let pages: u32 = 0;
  for (let i: u32 = 0; i < description().regionCount; i++) {
    pages += description().regions[i].pages;
  }
  let taken: bool = takeFrames(subSpan(spanOf(published), 0, pages));
  for (let i: u32 = 0; i < describedCount() && taken; i++) {
    taken = !hasNotes(i) || takeFrames(subSpan(spanOf(notes), i * NOTES_PAGES, NOTES_PAGES));
  }
  return taken;
}

function takeFrames(frames: Span<u32>): bool {
  for (let i: u32 = 0; i < frames.length; i++) {
    frames[i] = takeKeptFrame();
    if (frames[i] === NO_FRAME) {
      return false;
    }
  }
  return true;
}

/** Which pages of the regions come next. */
export class RegionPlace {
  region: u32 = 0;
  page: u32 = 0;
  /** Where the frames of the region begin. */
  first: u32 = 0;
}

/** Whether a task sees the region at a place. */
export function sees(place: RegionPlace, taskNumber: u32): bool {
  const region = description().regions[place.region];
  return region.writer === taskNumber || ((region.readers >>> (taskNumber & 31)) & 1) !== 0;
}

/** Maps at most `pages` further pages of the region at the place, which goes on. False when memory runs out, or one is marked. */
export function mapRegionPages(space: Space, taskNumber: u32, place: RegionPlace, pages: u32): bool {
  const region = description().regions[place.region];
  const attributes: u32 = region.writer === taskNumber ? KEPT_WRITABLE : KEPT_READABLE;
  const left: u32 = region.pages - place.page;
  const count: u32 = pages < left ? pages : left;
  const address: u32 = region.address + place.page * PAGE_SIZE_BYTES;
  const frames = subSpan(spanOf(published), place.first + place.page, count);
  if (
    !keptMemoryIsThere((count >>> TABLE_PAGES_SHIFT) + 1, count) ||
    !mapKept(space, address, frames, attributes)
  ) {
    return false;
  }
  place.page += count;
  if (place.page === region.pages) {
    place.first += region.pages;
    place.region++;
    place.page = 0;
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
  if (!mapKept(manager, notesAddress(taskNumber), notesOf(taskNumber), KEPT_WRITABLE)) {
    panic("mapNotes: a page is marked");
  }
}

/** Takes the notes on a task from a manager. */
export function unmapNotes(manager: Space, taskNumber: u32): void {
  for (let page: u32 = 0; page < NOTES_PAGES; page++) {
    const address: u32 = notesAddress(taskNumber) + page * PAGE_SIZE_BYTES;
    unmapKept(manager, address, notesOf(taskNumber)[page]);
  }
}

function notesOf(taskNumber: u32): Span<u32> {
  return subSpan(spanOf(notes), taskNumber * NOTES_PAGES, NOTES_PAGES);
}

function notesAddress(taskNumber: u32): u32 {
  return MANAGER_NOTES_START + taskNumber * NOTES_BYTES;
}
