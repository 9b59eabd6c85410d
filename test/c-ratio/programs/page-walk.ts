/**
 * Page walk: three levels of page tables as PAE has them, in tables that a frame number leads to.
 * Maps scattered pages, translates addresses, takes pages away again with the tables they leave empty.
 */
const TABLE_COUNT = 512;
const ENTRY_COUNT = 512;
const POINTER_COUNT = 4;
const ENTRY_PRESENT: u64 = 1n;
const ENTRY_WRITE: u64 = 2n;
const FLAGS_MASK: u32 = 0xfff;
const PAGE_SHIFT: u32 = 12;
const PAGES: u32 = 20_000;
const ROUNDS: u32 = 2;
const WALKS: u32 = 200_000;

class Table {
  entries: FixedArray<u64, typeof ENTRY_COUNT> = zeroed();
}

class TableUse {
  /** Entries that are present. */
  marks: u32 = 0;
  /** Number of the next free table; meaningful while this one is free. */
  nextFree: u32 = 0;
}

class Space {
  pointers: FixedArray<u64, typeof POINTER_COUNT> = zeroed();
  mapped: u32 = 0;
}

const NO_TABLE: u32 = 0xffff_ffff;

const tables: FixedArray<Table, typeof TABLE_COUNT> = zeroed();
const uses: FixedArray<TableUse, typeof TABLE_COUNT> = zeroed();
const space: Space = zeroed();
let firstFree: u32 = 0;
let seed: u32 = 7;

function random(): u32 {
  seed = seed * 1664525 + 1013904223;
  return seed >>> 8;
}

function isPresent(entry: u64): bool {
  return (entry & ENTRY_PRESENT) !== 0n;
}

function frameOf(entry: u64): u32 {
  return u32(entry >> 12n);
}

function makeEntry(frame: u32, flags: u64): u64 {
  return (u64(frame) << 12n) | flags;
}

function pointerIndex(address: u32): u32 {
  return address >>> 30;
}

function directoryIndex(address: u32): u32 {
  return (address >>> 21) & (ENTRY_COUNT - 1);
}

function pageIndex(address: u32): u32 {
  return (address >>> PAGE_SHIFT) & (ENTRY_COUNT - 1);
}

function startTables(): void {
  for (let i: u32 = 0; i < TABLE_COUNT; i++) {
    uses[i].nextFree = i + 1 < TABLE_COUNT ? i + 1 : NO_TABLE;
  }
  firstFree = 0;
}

function takeTable(): u32 {
  const table = firstFree;
  if (table !== NO_TABLE) {
    firstFree = uses[table].nextFree;
    uses[table].marks = 0;
  }
  return table;
}

function giveTable(table: u32): void {
  uses[table].nextFree = firstFree;
  firstFree = table;
}

/** Physical address behind a virtual one, or 0 where no page is. */
function translate(address: u32): u32 {
  const pointer = space.pointers[pointerIndex(address)];
  if (!isPresent(pointer)) return 0;
  const directory = tables[frameOf(pointer)].entries[directoryIndex(address)];
  if (!isPresent(directory)) return 0;
  const entry = tables[frameOf(directory)].entries[pageIndex(address)];
  if (!isPresent(entry)) return 0;
  return (frameOf(entry) << PAGE_SHIFT) | (address & FLAGS_MASK);
}

function mapPage(address: u32, frame: u32, flags: u64): bool {
  if (!isPresent(space.pointers[pointerIndex(address)])) {
    const made = takeTable();
    if (made === NO_TABLE) return false;
    space.pointers[pointerIndex(address)] = makeEntry(made, ENTRY_PRESENT);
  }
  const directoryTable = frameOf(space.pointers[pointerIndex(address)]);
  const directory = tables[directoryTable];
  if (!isPresent(directory.entries[directoryIndex(address)])) {
    const made = takeTable();
    if (made === NO_TABLE) return false;
    directory.entries[directoryIndex(address)] = makeEntry(made, ENTRY_PRESENT | ENTRY_WRITE);
    uses[directoryTable].marks += 1;
  }
  const pageTable = frameOf(directory.entries[directoryIndex(address)]);
  const page = tables[pageTable];
  if (isPresent(page.entries[pageIndex(address)])) return false;
  page.entries[pageIndex(address)] = makeEntry(frame, flags | ENTRY_PRESENT);
  uses[pageTable].marks += 1;
  space.mapped += 1;
  return true;
}

function unmapPage(address: u32): bool {
  const pointer = space.pointers[pointerIndex(address)];
  if (!isPresent(pointer)) return false;
  const directoryTable = frameOf(pointer);
  const directory = tables[directoryTable];
  const directoryEntry = directory.entries[directoryIndex(address)];
  if (!isPresent(directoryEntry)) return false;
  const pageTable = frameOf(directoryEntry);
  const page = tables[pageTable];
  if (!isPresent(page.entries[pageIndex(address)])) return false;
  page.entries[pageIndex(address)] = 0n;
  space.mapped -= 1;
  uses[pageTable].marks -= 1;
  if (uses[pageTable].marks !== 0) return true;
  giveTable(pageTable);
  directory.entries[directoryIndex(address)] = 0n;
  uses[directoryTable].marks -= 1;
  if (uses[directoryTable].marks !== 0) return true;
  giveTable(directoryTable);
  space.pointers[pointerIndex(address)] = 0n;
  return true;
}

/** A page's address within 128 stretches of 4 MiB. */
function someAddress(): u32 {
  const value = random();
  return ((value & 0x7f) << 25) | (((value >>> 7) & 0x3ff) << PAGE_SHIFT) | (value & FLAGS_MASK);
}

function work(): u32 {
  let sum: u32 = 0;
  startTables();
  for (let round: u32 = 0; round < ROUNDS; round++) {
    const start = seed;
    for (let i: u32 = 0; i < PAGES; i++) {
      if (mapPage(someAddress(), i + 1, ENTRY_WRITE)) sum += 1;
    }
    for (let i: u32 = 0; i < WALKS; i++) sum = sum * 31 + translate(someAddress());
    sum = sum * 31 + space.mapped;
    seed = start;
    for (let i: u32 = 0; i < PAGES; i++) {
      if (unmapPage(someAddress())) sum += 1;
    }
    sum = sum * 31 + space.mapped + firstFree;
  }
  return sum;
}

export function main(): i32 {
  print(work());
  print("\n");
  return 0;
}
