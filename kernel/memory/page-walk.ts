/**
 * From a space and an address to the entry that holds the page's mark, and the tables on the way:
 * made when the first mark in them is set, given back with the last. Where all of 2 MiB have the
 * same mark it can stand in the directory; it is split when a part of it changes.
 *
 * 2 MiB that are backed by frames in a row, or are a device's, are mapped by the directory alone, until somebody asks for the entry of
 * a page in them: every function here but findLarge splits them first. That cannot fail: the heap keeps a page for each.
 */
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { forgetPage, reloadPointers } from "../arch/active-space.ts";
import {
  clearEntry,
  ENTRY_USER,
  ENTRY_WRITE,
  entryIsLargeMark,
  entryIsMarked,
  entryIsPresent,
  entryLeadsToTable,
  joinTable,
  linkTable,
  NO_ENTRY,
  nextTable,
  nextTableAddress,
  type PageEntry,
  pointersAddress,
  setLargeEntry,
  shareEntry,
  spreadEntry,
  spreadLarge,
  TABLE_ENTRIES,
  TABLE_INDEX_MASK,
  tableAt,
  tableOfEntry,
} from "../arch/page-entry.ts";
import { accountOfSpace, chargeTables, dischargeTables, mayTakeTables } from "./accounts.ts";
import {
  countMark,
  giveTable,
  keepTable,
  lendTable,
  setMarks,
  takeKeptTable,
  takeTable,
  uncountMark,
} from "./heap.ts";
import { type Space, spaceSlot } from "./space.ts";

const POINTER_SHIFT: u32 = 30;
const POINTER_MASK: u32 = 3;
const POINTER_BYTES: u32 = 0x4000_0000;
const DIRECTORY_SHIFT: u32 = 21;
/** What one entry of a directory is for. */
export const DIRECTORY_BYTES: u32 = 0x20_0000;

/** The directory's entry for the 2 MiB of `address`, which is not large; null where no directory is. */
export function findDirectory(space: Space, address: u32): PageEntry | null {
  const directory = directoryAt(space, address);
  if (directory !== null && entryIsLargeMark(directory)) {
    splitLarge(space, directory, address);
  }
  return directory;
}

/** The directory's entry for the 2 MiB of `address` where it is large, or null. */
export function findLarge(space: Space, address: u32): PageEntry | null {
  const directory = directoryAt(space, address);
  return directory !== null && entryIsLargeMark(directory) ? directory : null;
}

function directoryAt(space: Space, address: u32): PageEntry | null {
  const pointer = space.pointers[(address >>> POINTER_SHIFT) & POINTER_MASK];
  if (!entryIsPresent(pointer)) {
    return null;
  }
  return nextTable(pointer).entries[(address >>> DIRECTORY_SHIFT) & TABLE_INDEX_MASK];
}

/** The entry of the page at `address` in the table that a directory's entry leads to. */
export function entryInTable(directory: PageEntry, address: u32): PageEntry {
  return nextTable(directory).entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK];
}

/** The page's own entry, or NO_ENTRY where no table is: unmarked, or marked in the directory. */
export function findInTable(space: Space, address: u32): PageEntry {
  const pointer = space.pointers[(address >>> POINTER_SHIFT) & POINTER_MASK];
  if (!entryIsPresent(pointer)) {
    return NO_ENTRY;
  }
  const directory = nextTable(pointer).entries[(address >>> DIRECTORY_SHIFT) & TABLE_INDEX_MASK];
  return entryLeadsToTable(directory) ? entryInTable(directory, address) : NO_ENTRY;
}

/**
 * The entry that holds the mark of the page at `address`, its own or the directory's, to be looked
 * at and not to be changed; null where there is none: unmarked.
 */
export function findEntry(space: Space, address: u32): PageEntry | null {
  const directory = directoryAt(space, address);
  if (directory === null) {
    return null;
  }
  if (entryLeadsToTable(directory)) {
    return entryInTable(directory, address);
  }
  if (!entryIsMarked(directory)) {
    return null;
  }
  return entryIsLargeMark(directory) ? splitLarge(space, directory, address) : directory;
}

/** The entry that tells what the page at `address` is, its own or the directory's, large or not; null where there is none. */
export function peekEntry(space: Space, address: u32): PageEntry | null {
  const directory = directoryAt(space, address);
  if (directory === null || !entryLeadsToTable(directory)) {
    return directory;
  }
  return entryInTable(directory, address);
}

/** Whether there is a directory for `address`, and its entry for these 2 MiB is unmarked: only a table is missing. */
export function isUnmarkedDirectory(space: Space, address: u32): bool {
  const directory = directoryAt(space, address);
  return directory !== null && !entryIsMarked(directory);
}

/** End of the 2 MiB of `address`, or `end` if that comes first. */
export function directoryEnd(address: u32, end: u32): u32 {
  const stop: u32 = (address & ~(DIRECTORY_BYTES - 1)) + DIRECTORY_BYTES;
  return stop < end ? stop : end;
}

/** Whether `[address, end)` begins with 2 MiB that one entry of a directory is for. */
export function isWhole(address: u32, end: u32): bool {
  return (address & (DIRECTORY_BYTES - 1)) === 0 && end - address >= DIRECTORY_BYTES;
}

/** End of the gigabyte of `address`, or `end` if that comes first: for skipping where no directory is. */
export function pointerEnd(address: u32, end: u32): u32 {
  const stop: u32 = (address & ~(POINTER_BYTES - 1)) + POINTER_BYTES;
  return stop < end ? stop : end;
}

