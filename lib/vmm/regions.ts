/**
 * The regions in a client's notes: sorted by address, without overlaps, within ALLOCATION_START..ALLOCATION_END;
 * `pages` and `memoryPages` are the sums over those that are not revoked. Revoked ones keep their range, so that
 * nothing else comes to lie there and a touch can be answered with the reason. Pure.
 */
import { ALLOCATION_END, ALLOCATION_START, PAGE_SHIFT } from "../abi/memory-map.ts";
import {
  type ManagerNotes,
  NOTES_MAGIC,
  NOTES_NOBODY,
  NOTES_REGIONS_MAX,
  type NotedRegion,
  NotesEdit,
  REGION_COPY_ON_WRITE,
  REGION_REVOKED,
  REGION_SHARED,
} from "../proto/manager-notes.ts";

/** No region has this number. */
export const REGION_NONE: u32 = 0xffff_ffff;
/** No range was found: page 0 is never handed out. */
export const PAGE_NONE: u32 = 0;
export const FIRST_PAGE: u32 = ALLOCATION_START >>> PAGE_SHIFT;
export const END_PAGE: u32 = ALLOCATION_END >>> PAGE_SHIFT;

/** Begins the notes on a client that holds nothing yet. */
export function beginNotes(notes: ManagerNotes, task: u32, space: u32): void {
  notes.magic = NOTES_MAGIC;
  notes.task = task;
  notes.space = space;
  notes.pages = 0;
  notes.memoryPages = 0;
  notes.faults = 0;
  notes.revokedHandler = 0;
  notes.revokedStack = 0;
  notes.revokedAddress = 0;
  notes.epoch = 0;
  notes.previous = NOTES_NOBODY;
  notes.request = 0;
  notes.requestPage = 0;
  notes.edit = NotesEdit.NONE;
  notes.regionCount = 0;
}

/** True for a region whose pages count against the client's right to memory. */
export function usesMemory(region: NotedRegion): bool {
  return (region.flags & REGION_SHARED) === 0 || (region.flags & REGION_COPY_ON_WRITE) !== 0;
}

export function isRevoked(region: NotedRegion): bool {
  return (region.flags & REGION_REVOKED) !== 0;
}

/** How many regions start at or before `page`: the place where one that starts after it belongs. */
function regionsUpTo(notes: ManagerNotes, page: u32): u32 {
  let low: u32 = 0;
  let high: u32 = notes.regionCount;
  while (low < high) {
    const middle: u32 = (low + high) >>> 1;
    if (notes.regions[middle].firstPage <= page) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The number of the region that holds `page`, or REGION_NONE. */
export function findRegion(notes: ManagerNotes, page: u32): u32 {
  const after: u32 = regionsUpTo(notes, page);
  if (after === 0) {
    return REGION_NONE;
  }
  const region: NotedRegion = notes.regions[after - 1];
  return page - region.firstPage < region.pages ? after - 1 : REGION_NONE;
}

/** The lowest free range of `pages` pages, first fit; PAGE_NONE when there is none, or no place for a region. */
export function findFreeRange(notes: ManagerNotes, pages: u32): u32 {
  if (pages === 0 || notes.regionCount >= NOTES_REGIONS_MAX) {
    return PAGE_NONE;
  }
  let start: u32 = FIRST_PAGE;
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    if (region.firstPage - start >= pages) {
      return start;
    }
    start = region.firstPage + region.pages;
  }
  return END_PAGE - start >= pages ? start : PAGE_NONE;
}

/** Adds a region's pages to the sums. */
export function countRegion(notes: ManagerNotes, region: NotedRegion): void {
  notes.pages += region.pages;
  notes.memoryPages += usesMemory(region) ? region.pages : 0;
}

/** Takes a region's pages out of the sums. */
export function discountRegion(notes: ManagerNotes, region: NotedRegion): void {
  notes.pages -= region.pages;
  notes.memoryPages -= usesMemory(region) ? region.pages : 0;
}

/**
 * Makes a place for a range that `findFreeRange` found, or for the upper part of one that is split. The sums
 * do not change. At each step the notes hold every region, one of them twice (NotesEdit.INSERT).
 */
export function insertRegion(notes: ManagerNotes, firstPage: u32, pages: u32, flags: u32): NotedRegion {
  const place: u32 = regionsUpTo(notes, firstPage);
  notes.edit = NotesEdit.INSERT;
  let i: u32 = notes.regionCount;
  while (i > place) {
    copy(notes.regions[i], notes.regions[i - 1]);
    notes.regionCount += i === notes.regionCount ? 1 : 0;
    i -= 1;
  }
  const region: NotedRegion = notes.regions[place];
  region.firstPage = firstPage;
  region.pages = pages;
  region.flags = flags;
  region.rule = 0;
  region.line = 0;
  region.epoch = 0;
  region.tick = 0;
  region.owner = 0;
  notes.regionCount += place === notes.regionCount ? 1 : 0;
  notes.edit = NotesEdit.NONE;
  return region;
}

/** Takes a region out. The sums do not change. */
export function removeRegion(notes: ManagerNotes, index: u32): void {
  notes.edit = NotesEdit.REMOVE;
  for (let i: u32 = index; i + 1 < notes.regionCount; i++) {
    copy(notes.regions[i], notes.regions[i + 1]);
  }
  notes.regionCount -= 1;
  notes.edit = NotesEdit.NONE;
}

/** Puts the entry at `from` at `to`, which is not above it. */
function moveRegion(notes: ManagerNotes, to: u32, from: u32): void {
  if (to !== from) {
    copy(notes.regions[to], notes.regions[from]);
  }
}

function lastEnd(notes: ManagerNotes, count: u32): u32 {
  return count === 0 ? FIRST_PAGE : notes.regions[count - 1].firstPage + notes.regions[count - 1].pages;
}

/**
 * Makes the regions what they promise to be, whatever a manager that ended in the middle of a change, or went mad,
 * has left: entries outside the range go, of two with one start one goes, one that reaches into the next is cut.
 * Counts the sums anew.
 */
export function repairRegions(notes: ManagerNotes): void {
  const count: u32 = notes.regionCount > NOTES_REGIONS_MAX ? NOTES_REGIONS_MAX : notes.regionCount;
  let kept: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const region: NotedRegion = notes.regions[i];
    const start: u32 = region.firstPage;
    if (start < FIRST_PAGE || start >= END_PAGE || region.pages === 0 || region.pages > END_PAGE - start) {
      continue;
    }
    if (kept > 0 && notes.regions[kept - 1].firstPage > start) {
      continue;
    }
    if (kept > 0 && notes.regions[kept - 1].firstPage === start) {
      if (notes.edit === NotesEdit.REMOVE) {
        moveRegion(notes, kept - 1, i);
      }
      continue;
    }
    if (kept > 0 && lastEnd(notes, kept) > start) {
      notes.regions[kept - 1].pages = start - notes.regions[kept - 1].firstPage;
    }
    moveRegion(notes, kept, i);
    kept += 1;
  }
  notes.regionCount = kept;
  notes.edit = NotesEdit.NONE;
  notes.pages = 0;
  notes.memoryPages = 0;
  for (let i: u32 = 0; i < kept; i++) {
    if (!isRevoked(notes.regions[i])) {
      countRegion(notes, notes.regions[i]);
    }
  }
}
