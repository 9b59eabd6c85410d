/**
 * The kernel heap's pages: for page tables and directories, stacks, and objects (objects.ts).
 * Identity-mapped, so that an address is all there is to know about a page. Constant time for a
 * page; exact count of what is left.
 *
 * Pages of the boot that are not far below the heap are its first ones, taken until joinHeap gives them; those between
 * them and the heap stay taken for ever.
 */

import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import { clearTable } from "../arch/page-entry.ts";
import {
  giveOnePage,
  givePages,
  initialisePageBitmap,
  NO_PAGE,
  type PageBitmap,
  takeOnePage,
  takePages,
} from "./page-bitmap.ts";
import { memoryIsShort } from "./shortage.ts";

/** 64 MiB, the largest heap of the memory plan, and what may lie between it and the boot's pages. */
const HEAP_PAGES_MAX = 18432;
const BITMAP_WORDS = 576;
const PAGES_BETWEEN_MAX: u32 = 2048;
const PAGES_IN_WORD: u32 = 32;

const bitmapWords: FixedArray<u32, typeof BITMAP_WORDS> = zeroed();
const bitmap: PageBitmap = zeroed();
/** How many marks stand in the table that lies in a page of the heap. */
const marksInTable: FixedArray<u16, typeof HEAP_PAGES_MAX> = zeroed();
let heapStart: u32 = 0;
/** Pages of the bitmap that are no heap: the boot's before they join, and what lies behind them. */
let foreignPages: u32 = 0;
/** Pages that operations in progress count on (frames.ts): nobody else may take them. */
let reservedPages: u32 = 0;
/** Pages that stand for tables that are not needed now: free, and counted as used. */
let kept: u32 = 0;
/** Tables taken since boot, modulo 2^32. */
let taken: u32 = 0;

/**
 * Takes `[start, start + bytes)` into use; what exceeds HEAP_PAGES_MAX is left alone. `joining`: where pages begin that may
 * join it later, not above `start`.
 */
export function startHeap(start: u32, bytes: u32, joining: u32): void {
  foreignPages = (start - joining) >>> PAGE_SHIFT;
  heapStart = joining;
  if (foreignPages > PAGES_BETWEEN_MAX) {
    foreignPages = 0;
    heapStart = start;
  }
  let pages: u32 = foreignPages + (bytes >>> PAGE_SHIFT);
  if (pages > HEAP_PAGES_MAX) {
    pages = HEAP_PAGES_MAX;
  }
  const words: u32 = (pages + PAGES_IN_WORD - 1) / PAGES_IN_WORD;
  initialisePageBitmap(bitmap, subSpan(spanOf(bitmapWords), 0, words), pages);
  takePages(bitmap, foreignPages);
}

/** Gives the heap `count` pages, mapped as its own are, from where startHeap was told; false when they are too far away. */
export function joinHeap(address: u32, count: u32): bool {
  if (address !== heapStart) {
    return false;
  }
  givePages(bitmap, 0, count);
  foreignPages -= count;
  return true;
}

/** Pages in a row, whatever they hold. Answers the first one's number, or NO_PAGE. */
export function takePageNumbers(count: u32): u32 {
  return takePages(bitmap, count);
}

/** Gives a page of takePageNumbers back. */
export function givePageNumber(page: u32): void {
  givePages(bitmap, page, 1);
}

/** Where a page of the heap lies. */
export function heapPageAddress(page: u32): u32 {
  return heapStart + (page << PAGE_SHIFT);
}

/** The address of a zeroed page, or 0 when the heap is used up. */
export function takeTable(): u32 {
  const page = takeOnePage(bitmap);
  if (page === NO_PAGE) {
    return 0;
  }
  const address: u32 = heapStart + (page << PAGE_SHIFT);
  taken++;
  acceptInterrupts();
  clearTable(address);
  marksInTable[page] = 0;
  return address;
}

/** Gives back the table at `address` and keeps a page of the heap for the day when it is needed again. */
export function lendTable(address: u32): void {
  giveTable(address);
  kept++;
}

/** Keeps a page of the heap as lendTable does, in place of taking a table. The caller has seen that there is one. */
export function keepTable(): void {
  taken++;
  kept++;
}

/** The address of a zeroed page in place of one that lendTable or keepTable has kept. */
export function takeKeptTable(): u32 {
  kept--;
  taken--;
  return takeTable();
}

/** Pages that are kept for tables. */
export function keptTables(): u32 {
  return kept;
}

/** Tables taken so far: differences say how many a piece of work took. */
export function tablesTaken(): u32 {
  return taken;
}

/** Gives a page of takeTable back. */
export function giveTable(address: u32): void {
  giveOnePage(bitmap, tablePage(address));
}

/** The address of `count` pages in a row, their contents undefined; 0 when the heap has no such run, or operations count on it. */
export function takeHeapPages(count: u32): u32 {
  if (memoryIsShort() || count > unreservedHeapPages()) {
    return 0;
  }
  const page = takePages(bitmap, count);
  return page === NO_PAGE ? 0 : heapStart + (page << PAGE_SHIFT);
}

/** Gives pages of takeHeapPages back. */
export function giveHeapPages(address: u32, count: u32): void {
  givePages(bitmap, tablePage(address), count);
}

/** Pages that nobody uses and no operation counts on. */
export function unreservedHeapPages(): u32 {
  return bitmap.freePages - kept - reservedPages;
}

/** Keeps pages, which are there, for an operation in progress. */
export function reserveHeapPages(pages: u32): void {
  reservedPages += pages;
}

/** Ends a reservation. */
export function unreserveHeapPages(pages: u32): void {
  reservedPages -= pages;
}

/** Where the first page lies. */
export function heapStartAddress(): u32 {
  return heapStart;
}

/** Pages from the first to the last, those between that are no heap included. */
export function heapSpanPages(): u32 {
  return bitmap.pages;
}

/** The heap's size in pages. */
export function heapPages(): u32 {
  return bitmap.pages - foreignPages;
}

/** Counts one more mark in the table at `address`. */
export function countMark(address: u32): void {
  const page = tablePage(address);
  marksInTable[page] = marksInTable[page] + 1;
}

/** Counts so many more. */
export function countMarks(address: u32, marks: u32): void {
  const page = tablePage(address);
  marksInTable[page] = u16(u32(marksInTable[page]) + marks);
}

/** Says how many marks stand in the table at `address`. */
export function setMarks(address: u32, marks: u32): void {
  marksInTable[tablePage(address)] = u16(marks);
}

/** Counts one mark less; true when the table holds none any more. */
export function uncountMark(address: u32): bool {
  const page = tablePage(address);
  marksInTable[page] = marksInTable[page] - 1;
  return marksInTable[page] === 0;
}

/** Pages that nobody uses and no large page stands on. */
export function freeHeapPages(): u32 {
  return bitmap.freePages - kept;
}

export function freeHeapBytes(): u32 {
  return freeHeapPages() * PAGE_SIZE_BYTES;
}

function tablePage(address: u32): u32 {
  return (address - heapStart) >>> PAGE_SHIFT;
}
