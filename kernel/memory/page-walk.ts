/**
 * From a space and an address to the page's entry, and the tables on the way: made when the first
 * mark in them is set, given back with the last.
 */
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { forgetPage, reloadPointers } from "../arch/active-space.ts";
import {
  clearEntry,
  ENTRY_USER,
  ENTRY_WRITE,
  entryIsPresent,
  linkTable,
  nextTable,
  nextTableAddress,
  type PageEntry,
  pointersAddress,
  TABLE_INDEX_MASK,
  tableOfEntry,
} from "../arch/page-entry.ts";
import { countMark, giveTable, takeTable, uncountMark } from "./heap.ts";
import type { Space } from "./space.ts";

const POINTER_SHIFT: u32 = 30;
const POINTER_MASK: u32 = 3;
const DIRECTORY_SHIFT: u32 = 21;
const DIRECTORY_BYTES: u32 = 0x20_0000;

/** The entry of the page at `address`, or null where no table is: unmarked. */
export function findEntry(space: Space, address: u32): PageEntry | null {
  const pointer = space.pointers[(address >>> POINTER_SHIFT) & POINTER_MASK];
  if (!entryIsPresent(pointer)) {
    return null;
  }
  const directory = nextTable(pointer).entries[(address >>> DIRECTORY_SHIFT) & TABLE_INDEX_MASK];
  if (!entryIsPresent(directory)) {
    return null;
  }
  return nextTable(directory).entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK];
}

/** Heap pages that createEntry would take for all of `[address, end)`. */
export function missingTables(space: Space, address: u32, end: u32): u32 {
  let missing: u32 = 0;
  let at: u32 = address & ~(DIRECTORY_BYTES - 1);
  let lastPointer: u32 = POINTER_MASK + 1;
  while (at < end) {
    const index: u32 = at >>> POINTER_SHIFT;
    const pointer = space.pointers[index & POINTER_MASK];
    if (!entryIsPresent(pointer)) {
      missing += index === lastPointer ? 1 : 2;
    } else if (!entryIsPresent(nextTable(pointer).entries[(at >>> DIRECTORY_SHIFT) & TABLE_INDEX_MASK])) {
      missing++;
    }
    lastPointer = index;
    at += DIRECTORY_BYTES;
  }
  return missing;
}

/** The entry of the page at `address`; makes the tables on the way. The caller has seen that the heap has them. */
export function createEntry(space: Space, address: u32): PageEntry {
  const pointer = space.pointers[(address >>> POINTER_SHIFT) & POINTER_MASK];
  if (!entryIsPresent(pointer)) {
    linkTable(pointer, takeCheckedTable(), 0);
    reloadPointers(pointersAddress(space.pointers));
  }
  const directory = nextTable(pointer).entries[(address >>> DIRECTORY_SHIFT) & TABLE_INDEX_MASK];
  if (!entryIsPresent(directory)) {
    linkTable(directory, takeCheckedTable(), ENTRY_USER | ENTRY_WRITE);
    countMark(tableOfEntry(directory));
  }
  return nextTable(directory).entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK];
}

/** Counts a mark that was set in an entry of createEntry. */
export function countEntry(entry: PageEntry): void {
  countMark(tableOfEntry(entry));
}

/** Clears an entry, makes that visible, and gives back the tables that hold no mark any more. */
export function removeEntry(space: Space, address: u32, entry: PageEntry): void {
  clearEntry(entry);
  forgetPage(pointersAddress(space.pointers), address);
  if (!uncountMark(tableOfEntry(entry))) {
    return;
  }
  const pointer = space.pointers[(address >>> POINTER_SHIFT) & POINTER_MASK];
  const directory = nextTable(pointer).entries[(address >>> DIRECTORY_SHIFT) & TABLE_INDEX_MASK];
  const table = nextTableAddress(directory);
  clearEntry(directory);
  forgetPage(pointersAddress(space.pointers), address);
  giveTable(table);
  if (!uncountMark(tableOfEntry(directory))) {
    return;
  }
  const directoryTable = nextTableAddress(pointer);
  clearEntry(pointer);
  reloadPointers(pointersAddress(space.pointers));
  giveTable(directoryTable);
}

function takeCheckedTable(): u32 {
  const table = takeTable();
  if (table === 0) {
    panic("createEntry: the heap was said to have a page");
  }
  return table;
}

/** The first address after `address` that findEntry may know, where it knows none at `address`. */
export function skipMissingTables(space: Space, address: u32): u32 {
  const pointer = space.pointers[(address >>> POINTER_SHIFT) & POINTER_MASK];
  const shift: u32 = entryIsPresent(pointer) ? DIRECTORY_SHIFT : POINTER_SHIFT;
  return ((address >>> (shift & 31)) + 1) << (shift & 31);
}