/** Whether a gigabyte, and with it another directory, begins at `address`. */
export function beginsPointer(address: u32): bool {
  return (address & (POINTER_BYTES - 1)) === 0;
}

/** The directory's entry for the 2 MiB of `address`, as it is; makes the directory. The caller has seen that the heap has it. */
export function createDirectory(space: Space, address: u32): PageEntry {
  const pointer = space.pointers[(address >>> POINTER_SHIFT) & POINTER_MASK];
  if (!entryIsPresent(pointer)) {
    linkTable(pointer, takeCheckedTable(space), 0);
    reloadPointers(pointersAddress(space.pointers));
  }
  return nextTable(pointer).entries[(address >>> DIRECTORY_SHIFT) & TABLE_INDEX_MASK];
}

/** The pages of the table at `address` have one mark and frames in a row: the directory maps them alone from now on. */
export function joinPages(space: Space, address: u32): void {
  const directory = createDirectory(space, address);
  const table = nextTable(directory);
  const tableAddress = nextTableAddress(directory);
  joinTable(directory, table);
  reloadPointers(pointersAddress(space.pointers));
  lendTable(tableAddress);
  dischargeTables(accountOfSpace(spaceSlot(space)), 1);
}

/** 2 MiB that are marked in the directory get the frames of others, which are large too. */
export function shareLarge(space: Space, address: u32, from: PageEntry, rights: u32): void {
  const directory = createDirectory(space, address);
  keepTable();
  shareEntry(directory, from, rights);
}

/** 2 MiB that are reserved in the directory become a window on a device, from a frame that is a multiple of 512 on. */
export function markLarge(space: Space, address: u32, attributes: u32, frame: u32): void {
  const directory = createDirectory(space, address);
  keepTable();
  setLargeEntry(directory, attributes, frame);
}

/** Maps the same 2 MiB by a table. Answers the entry of the page at `address`. */
function splitLarge(space: Space, directory: PageEntry, address: u32): PageEntry {
  const table = takeKeptTable();
  chargeTables(accountOfSpace(spaceSlot(space)), 1);
  spreadLarge(tableAt(table), directory);
  setMarks(table, TABLE_ENTRIES);
  linkTable(directory, table, ENTRY_USER | ENTRY_WRITE);
  reloadPointers(pointersAddress(space.pointers));
  return entryInTable(directory, address);
}

/**
 * The entry of the page at `address` itself, to be changed; makes the tables on the way and splits
 * a directory's mark. The caller has seen that the heap has them.
 */
export function createEntry(space: Space, address: u32): PageEntry {
  const directory = createDirectory(space, address);
  if (entryLeadsToTable(directory)) {
    return entryInTable(directory, address);
  }
  if (entryIsLargeMark(directory)) {
    return splitLarge(space, directory, address);
  }
  makeTable(space, directory);
  return entryInTable(directory, address);
}

/** Counts a mark that was set in an entry that was unmarked. */
export function countEntry(entry: PageEntry): void {
  countMark(tableOfEntry(entry));
}

/** Clears an entry, of a table or a directory's mark, makes that visible, and gives back the tables that hold no mark any more. */
export function removeEntry(space: Space, address: u32, entry: PageEntry): void {
  clearEntry(entry);
  forgetPage(pointersAddress(space.pointers), address);
  if (uncountMark(tableOfEntry(entry))) {
    giveEmptyTables(space, address, entry);
  }
}

/** Gives back the table or directory that the entry, the last marked one, stood in, and the directory when it is empty then. */
export function giveEmptyTables(space: Space, address: u32, entry: PageEntry): void {
  const pointer = space.pointers[(address >>> POINTER_SHIFT) & POINTER_MASK];
  const directory = nextTable(pointer).entries[(address >>> DIRECTORY_SHIFT) & TABLE_INDEX_MASK];
  if (directory !== entry) {
    const table = nextTableAddress(directory);
    clearEntry(directory);
    forgetPage(pointersAddress(space.pointers), address);
    giveTable(table);
    dischargeTables(accountOfSpace(spaceSlot(space)), 1);
    if (!uncountMark(tableOfEntry(directory))) {
      return;
    }
  }
  const directoryTable = nextTableAddress(pointer);
  clearEntry(pointer);
  reloadPointers(pointersAddress(space.pointers));
  giveTable(directoryTable);
  dischargeTables(accountOfSpace(spaceSlot(space)), 1);
}

/** Puts a table where a directory has none; what the directory had marked its pages have then. */
function makeTable(space: Space, directory: PageEntry): void {
  const table = takeCheckedTable(space);
  if (entryIsMarked(directory)) {
    spreadEntry(tableAt(table), directory);
    setMarks(table, TABLE_ENTRIES);
    linkTable(directory, table, ENTRY_USER | ENTRY_WRITE);
    reloadPointers(pointersAddress(space.pointers));
  } else {
    linkTable(directory, table, ENTRY_USER | ENTRY_WRITE);
    countMark(tableOfEntry(directory));
  }
}

/** Whether the space's account may have a table more. */
export function mayGetTable(space: Space): bool {
  return mayTakeTables(accountOfSpace(spaceSlot(space)), 1);
}

function takeCheckedTable(space: Space): u32 {
  const table = takeTable();
  chargeTables(accountOfSpace(spaceSlot(space)), 1);
  if (table === 0) {
    panic("createEntry: the heap was said to have a page");
  }
  return table;
}
