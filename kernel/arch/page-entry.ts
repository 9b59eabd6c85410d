/**
 * Page table entries of PAE paging, as two 32-bit words (Intel SDM vol. 3A, section 4.4), and the
 * marks that the kernel keeps in them. Pure but for tableAt.
 *
 * An entry is the one place where a page's mark is kept. Where a mark is the same for 2 MiB, it
 * stands in the directory entry and there is no table:
 *   backed, readable:       present, low = frame | rights | COPY_ON_WRITE | DEVICE | cache;
 *   backed, not readable:   not present, the same with BACKED_HIDDEN, without USER;
 *   held:                   (backed and readable, while its frame moves) not present, with BACKED_HIDDEN and USER;
 *   reserved:               not present, low = MARKED | rights;
 *   unmarked:               both words 0;
 *   large:                  (directory only) present, LARGE: 2 MiB of frames in a row, readable, all a device's or none;
 *   leads to a table:       (directory only) present, not LARGE.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_CACHE,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_UNCACHED,
  ATTRIBUTE_WRITE,
  ATTRIBUTE_WRITE_BACK,
  ATTRIBUTE_WRITE_COMBINING,
} from "../../lib/abi/attributes.ts";
import { LOWER_END, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { acceptInterrupts } from "./interrupt-window.ts";
import { clearPage } from "./page-contents.ts";
import { hasGlobalPages, hasNoExecute, hasPageAttributes } from "./processor.ts";

export const ENTRY_PRESENT: u32 = 0x001;
export const ENTRY_WRITE: u32 = 0x002;
export const ENTRY_USER: u32 = 0x004;
export const ENTRY_ACCESSED: u32 = 0x020;
export const ENTRY_DIRTY: u32 = 0x040;
/** In a directory entry: maps 2 MiB. */
export const ENTRY_LARGE: u32 = 0x080;
export const ENTRY_GLOBAL: u32 = 0x100;
/** The same bit, in an entry that is not present: frame bits are valid. */
const ENTRY_BACKED_HIDDEN: u32 = 0x100;
/** Bit 9: of a reserved page MARKED, of a backed one DEVICE. */
const ENTRY_MARKED: u32 = 0x200;
const ENTRY_DEVICE: u32 = 0x200;
const ENTRY_EXECUTE_SHIFT: u32 = 8;
const ENTRY_EXECUTE: u32 = ATTRIBUTE_EXECUTE << ENTRY_EXECUTE_SHIFT;
/** USER is set in a backed page that can be read; this makes it the attribute. */
const ENTRY_USER_SHIFT: u32 = 2;
/** Bit 11: of a reserved page the right to read, of a backed one ATTRIBUTE_COPY_ON_WRITE, which is the same bit. */
const ENTRY_READ_SHIFT: u32 = 11;
/** Accessed and dirty are four bits below their attributes. */
const ENTRY_USED: u32 = 0x060;
const ENTRY_USED_SHIFT: u32 = 4;
/** Entries 1 and 3 of the page attribute table (processor.ts): write combining, uncached. */
const ENTRY_WRITE_COMBINING: u32 = 0x008;
export const ENTRY_UNCACHED: u32 = 0x018;
const ENTRY_FRAME_LOW: u32 = 0xffff_f000;
const ENTRY_FRAME_HIGH: u32 = 0x0000_0fff;
export const ENTRY_NO_EXECUTE_HIGH: u32 = 0x8000_0000;

/** Beside ATTRIBUTE_*, for setEntry: the frame is a device's. */
export const MARK_DEVICE: u32 = 0x1000;

const FRAME_SHIFT: u32 = 12;
const FRAME_HIGH_SHIFT: u32 = 20;

/** Entries of a page table and of a page directory. */
export const TABLE_ENTRIES = 512;
export const TABLE_INDEX_MASK: u32 = 511;

export class PageEntry {
  low: u32 = 0;
  high: u32 = 0;
}

/** Stands for an entry where there is none: unmarked, never written to. */
export const NO_ENTRY: PageEntry = zeroed();

export class PageTable {
  entries: FixedArray<PageEntry, typeof TABLE_ENTRIES> = zeroed();
}

/** The table in the page that lies, identity-mapped, at `address`. */
export function tableAt(address: u32): PageTable {
  return referenceAt<PageTable>(address);
}

/** The table or directory that a present directory or pointer entry leads to. */
export function nextTable(entry: PageEntry): PageTable {
  return referenceAt<PageTable>(entry.low & ENTRY_FRAME_LOW);
}

/** The address of the table that an entry leads to. */
export function nextTableAddress(entry: PageEntry): u32 {
  return entry.low & ENTRY_FRAME_LOW;
}

