/**
 * The page tables that 16-bit code runs with (decision 0050): the first megabyte for ring 3, above it what every space has
 * for ring 0, nothing between 1 and 3 GiB.
 *
 * Invariants: a page of the first megabyte is a private copy, stack or buffer, all in whole pages that the caller has taken of the
 * lower allocator, or video memory; the tables lie in the program's own variables, which never move. They must never be used before `refreshShared`.
 * Source: Intel SDM vol. 3A, section 4.4 (PAE paging).
 */
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../abi/memory-map.ts";
import { VM86_PAGES, type Vm86Memory } from "../vm86/memory.ts";

const TABLE_ENTRIES = 512;
const POINTERS = 4;
const GATES = 64;
const DEVICE_VECTOR: u32 = 32;

const ENTRY_PRESENT: u32 = 0x001;
const ENTRY_WRITE: u32 = 0x002;
const ENTRY_USER: u32 = 0x004;
const ENTRY_UNCACHED: u32 = 0x018;
const ENTRY_LARGE: u32 = 0x080;
const ENTRY_FRAME: u32 = 0xffff_f000;
const ENTRY_FRAME_HIGH: u32 = 0xf_ffff;
const INTERRUPT_GATE: u32 = 0x8e00;

const VIDEO_START: u32 = 0xa_0000;
const VIDEO_END: u32 = 0xc_0000;
const MEGABYTE: u32 = 0x10_0000;
/** The lowest EBDA that is believed. */
const EBDA_LOWEST: u32 = 0x8_0000;
/** BIOS data area: the segment of the EBDA (IBM PC AT Technical Reference). */
const EBDA_SEGMENT: u32 = 0x40e;

class Entry {
  low: u32 = 0;
  high: u32 = 0;
}

class Table {
  entries: FixedArray<Entry, typeof TABLE_ENTRIES> = zeroed();
}

class Pointers {
  entries: FixedArray<Entry, typeof POINTERS> = zeroed();
}

const pointers: Pointers = zeroed({ align: 32 });
const directory: Table = zeroed({ align: 4096 });
const table: Table = zeroed({ align: 4096 });
const gates: FixedArray<Entry, typeof GATES> = zeroed({ align: 8 });

/** lib/flat/vm86.asm */
declare function vm86KernelGates(): u32;
declare function vm86UseGates(address: u32): void;
declare function vm86Stubs(): u32;
declare function vm86CopyFirstPage(paging: u32, to: u32): void;

/** Switches interrupts off. Answers whether they were on, for interruptsBack. */
function interruptsOff(): bool {
  const on: bool = (readEflags() & 0x200) !== 0;
  disableInterrupts();
  return on;
}

function interruptsBack(on: bool): void {
  if (on) {
    enableInterrupts();
  }
}

function tableAt(entry: Entry): Table {
  return referenceAt<Table>(entry.low & ENTRY_FRAME);
}

/** The entry of the tables in use that maps a page of this program; tables lie identity-mapped. */
function entryOf(address: u32): Entry {
  const active = referenceAt<Pointers>(readCr3() & 0xffff_ffe0);
  const second = tableAt(active.entries[address >>> 30]);
  const upper = second.entries[(address >>> 21) & (TABLE_ENTRIES - 1)];
  if ((upper.low & ENTRY_LARGE) !== 0) {
    panic("a program's variables lie in large pages");
  }
  return tableAt(upper).entries[(address >>> PAGE_SHIFT) & (TABLE_ENTRIES - 1)];
}

function setEntry(entry: Entry, frame: Entry, bits: u32): void {
  entry.high = frame.high & ENTRY_FRAME_HIGH;
  entry.low = (frame.low & ENTRY_FRAME) | ENTRY_PRESENT | bits;
}

/** The physical address of one of this program's variables; 0 beyond 4 GiB, where page directory pointers cannot lie. */
function physicalOf(address: u32): u32 {
  const entry = entryOf(address);
  const above: bool = (entry.high & ENTRY_FRAME_HIGH) !== 0;
  return above ? 0 : (entry.low & ENTRY_FRAME) | (address & (PAGE_SIZE_BYTES - 1));
}

/**
 * Makes the space, with page 0 and video memory alone, and says in `memory` how the monitor sees it. The copy of page 0 goes to a
 * page of lower memory that the caller has taken. Answers what CR3 is loaded with, or 0 where the variables lie too high.
 */
export function makeSpace(firstPage: u32, memory: Vm86Memory): u32 {
  const paging: u32 = physicalOf(addressOf(pointers));
  if (paging === 0) {
    return 0;
  }
  fillWords(addressOf(table), 0, TABLE_ENTRIES * 2);
  for (let i: u32 = 0; i < VM86_PAGES; i++) {
    memory.pages[i] = spanAt<u8>(0, 0);
  }
  setEntry(directory.entries[0], entryOf(addressOf(table)), ENTRY_WRITE | ENTRY_USER);
  linkPointers();
  makeGates();
  copyFirstPage(paging, firstPage, memory);
  for (let at: u32 = VIDEO_START; at < VIDEO_END; at += PAGE_SIZE_BYTES) {
    mapPage(at, at, ENTRY_UNCACHED, memory);
  }
  return paging;
}

