/**
 * Pages in the part of the map that every space shares: the flat domain's heap and programs, the
 * DMA AREA, and the guard pages in the kernel heap. The two directories are the same tables in every
 * space, so a change is made once and needs no propagation.
 *
 * Invariants: a table made here goes back with its last page; a table of the kernel's own pages has
 * one count more and never does. 2 MiB of the kernel heap with a guard page in it are mapped by a
 * table, by one large page again when no guard is left.
 */
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { forgetSharedPage } from "../arch/active-space.ts";
import { frameWindowTable } from "../arch/frame-window.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import {
  clearEntry,
  ENTRY_LARGE,
  ENTRY_WRITE,
  entryFrame,
  entryIsPresent,
  linkTable,
  nextTable,
  nextTableAddress,
  type PageEntry,
  setKernelEntries,
  setKernelEntry,
  TABLE_INDEX_MASK,
  tableAt,
} from "../arch/page-entry.ts";
import { entryIsLarge, setSharedEntry } from "../arch/shared-entry.ts";
import { countMark, giveTable, takeTable, uncountMark } from "./heap.ts";
import { sharedDirectoryEntry } from "./kernel-space.ts";
import { memoryIsShort } from "./shortage.ts";

/** What a large page maps. */
export const LARGE_BYTES: u32 = 0x20_0000;
/** Of a table that is written: 128 pages. */
const BYTES_BETWEEN_WINDOWS: u32 = 0x8_0000;

/** Heap pages that mapShared would take for `pages` pages from `address` on. */
export function missingSharedTables(address: u32, pages: u32): u32 {
  if (pages === 0) {
    return 0;
  }
  let missing: u32 = 0;
  let at: u32 = address & ~(LARGE_BYTES - 1);
  const last: u32 = address + ((pages - 1) << PAGE_SHIFT);
  for (;;) {
    if (!entryIsPresent(sharedDirectoryEntry(at))) {
      missing++;
    }
    if (last - at < LARGE_BYTES) {
      return missing;
    }
    at += LARGE_BYTES;
  }
}

/** The entry of a shared page, or null where no table is or a large page is. */
export function findSharedEntry(address: u32): PageEntry | null {
  const directory = sharedDirectoryEntry(address);
  if (!entryIsPresent(directory) || entryIsLarge(directory)) {
    return null;
  }
  return nextTable(directory).entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK];
}

/**
 * Maps a page that is not mapped yet. `bits` are ENTRY_*. The caller has seen that the heap has the
 * table that may be needed.
 */
export function mapShared(address: u32, physicalPage: u64, bits: u32, executable: bool): void {
  const directory = sharedDirectoryEntry(address);
  if (!entryIsPresent(directory)) {
    const table = takeTable();
    if (table === 0) {
      panic("mapShared: the heap was said to have a page");
    }
    linkTable(directory, table, ENTRY_WRITE);
  }
  const entry = nextTable(directory).entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK];
  if (entryIsPresent(entry)) {
    panic("mapShared: the page is mapped already");
  }
  setSharedEntry(entry, physicalPage, bits, executable);
  const tableAddress = nextTableAddress(directory);
  if (tableAddress !== frameWindowTable()) {
    countMark(tableAddress);
  }
}

/** Takes a page of mapShared away; answers the frame that it mapped. */
export function unmapShared(address: u32): u32 {
  const directory = sharedDirectoryEntry(address);
  const entry = nextTable(directory).entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK];
  const frame = entryFrame(entry);
  clearEntry(entry);
  const table = nextTableAddress(directory);
  if (table !== frameWindowTable() && uncountMark(table)) {
    clearEntry(directory);
    giveTable(table);
  }
  forgetSharedPage(address);
  return frame;
}

/** Maps 2 MiB, both sides aligned so, where nothing is mapped. */
export function mapSharedLarge(address: u32, physicalPage: u64, bits: u32): void {
  setSharedEntry(sharedDirectoryEntry(address), physicalPage, bits | ENTRY_LARGE, false);
}

/** Takes 2 MiB of mapSharedLarge away. */
export function unmapSharedLarge(address: u32): void {
  clearEntry(sharedDirectoryEntry(address));
  forgetSharedPage(address);
}

/** Unmaps a page of the kernel heap, as a guard. False when a table was needed and there is none. */
export function hideHeapPage(address: u32): bool {
  const directory = sharedDirectoryEntry(address);
  if (entryIsLarge(directory) && !splitLarge(directory, address & ~(LARGE_BYTES - 1))) {
    return false;
  }
  clearEntry(nextTable(directory).entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK]);
  countMark(nextTableAddress(directory));
  forgetSharedPage(address);
  return true;
}

/** Maps a page of hideHeapPage again. */
export function showHeapPage(address: u32): void {
  const directory = sharedDirectoryEntry(address);
  const entry = nextTable(directory).entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK];
  setKernelEntry(entry, address, ENTRY_WRITE, false);
  const table = nextTableAddress(directory);
  if (uncountMark(table)) {
    setKernelEntry(directory, address & ~(LARGE_BYTES - 1), ENTRY_WRITE | ENTRY_LARGE, false);
    forgetSharedPage(address);
    giveTable(table);
  }
}

/** Maps the same 2 MiB by a table. */
function splitLarge(directory: PageEntry, start: u32): bool {
  const address = memoryIsShort() ? 0 : takeTable();
  if (address === 0) {
    return false;
  }
  for (let at = start; at !== start + LARGE_BYTES; at += BYTES_BETWEEN_WINDOWS) {
    acceptInterrupts();
    setKernelEntries(tableAt(address), at, at + BYTES_BETWEEN_WINDOWS, ENTRY_WRITE, false);
  }
  linkTable(directory, address, ENTRY_WRITE);
  return true;
}