/**
 * Marks a page: `attributes` are rights, BACKED, COPY_ON_WRITE, CACHE and MARK_DEVICE; `frame` and
 * all but the rights count only with BACKED.
 */
export function setEntry(entry: PageEntry, attributes: u32, frame: u32): void {
  let low: u32 = rightsBits(attributes);
  let high: u32 = 0;
  if ((attributes & ATTRIBUTE_BACKED) === 0) {
    low |= ENTRY_MARKED | ((attributes & ATTRIBUTE_READ) << ENTRY_READ_SHIFT);
  } else {
    low |= (frame << FRAME_SHIFT) | (attributes & ATTRIBUTE_COPY_ON_WRITE);
    high = frame >>> FRAME_HIGH_SHIFT;
    if ((attributes & MARK_DEVICE) !== 0) {
      low |= ENTRY_DEVICE | cacheBits(attributes);
    }
    if ((attributes & ATTRIBUTE_READ) === 0) {
      low |= ENTRY_BACKED_HIDDEN;
    } else {
      low |= ENTRY_PRESENT | ENTRY_USER;
      high |= noExecuteBit(attributes);
    }
  }
  // The word with the present bit is taken away first and put there last.
  entry.low = 0;
  entry.high = high;
  entry.low = low;
}

/** Marks a page as setEntry has just marked that of `like`, which is backed, with another frame. */
export function setEntryLike(entry: PageEntry, like: PageEntry, frame: u32): void {
  entry.low = 0;
  entry.high = (like.high & ENTRY_NO_EXECUTE_HIGH) | (frame >>> FRAME_HIGH_SHIFT);
  entry.low = (like.low & ~ENTRY_FRAME_LOW) | (frame << FRAME_SHIFT);
}

function cacheBits(attributes: u32): u32 {
  const cache: u32 = attributes & ATTRIBUTE_CACHE;
  if (cache === ATTRIBUTE_WRITE_BACK) {
    return 0;
  }
  return cache === ATTRIBUTE_WRITE_COMBINING && hasPageAttributes() ? ENTRY_WRITE_COMBINING : ENTRY_UNCACHED;
}

/** Whether the page is marked and has no frame. */
export function entryIsReserved(entry: PageEntry): bool {
  return (entry.low & (ENTRY_PRESENT | ENTRY_BACKED_HIDDEN | ENTRY_MARKED)) === ENTRY_MARKED;
}

/**
 * Whether another page may have the entry's frame, with these rights, READ among them: a page of memory that can be
 * read, is not copy-on-write, has the right to write if that is wanted, and to execute exactly if that is. So
 * rights that go together for the one do so for the other.
 */
export function mayShareEntry(entry: PageEntry, rights: u32): bool {
  const low = entry.low;
  const wanted: u32 = ENTRY_PRESENT | ((rights & ATTRIBUTE_EXECUTE) << ENTRY_EXECUTE_SHIFT);
  const asWanted: u32 = ENTRY_PRESENT | ENTRY_DEVICE | ENTRY_EXECUTE | ATTRIBUTE_COPY_ON_WRITE;
  return (low & asWanted) === wanted && (rights & ~low & ATTRIBUTE_WRITE) === 0;
}

/** Gives a reserved page the frame of one that mayShareEntry has agreed to. */
export function shareEntry(entry: PageEntry, from: PageEntry, rights: u32): void {
  entry.high = from.high;
  entry.low = (from.low & ~(ENTRY_USED | ENTRY_WRITE)) | (rights & ATTRIBUTE_WRITE);
}

function noExecuteBit(rights: u32): u32 {
  return (rights & ATTRIBUTE_EXECUTE) === 0 && hasNoExecute() ? ENTRY_NO_EXECUTE_HIGH : 0;
}

/** The rights to write and to execute, as an entry holds them. */
function rightsBits(rights: u32): u32 {
  return (rights & ATTRIBUTE_WRITE) | ((rights & ATTRIBUTE_EXECUTE) << ENTRY_EXECUTE_SHIFT);
}

/** Takes the mark away. */
export function clearEntry(entry: PageEntry): void {
  entry.low = 0;
  entry.high = 0;
}

export function entryIsMarked(entry: PageEntry): bool {
  return entry.low !== 0;
}

/** Of a mark, not of an entry that leads to a table. */
export function entryIsBacked(entry: PageEntry): bool {
  // Present and BACKED_HIDDEN in one test: a present user entry is never global.
  return (entry.low & (ENTRY_PRESENT | ENTRY_BACKED_HIDDEN)) !== 0;
}

