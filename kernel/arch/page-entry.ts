/**
 * Page table entries of PAE paging, as two 32-bit words (Intel SDM vol. 3A, section 4.4), and the
 * marks that the kernel keeps in them. Pure but for tableAt.
 *
 * An entry is the one place where a page's mark is kept:
 *   present:                low = frame | MARKED | rights, the hardware reads the same word;
 *   backed, not readable:   not present, low = frame | BACKED_HIDDEN | MARKED | rights;
 *   reserved:               not present, low = MARKED | rights;
 *   unmarked:               both words 0.
 */
import {
  ATTRIBUTE_ACCESSED,
  ATTRIBUTE_BACKED,
  ATTRIBUTE_DIRTY,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { hasGlobalPages, hasNoExecute } from "./processor.ts";

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
const ENTRY_MARKED: u32 = 0x200;
const ENTRY_EXECUTE: u32 = 0x400;
const ENTRY_READ: u32 = 0x800;
const ENTRY_FRAME_LOW: u32 = 0xffff_f000;
const ENTRY_FRAME_HIGH: u32 = 0x0000_000f;
export const ENTRY_NO_EXECUTE_HIGH: u32 = 0x8000_0000;

const FRAME_SHIFT: u32 = 12;
const FRAME_HIGH_SHIFT: u32 = 20;

/** Entries of a page table and of a page directory. */
export const TABLE_ENTRIES = 512;
export const TABLE_INDEX_MASK: u32 = 511;

export class PageEntry {
  low: u32 = 0;
  high: u32 = 0;
}

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

/** Marks a page: `attributes` are rights and BACKED; `frame` counts only with BACKED. */
export function setEntry(entry: PageEntry, attributes: u32, frame: u32): void {
  let low: u32 = ENTRY_MARKED;
  let high: u32 = 0;
  if ((attributes & ATTRIBUTE_WRITE) !== 0) {
    low |= ENTRY_WRITE;
  }
  if ((attributes & ATTRIBUTE_EXECUTE) !== 0) {
    low |= ENTRY_EXECUTE;
  }
  if ((attributes & ATTRIBUTE_READ) !== 0) {
    low |= ENTRY_READ;
  }
  if ((attributes & ATTRIBUTE_BACKED) !== 0) {
    low |= frame << FRAME_SHIFT;
    high = frame >>> FRAME_HIGH_SHIFT;
    if ((attributes & ATTRIBUTE_READ) === 0) {
      low |= ENTRY_BACKED_HIDDEN;
    } else {
      low |= ENTRY_PRESENT | ENTRY_USER;
      if ((attributes & ATTRIBUTE_EXECUTE) === 0 && hasNoExecute()) {
        high |= ENTRY_NO_EXECUTE_HIGH;
      }
    }
  }
  // The word with the present bit is taken away first and put there last.
  entry.low = 0;
  entry.high = high;
  entry.low = low;
}

/** Takes the mark away. */
export function clearEntry(entry: PageEntry): void {
  entry.low = 0;
  entry.high = 0;
}

export function entryIsMarked(entry: PageEntry): bool {
  return entry.low !== 0;
}

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
  let attributes: u32 = ATTRIBUTE_MARKED;
  if ((low & ENTRY_READ) !== 0) {
    attributes |= ATTRIBUTE_READ;
  }
  if ((low & ENTRY_WRITE) !== 0) {
    attributes |= ATTRIBUTE_WRITE;
  }
  if ((low & ENTRY_EXECUTE) !== 0) {
    attributes |= ATTRIBUTE_EXECUTE;
  }
  if (!entryIsBacked(entry)) {
    return attributes;
  }
  attributes |= ATTRIBUTE_BACKED;
  if ((low & ENTRY_ACCESSED) !== 0) {
    attributes |= ATTRIBUTE_ACCESSED;
  }
  if ((low & ENTRY_DIRTY) !== 0) {
    attributes |= ATTRIBUTE_DIRTY;
  }
  return attributes;
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
  fillWords(address, 0, (TABLE_ENTRIES * 8) / 4);
}

/** Makes a directory or pointer entry lead to the table at `address`. `bits` are ENTRY_*. */
export function linkTable(entry: PageEntry, address: u32, bits: u32): void {
  entry.high = 0;
  entry.low = address | ENTRY_PRESENT | bits;
}

/** Maps identity-mapped kernel memory: a page, or 2 MiB with ENTRY_LARGE. */
export function setKernelEntry(entry: PageEntry, address: u32, bits: u32, executable: bool): void {
  entry.high = !executable && hasNoExecute() ? ENTRY_NO_EXECUTE_HIGH : 0;
  entry.low = address | ENTRY_PRESENT | bits | (hasGlobalPages() ? ENTRY_GLOBAL : 0);
}

export function entryIsPresent(entry: PageEntry): bool {
  return (entry.low & ENTRY_PRESENT) !== 0;
}

/** Where a static table lies. */
export function tableAddress(table: PageTable): u32 {
  return addressOf(table);
}
