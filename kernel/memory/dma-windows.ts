/**
 * The windows of the DMA AREA come and go, in slices: pages mapped and unmapped, frames given back (dma-area.ts says where they are,
 * dma.ts and dma-buffer.ts make them).
 *
 * Invariants: one window at a time is being mapped, and while it is nobody makes another one, so that what is found in the area is
 * there as a whole; the tables that it may still need are reserved. A window without uses goes; its place is taken until it has gone.
 * 2 MiB pages are used wherever range and window allow.
 */

import { DmaCache } from "../../lib/abi/flat.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { ENTRY_WRITE } from "../arch/page-entry.ts";
import { hasPageAttributes } from "../arch/processor.ts";
import { ENTRY_UNCACHED, ENTRY_WRITE_COMBINING } from "../arch/shared-entry.ts";
import { FRAMES_END } from "../boot/memory-map.ts";
import {
  type DmaArea,
  DmaBacking,
  type DmaWindow,
  dropDmaUse,
  dropDmaUsesOf,
  initialiseDmaArea,
  NO_WINDOW,
  removeDmaWindow,
  unusedDmaWindow,
} from "./dma-area.ts";
import { dropRun } from "./frames.ts";
import { reserveHeapPages, tablesTaken, unreservedHeapPages, unreserveHeapPages } from "./heap.ts";
import { type Operation, spend } from "./operation.ts";
import { returnFrames } from "./relocate.ts";
import { mapShared, mapSharedLarge, unmapShared, unmapSharedLarge } from "./shared-map.ts";

const LARGE_PAGES: u32 = 512;
const LARGE_MASK: u32 = 511;
/** Tables for the pages before the first and after the last 2 MiB, and for a window that has none. */
const TABLES_MAX: u32 = 3;
/** Mapping or unmapping a page, giving a frame back, finding and removing a window. */
const UNITS_PAGE: u32 = 6;
const UNITS_DROP: u32 = 6;
const UNITS_WINDOW: u32 = 100;

const area: DmaArea = zeroed();
/** The lists are made with the first window, so that the boot does not pay for them. */
let initialised: bool = false;
/** Windows that nobody uses any more and that have still to go. */
let going: u32 = 0;
/** The window that is being mapped, and tables that are reserved for it between slices. */
let mapping: u32 = NO_WINDOW;
let tablesLeft: u32 = 0;

/** The area itself. */
export function dmaArea(): DmaArea {
  if (!initialised) {
    initialiseDmaArea(area);
    initialised = true;
  }
  return area;
}

/** Whether the heap has the tables that a window may need. */
export function windowTablesAreThere(): bool {
  return unreservedHeapPages() >= TABLES_MAX;
}

/** A window that was added will be mapped by workOnWindows. The caller has seen that nothing is at work, and tables are there. */
export function beginMapping(number: u32): void {
  mapping = number;
  tablesLeft = TABLES_MAX;
  reserveHeapPages(tablesLeft);
}

/** Whether all of a window is mapped. */
export function windowIsMapped(number: u32): bool {
  return area.windows[number].mapped === area.windows[number].pages;
}

/** Whether windows have still to go, or one is being mapped: workOnWindows comes before anything else. */
export function windowsAreAtWork(): bool {
  return going !== 0 || mapping !== NO_WINDOW;
}

/** Whether windows have still to go. */
export function windowsGo(): bool {
  return going !== 0;
}

/** Takes one use of `owner` of the window at an address away; with the last one it goes. False when there is none. */
export function dropUse(address: u32, owner: u32): bool {
  const number = dropDmaUse(dmaArea(), address >>> PAGE_SHIFT, owner);
  if (number !== NO_WINDOW) {
    going += area.windows[number].count === 0 ? 1 : 0;
  }
  return number !== NO_WINDOW;
}

/** Takes all uses of `owner` away. */
export function dropUsesOf(owner: u32): void {
  going += initialised ? dropDmaUsesOf(area, owner) : 0;
}

/** Maps what is to be mapped, then unmaps what goes, while the operation's budget lasts. */
export function workOnWindows(operation: Operation): void {
  if (mapping !== NO_WINDOW) {
    mapSome(operation, area.windows[mapping]);
  }
  while (going !== 0 && operation.budget !== 0) {
    const number = unusedDmaWindow(area);
    const window = area.windows[number];
    unmapSome(operation, window);
    spend(operation, UNITS_WINDOW);
    if (window.mapped === 0 && window.frames === 0) {
      returnEmptied(window);
      removeDmaWindow(area, number);
      going--;
    }
  }
}

/** Whether 2 MiB of the window from page `at` on can be one large page. */
function isLarge(window: DmaWindow, at: u32): bool {
  const page: u32 = window.page + at;
  return (
    (page & LARGE_MASK) === 0 &&
    (u32(window.physicalPage + u64(at)) & LARGE_MASK) === 0 &&
    window.pages - at >= LARGE_PAGES
  );
}

function mapSome(operation: Operation, window: DmaWindow): void {
  const combining: bool = window.cache === DmaCache.WRITE_COMBINING && hasPageAttributes();
  const bits: u32 = ENTRY_WRITE | (combining ? ENTRY_WRITE_COMBINING : ENTRY_UNCACHED);
  const tables: u32 = tablesTaken();
  unreserveHeapPages(tablesLeft);
  // A window whose owner has ended is mapped no further.
  while (window.count !== 0 && window.mapped < window.pages && operation.budget !== 0) {
    const address: u32 = (window.page + window.mapped) << PAGE_SHIFT;
    const page: u64 = window.physicalPage + u64(window.mapped);
    if (isLarge(window, window.mapped)) {
      mapSharedLarge(address, page, bits);
      window.mapped += LARGE_PAGES;
    } else {
      mapShared(address, page, bits, false);
      window.mapped++;
    }
    spend(operation, UNITS_PAGE);
  }
  tablesLeft -= tablesTaken() - tables;
  if (window.count === 0 || window.mapped === window.pages) {
    mapping = NO_WINDOW;
    tablesLeft = 0;
  }
  reserveHeapPages(tablesLeft);
}

/** From the end on, so that what is mapped, and the frames of a buffer, is always the beginning. */
function unmapSome(operation: Operation, window: DmaWindow): void {
  while ((window.mapped !== 0 || window.frames !== 0) && operation.budget !== 0) {
    if (window.frames > window.mapped) {
      window.frames--;
      dropRun(u32(window.physicalPage), window.frames, 1);
      spend(operation, UNITS_DROP);
      continue;
    }
    const large: bool = window.mapped >= LARGE_PAGES && isLarge(window, window.mapped - LARGE_PAGES);
    window.mapped -= large ? LARGE_PAGES : 1;
    const address: u32 = (window.page + window.mapped) << PAGE_SHIFT;
    if (large) {
      unmapSharedLarge(address);
    } else {
      unmapShared(address);
    }
    spend(operation, UNITS_PAGE);
  }
}

/** What was emptied for a window comes back, in slices. */
function returnEmptied(window: DmaWindow): void {
  if (window.backing === DmaBacking.EMPTIED) {
    const rest: u32 = FRAMES_END - u32(window.physicalPage);
    returnFrames(u32(window.physicalPage), window.pages < rest ? window.pages : rest);
  }
}