/** The frame number of a backed page. */
export function entryFrame(entry: PageEntry): u32 {
  return (entry.low >>> FRAME_SHIFT) | ((entry.high & ENTRY_FRAME_HIGH) << FRAME_HIGH_SHIFT);
}

/** The attributes of a page, as ADDRESS_SPACE_GET answers them; 0 when it is unmarked. */
export function entryAttributes(entry: PageEntry): u32 {
  const low = entry.low;
  if (low === 0) {
    return 0;
  }
  const rights: u32 =
    (low & ATTRIBUTE_WRITE) | ((low >>> ENTRY_EXECUTE_SHIFT) & ATTRIBUTE_EXECUTE) | ATTRIBUTE_MARKED;
  if (!entryIsBacked(entry)) {
    return rights | ((low >>> ENTRY_READ_SHIFT) & ATTRIBUTE_READ);
  }
  let attributes: u32 = rights | ATTRIBUTE_BACKED | (low & ATTRIBUTE_COPY_ON_WRITE);
  attributes |= ((low >>> ENTRY_USER_SHIFT) & ATTRIBUTE_READ) | ((low & ENTRY_USED) << ENTRY_USED_SHIFT);
  return entryIsDevice(entry) ? attributes | cacheAttribute(low) : attributes;
}

/** Two entries that have these bits alike tell the same, but for frame and use. */
export function entryBits(entry: PageEntry): u32 {
  return entry.low & ~(ENTRY_FRAME_LOW | ENTRY_USED);
}

function cacheAttribute(low: u32): u32 {
  if ((low & ENTRY_UNCACHED) === ENTRY_UNCACHED) {
    return ATTRIBUTE_UNCACHED;
  }
  return (low & ENTRY_WRITE_COMBINING) !== 0 ? ATTRIBUTE_WRITE_COMBINING : ATTRIBUTE_WRITE_BACK;
}

/** The rights of a backed page. */
export function backedRights(entry: PageEntry): u32 {
  const low = entry.low;
  return (low & (ATTRIBUTE_WRITE | ENTRY_PRESENT)) | ((low >>> ENTRY_EXECUTE_SHIFT) & ATTRIBUTE_EXECUTE);
}

/** Whether a backed page's frame is a device's. */
export function entryIsDevice(entry: PageEntry): bool {
  return (entry.low & ENTRY_DEVICE) !== 0;
}

/** Whether a backed page is copy-on-write. */
export function entryIsCopyOnWrite(entry: PageEntry): bool {
  return (entry.low & ATTRIBUTE_COPY_ON_WRITE) !== 0;
}

/** Whether a directory's entry leads to a table: otherwise it is a mark for 2 MiB, or unmarked. */
export function entryLeadsToTable(entry: PageEntry): bool {
  return (entry.low & (ENTRY_PRESENT | ENTRY_LARGE)) === ENTRY_PRESENT;
}

/** Whether a directory's entry maps 2 MiB. */
export function entryIsLargeMark(entry: PageEntry): bool {
  return (entry.low & (ENTRY_PRESENT | ENTRY_LARGE)) === (ENTRY_PRESENT | ENTRY_LARGE);
}

/**
 * Makes a directory's entry map what the table does that it leads to: pages of one mark, the frames in a row from a
 * multiple of 512 on. What was accessed or dirty anywhere is so everywhere.
 */
export function joinTable(directory: PageEntry, table: PageTable): void {
  let low = table.entries[0].low;
  acceptInterrupts();
  // Two at a time: the loop is a large part of the work.
  for (let i: u32 = 0; i < TABLE_ENTRIES; i += 2) {
    low |= (table.entries[i].low | table.entries[(i + 1) & TABLE_INDEX_MASK].low) & ENTRY_USED;
  }
  acceptInterrupts();
  directory.low = 0;
  directory.high = table.entries[0].high;
  directory.low = low | ENTRY_LARGE;
}

/** Of an entry that is not present. */
function setWords(entry: PageEntry, low: u32, high: u32): void {
  entry.high = high;
  entry.low = low;
}

const largeEntry: PageEntry = zeroed();

/** Makes a directory's entry that is not present map 2 MiB as setEntry says of a page; READ and BACKED are among the attributes. */
export function setLargeEntry(directory: PageEntry, attributes: u32, frame: u32): void {
  setEntry(largeEntry, attributes, frame);
  directory.low = 0;
  directory.high = largeEntry.high;
  directory.low = largeEntry.low | ENTRY_LARGE;
}