/** Bytes of lower memory that copies of EBDA and ROM take. */
export function copiesBytes(memory: Vm86Memory): u32 {
  return VIDEO_START - ebdaStart(memory) + (MEGABYTE - VIDEO_END);
}

/** Copies EBDA and ROM to whole pages of lower memory, which the caller has taken. */
export function makeCopies(to: u32, memory: Vm86Memory): void {
  const end: u32 = copyPages(ebdaStart(memory), VIDEO_START, to, memory);
  copyPages(VIDEO_END, MEGABYTE, end, memory);
}

/** Gives the code whole pages of lower memory, which the caller has taken. */
export function mapLower(address: u32, bytes: u32, memory: Vm86Memory): void {
  for (let at: u32 = address; at < address + bytes; at += PAGE_SIZE_BYTES) {
    mapPage(at, at, 0, memory);
  }
}

/** Brings the part above the first megabyte up to date. Interrupts are off from here until the space has been left again. */
export function refreshShared(): void {
  const active = referenceAt<Pointers>(readCr3() & 0xffff_ffe0);
  const shared = tableAt(active.entries[0]);
  copyWords(addressOf(directory.entries[1]), addressOf(shared.entries[1]), (TABLE_ENTRIES - 1) * 2);
  const above = tableAt(shared.entries[0]);
  const words: u32 = (TABLE_ENTRIES - VM86_PAGES) * 2;
  copyWords(addressOf(table.entries[VM86_PAGES]), addressOf(above.entries[VM86_PAGES]), words);
}

function linkPointers(): void {
  const active = referenceAt<Pointers>(readCr3() & 0xffff_ffe0);
  const own = entryOf(addressOf(directory));
  // In a pointer entry, write and user bits are reserved.
  pointers.entries[0].high = own.high & ENTRY_FRAME_HIGH;
  pointers.entries[0].low = (own.low & ENTRY_FRAME) | ENTRY_PRESENT;
  pointers.entries[3].high = active.entries[3].high;
  pointers.entries[3].low = active.entries[3].low;
}

/** Every vector leads out; code selector and kind as the kernel's own have them. */
function makeGates(): void {
  const kernel = spanAt<Entry>(vm86KernelGates(), GATES);
  const selector: u32 = kernel[DEVICE_VECTOR].low & 0xffff_0000;
  const stubs = spanAt<u32>(vm86Stubs(), GATES);
  for (let vector: u32 = 0; vector < GATES; vector++) {
    gates[vector].low = selector | (stubs[vector] & 0xffff);
    gates[vector].high = (stubs[vector] & 0xffff_0000) | INTERRUPT_GATE;
  }
  vm86UseGates(addressOf(gates));
}

/** Page 0 is mapped nowhere: it is read through this space, while ring 0 alone sees it there, and where it goes. */
function copyFirstPage(paging: u32, to: u32, memory: Vm86Memory): void {
  const frame: Entry = zeroed();
  setEntry(table.entries[0], frame, 0);
  frame.low = to;
  setEntry(table.entries[to >>> PAGE_SHIFT], frame, ENTRY_WRITE);
  const on = interruptsOff();
  refreshShared();
  vm86CopyFirstPage(paging, to);
  interruptsBack(on);
  table.entries[to >>> PAGE_SHIFT].low = 0;
  mapPage(0, to, 0, memory);
}

function ebdaStart(memory: Vm86Memory): u32 {
  const start: u32 = memory.read(0, EBDA_SEGMENT, 2) << 4;
  return start >= EBDA_LOWEST && start < VIDEO_START ? start & ~(PAGE_SIZE_BYTES - 1) : VIDEO_START;
}

/** Copies pages to lower memory from `to` on, and maps the copies in their places. Answers the end of the copies. */
function copyPages(start: u32, end: u32, to: u32, memory: Vm86Memory): u32 {
  let copied: u32 = to;
  for (let at: u32 = start; at < end; at += PAGE_SIZE_BYTES) {
    copyWords(copied, at, PAGE_SIZE_BYTES >>> 2);
    mapPage(at, copied, 0, memory);
    copied += PAGE_SIZE_BYTES;
  }
  return copied;
}

/** At `at` of the space lies the page of the first megabyte that begins at `from`. */
function mapPage(at: u32, from: u32, bits: u32, memory: Vm86Memory): void {
  const frame: Entry = zeroed();
  frame.low = from;
  setEntry(table.entries[at >>> PAGE_SHIFT], frame, ENTRY_WRITE | ENTRY_USER | bits);
  memory.pages[at >>> PAGE_SHIFT] = spanAt<u8>(from, PAGE_SIZE_BYTES);
}