/** Marks the pages of an empty table as a large entry does. */
export function spreadLarge(table: PageTable, large: PageEntry): void {
  let low: u32 = large.low & ~ENTRY_LARGE;
  const high: u32 = large.high;
  acceptInterrupts();
  for (let i: u32 = 0; i < TABLE_ENTRIES; i += 2) {
    setWords(table.entries[i], low, high);
    setWords(table.entries[(i + 1) & TABLE_INDEX_MASK], low + (1 << FRAME_SHIFT), high);
    low += 2 << FRAME_SHIFT;
  }
  acceptInterrupts();
}

/** A backed page is not present for a while; what its entry tells stays. It makes no difference to one that cannot be read. */
export function holdEntry(entry: PageEntry): void {
  entry.low = (entry.low & ~ENTRY_PRESENT) | ENTRY_BACKED_HIDDEN;
}

/** Ends what holdEntry began. */
export function releaseEntry(entry: PageEntry): void {
  if (entryIsHeld(entry)) {
    entry.low = (entry.low & ~ENTRY_BACKED_HIDDEN) | ENTRY_PRESENT;
  }
}

/** Whether the page can be read but for holdEntry. */
export function entryIsHeld(entry: PageEntry): bool {
  return (
    (entry.low & (ENTRY_PRESENT | ENTRY_USER | ENTRY_BACKED_HIDDEN)) === (ENTRY_USER | ENTRY_BACKED_HIDDEN)
  );
}

/** Gives a backed page another frame; everything else stays, accessed and dirty too. */
export function exchangeFrame(entry: PageEntry, frame: u32): void {
  const low: u32 = (entry.low & ~ENTRY_FRAME_LOW) | (frame << FRAME_SHIFT);
  const high: u32 = (entry.high & ~ENTRY_FRAME_HIGH) | (frame >>> FRAME_HIGH_SHIFT);
  entry.low = 0;
  entry.high = high;
  entry.low = low;
}

/** Marks all pages of an empty table as a directory's entry for 2 MiB says. */
export function spreadEntry(table: PageTable, mark: PageEntry): void {
  const low: u32 = mark.low;
  const high: u32 = mark.high;
  acceptInterrupts();
  for (let i: u32 = 0; i < TABLE_ENTRIES; i += 2) {
    setWords(table.entries[i], low, high);
    setWords(table.entries[(i + 1) & TABLE_INDEX_MASK], low, high);
  }
  acceptInterrupts();
}

/** The address of the table that holds an entry. */
export function tableOfEntry(entry: PageEntry): u32 {
  return addressOf(entry) & ENTRY_FRAME_LOW;
}

/** What CR3 is loaded with for these page directory pointers. */
export function pointersAddress(pointers: FixedArray<PageEntry, 4>): u32 {
  return addressOf(pointers);
}

/** Fills a page of the kernel heap, which lies identity-mapped at `address`, with zero bytes. */
export function clearTable(address: u32): void {
  clearPage(address);
}

/** Makes a directory or pointer entry lead to the table at `address`. `bits` are ENTRY_*. */
export function linkTable(entry: PageEntry, address: u32, bits: u32): void {
  entry.high = 0;
  entry.low = address | ENTRY_PRESENT | bits;
}

/**
 * Maps identity-mapped kernel memory: a page, or 2 MiB with ENTRY_LARGE. Lower memory is not global: 16-bit code has pages of
 * its own there (lib/flat/vm86-space.ts).
 */
export function setKernelEntry(entry: PageEntry, address: u32, bits: u32, executable: bool): void {
  entry.high = !executable && hasNoExecute() ? ENTRY_NO_EXECUTE_HIGH : 0;
  entry.low = address | ENTRY_PRESENT | bits | (address >= LOWER_END && hasGlobalPages() ? ENTRY_GLOBAL : 0);
}

/** Maps identity-mapped pages of the kernel from `address` to `end`, which lie in this table and all above or all in lower memory. */
export function setKernelEntries(
  table: PageTable,
  address: u32,
  end: u32,
  bits: u32,
  executable: bool,
): void {
  const high: u32 = !executable && hasNoExecute() ? ENTRY_NO_EXECUTE_HIGH : 0;
  let low: u32 = address | ENTRY_PRESENT | bits;
  if (address >= LOWER_END && hasGlobalPages()) {
    low |= ENTRY_GLOBAL;
  }
  const first: u32 = (address >>> PAGE_SHIFT) & (TABLE_ENTRIES - 1);
  for (const entry of subSpan(spanOf(table.entries), first, (end - address) >>> PAGE_SHIFT)) {
    setWords(entry, low, high);
    low += PAGE_SIZE_BYTES;
  }
}

export function entryIsPresent(entry: PageEntry): bool {
  return (entry.low & ENTRY_PRESENT) !== 0;
}

/** Where a static table lies. */
export function tableAddress(table: PageTable): u32 {
  return addressOf(table);
}
