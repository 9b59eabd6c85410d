/**
 * Windows of the DMA AREA on physical ranges, device memory or RAM (dma-area.ts says where).
 *
 * Invariants: a call that fails has mapped nothing and moved nothing that shows; a range that covers
 * the kernel's own memory is refused; RAM that is in use is moved away before the window is there.
 * 2 MiB pages are used wherever range and window allow, so that no window needs more than
 * 1024 single pages and no call is long.
 */
import { DMA_BUFFER_BYTES_MAX, DmaCache } from "../../lib/abi/flat.ts";
import { LOWER_END, PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { ENTRY_WRITE } from "../arch/page-entry.ts";
import { hasPageAttributes, physicalAddressBits } from "../arch/processor.ts";
import { ENTRY_UNCACHED, ENTRY_WRITE_COMBINING } from "../arch/shared-entry.ts";
import { FRAMES_END, type FrameRanges } from "../boot/memory-map.ts";
import {
  addDmaUse,
  addDmaWindow,
  type DmaArea,
  DmaBacking,
  DmaFound,
  type DmaWindow,
  dropDmaUse,
  dropDmaUsesOf,
  findDmaRange,
  initialiseDmaArea,
  NO_WINDOW,
  removeDmaWindow,
  unusedDmaWindow,
} from "./dma-area.ts";
import { type RunSearch, runIsFree, searchNear, searchNextBlock } from "./frame-runs.ts";
import { NO_FRAME } from "./frame-table.ts";
import { dropRun, frameTable, memoryIsThere, takePinnedRun } from "./frames.ts";
import { unreservedHeapPages } from "./heap.ts";
import { CONVENTIONAL_END } from "./lower-memory.ts";
import { OPERATION_GOES_ON, type Operation, Room, SLICE_UNITS, spend } from "./operation.ts";
import { abandonRoom, makeRoom, managedFramesIn, returnFrames } from "./relocate.ts";
import { mapShared, mapSharedLarge, unmapShared, unmapSharedLarge } from "./shared-map.ts";
import { memoryIsShort } from "./shortage.ts";

const LAST_PAGE_BELOW_4_GIB: u32 = 0xf_ffff;
const LARGE_PAGES: u32 = 512;
const LARGE_MASK: u32 = 511;
/** Tables for the pages before the first and after the last 2 MiB, and for a window that has none. */
const TABLES_MAX: u32 = 3;

/** Unmapping a page, giving a frame back, finding and removing a window. */
const UNITS_UNMAP: u32 = 2;
const UNITS_DROP: u32 = 3;
const UNITS_WINDOW: u32 = 100;
/** Looking through a block of frames, or opening it. */
const UNITS_SEARCH: u32 = 230;
/** More pages than these are taken and mapped in a slice of their own, after the one that has found them. */
const AT_ONCE_PAGES: u32 = 64;
/** Operation.step of a buffer. */
const SEARCHING: u32 = 0;
const FOUND: u32 = 1;

const area: DmaArea = zeroed();
/** The buffer that is asked for. */
const wanted: RunSearch = zeroed();
/** Windows that nobody uses any more and that have still to go. */
let going: u32 = 0;
/** The lists are made with the first window, so that the boot does not pay for them. */
let initialised: bool = false;
let kernelEndPage: u64 = 0n;
/** The pages around the end of the first 4 GiB that are no RAM: where a PC has its devices. */
let devicesFirst: u32 = 0;
let devicesEnd: u32 = 0;

export class DmaAnswer {
  /** Where the first byte of the range lies. */
  address: u32 = 0;
  /** Of a buffer: its physical address. */
  physical: u64 = 0n;
}

/** After the kernel's part of the map is fixed; `ranges` are the frames that have records. */
export function startDma(kernelEnd: u32, ranges: FrameRanges): void {
  kernelEndPage = u64(kernelEnd >>> PAGE_SHIFT);
  devicesEnd = FRAMES_END;
  for (let i: u32 = 0; i < ranges.count; i++) {
    const range = ranges.ranges[i];
    if (range.first < LAST_PAGE_BELOW_4_GIB) {
      devicesFirst = range.first + range.count;
    } else if (range.first < devicesEnd) {
      devicesEnd = range.first;
    }
  }
}

/**
 * Maps `bytes` bytes of physical memory from `physical` on, read and write, for `owner`. A range that a
 * window holds already is not mapped again. RAM in use moves away in slices: while the answer is
 * OPERATION_GOES_ON (windows that go are worked on first, too), nothing is mapped and the same is to be asked again with the same operation, which nobody has stated anew.
 * Answers BAD_ADDRESS (none, or more than the processor reaches), BAD_ARGUMENT (another cache
 * attribute than a window that overlaps it, or none that exists), PROTECTED (kernel or pinned memory),
 * NO_MEMORY, or OK.
 */
export function createDma(
  physical: u64,
  bytes: u32,
  cache: u32,
  owner: u32,
  operation: Operation,
  answer: DmaAnswer,
): u32 {
  const end: u64 = u64(1) << u64(physicalAddressBits());
  if (bytes === 0 || physical >= end || u64(bytes) > end - physical) {
    return Status.BAD_ADDRESS;
  }
  if (cache !== DmaCache.UNCACHED && cache !== DmaCache.WRITE_COMBINING) {
    return Status.BAD_ARGUMENT;
  }
  dmaArea();
  if (going !== 0) {
    workOnWindows(operation);
    return OPERATION_GOES_ON;
  }
  const first: u64 = physical >> u64(PAGE_SHIFT);
  const pages: u32 = u32(((physical + u64(bytes) - 1n) >> u64(PAGE_SHIFT)) - first) + 1;
  const found = addDmaUse(area, first, pages, cache, owner);
  let status: u32 = Status.OK;
  if (found === DmaFound.NOTHING) {
    status = addWindow(first, pages, cache, owner, operation);
  } else {
    giveRoomBack(operation);
    status = statusOfFound(found);
  }
  if (status === Status.OK) {
    const window = area.windows[findDmaRange(area, first, pages)];
    const inside: u32 = u32(first - window.physicalPage);
    answer.address = ((window.page + inside) << PAGE_SHIFT) + (u32(physical) & PAGE_OFFSET_MASK);
  }
  return status;
}

/**
 * Takes `bytes` bytes of RAM in a row for `owner`, on an `alignment` in bytes (a power of two), all below
 * the physical page `limit` (0: anywhere), and maps them, contents undefined. They are free again with the
 * window's end (destroyDma); nothing moves them before. Looked for in slices, as createDma moves RAM: OPERATION_GOES_ON.
 * Answers BAD_ARGUMENT (no bytes, more than DMA_BUFFER_BYTES_MAX, an alignment or cache attribute that does
 * not exist), NO_MEMORY, or OK.
 */
export function createDmaBuffer(
  bytes: u32,
  alignment: u32,
  limit: u32,
  cache: u32,
  owner: u32,
  operation: Operation,
  answer: DmaAnswer,
): u32 {
  const known: bool = cache === DmaCache.UNCACHED || cache === DmaCache.WRITE_COMBINING;
  if (bytes === 0 || bytes > DMA_BUFFER_BYTES_MAX || !known) {
    return Status.BAD_ARGUMENT;
  }
  if (alignment === 0 || (alignment & (alignment - 1)) !== 0) {
    return Status.BAD_ARGUMENT;
  }
  const pages: u32 = (bytes + PAGE_OFFSET_MASK) >>> PAGE_SHIFT;
  dmaArea();
  if (going !== 0) {
    workOnWindows(operation);
    return OPERATION_GOES_ON;
  }
  if (unreservedHeapPages() < TABLES_MAX || !memoryIsThere(pages, 0, 0)) {
    return Status.NO_MEMORY;
  }
  wanted.count = pages;
  wanted.alignment = alignment <= PAGE_OFFSET_MASK ? 1 : alignment >>> PAGE_SHIFT;
  wanted.limit = limit === 0 ? FRAMES_END : limit;
  const first = searchSlice(operation);
  if (first === NO_FRAME) {
    return operation.budget === 0 ? OPERATION_GOES_ON : u32(Status.NO_MEMORY);
  }
  if (pages > AT_ONCE_PAGES && operation.step === SEARCHING) {
    operation.step = FOUND;
    operation.firstFrame = first;
    return OPERATION_GOES_ON;
  }
  const number = addDmaWindow(area, u64(first), pages, cache, owner);
  if (number === NO_WINDOW) {
    return Status.NO_MEMORY;
  }
  takePinnedRun(first, pages);
  const window = area.windows[number];
  window.backing = DmaBacking.BUFFER;
  mapWindow(window);
  answer.address = window.page << PAGE_SHIFT;
  answer.physical = u64(first) << u64(PAGE_SHIFT);
  return Status.OK;
}

/**
 * Looks for the frames that are wanted. Answers the first one; or NO_FRAME, with the budget spent when it goes
 * on. Between slices the operation says how far it has come: `at` is the next block + 1, `end` the free frames before it.
 */
function searchSlice(operation: Operation): u32 {
  const table = frameTable();
  if (operation.step === FOUND) {
    if (runIsFree(table, operation.firstFrame, wanted.count)) {
      return operation.firstFrame;
    }
    operation.step = SEARCHING;
    operation.end = 0;
  }
  if (operation.at === 0) {
    const first = searchNear(table, wanted);
    operation.at = 1;
    operation.end = 0;
    if (first !== NO_FRAME) {
      return first;
    }
    spend(operation, SLICE_UNITS);
  }
  wanted.block = operation.at - 1;
  wanted.run = operation.end;
  let first: u32 = NO_FRAME;
  while (first === NO_FRAME && wanted.block < table.blocks.length && operation.budget !== 0) {
    const open = table.openBlocks;
    const free = wanted.block < open ? table.blocks[wanted.block].freeFrames : 1;
    first = searchNextBlock(table, wanted);
    spend(operation, free === 0 ? 1 : table.openBlocks === open ? UNITS_SEARCH : 2 * UNITS_SEARCH);
  }
  operation.at = wanted.block + 1;
  operation.end = wanted.run;
  if (first === NO_FRAME && wanted.block === table.blocks.length) {
    // Nothing is left to look through: no memory, and not the slice's end.
    operation.budget = 1;
  }
  return first;
}

/** Takes one use of `owner` away; with the last one the window goes, by and by (give-back.ts). Answers BAD_ADDRESS, or OK. */
export function destroyDma(address: u32, owner: u32): Status {
  const number = dropDmaUse(dmaArea(), address >>> PAGE_SHIFT, owner);
  if (number === NO_WINDOW) {
    return Status.BAD_ADDRESS;
  }
  going += area.windows[number].count === 0 ? 1 : 0;
  return Status.OK;
}

/** Takes all uses of `owner` away. */
export function destroyAllDma(owner: u32): void {
  going += initialised ? dropDmaUsesOf(area, owner) : 0;
}

/** Whether windows have still to go. */
export function windowsGo(): bool {
  return going !== 0;
}

/** Unmaps pages of windows that go while the operation's budget lasts, and gives back what they were of. */
export function workOnWindows(operation: Operation): void {
  while (going !== 0 && operation.budget !== 0) {
    const number = unusedDmaWindow(area);
    unmapWindow(operation, area.windows[number]);
    spend(operation, UNITS_WINDOW);
    if (area.windows[number].done === area.windows[number].pages) {
      returnEmptied(area.windows[number]);
      removeDmaWindow(area, number);
      going--;
    }
  }
}

/** The area itself. */
export function dmaArea(): DmaArea {
  if (!initialised) {
    initialiseDmaArea(area);
    initialised = true;
  }
  return area;
}

function statusOfFound(found: DmaFound): Status {
  if (found === DmaFound.WINDOW) {
    return Status.OK;
  }
  return found === DmaFound.CONFLICT ? Status.BAD_ARGUMENT : Status.NO_MEMORY;
}

function addWindow(first: u64, pages: u32, cache: u32, owner: u32, operation: Operation): u32 {
  if (isKernels(first, pages)) {
    return Status.PROTECTED;
  }
  const emptied: bool = operation.room !== Room.NONE || holdsRam(first, pages);
  if (memoryIsShort() || unreservedHeapPages() < TABLES_MAX) {
    giveRoomBack(operation);
    return Status.NO_MEMORY;
  }
  if (emptied && hasRoomForWindow(first, pages, owner)) {
    statePhysical(operation, first, pages);
    const status = makeRoom(operation, operation.firstFrame, operation.end >>> PAGE_SHIFT);
    if (status !== Status.OK) {
      return status;
    }
  }
  const number = addDmaWindow(area, first, pages, cache, owner);
  if (number === NO_WINDOW) {
    giveRoomBack(operation);
    return Status.NO_MEMORY;
  }
  area.windows[number].backing = emptied ? DmaBacking.EMPTIED : DmaBacking.DEVICE;
  mapWindow(area.windows[number]);
  return Status.OK;
}

/** Looked at before RAM is moved, and again after it, when others may have made windows. */
function hasRoomForWindow(first: u64, pages: u32, owner: u32): bool {
  const number = addDmaWindow(area, first, pages, DmaCache.UNCACHED, owner);
  if (number === NO_WINDOW) {
    return false;
  }
  dropDmaUse(area, area.windows[number].page, owner);
  removeDmaWindow(area, number);
  return true;
}

/** The operation's range is the part of the physical pages that can be RAM; as an address range it begins at 0. */
function statePhysical(operation: Operation, first: u64, pages: u32): void {
  const rest: u32 = FRAMES_END - u32(first);
  operation.firstFrame = u32(first);
  operation.address = 0;
  operation.at = 0;
  operation.end = (pages < rest ? pages : rest) << PAGE_SHIFT;
}

/** Whether any of the physical pages is RAM; most windows are where a PC has its devices. */
function holdsRam(first: u64, pages: u32): bool {
  const page: u32 = u32(first);
  if (first >= u64(FRAMES_END) || (page >= devicesFirst && page < devicesEnd && devicesEnd - page >= pages)) {
    return false;
  }
  const rest: u32 = FRAMES_END - page;
  return managedFramesIn(page, pages < rest ? pages : rest) !== 0;
}

/** What was emptied for a window that cannot be made any more comes back. */
function giveRoomBack(operation: Operation): void {
  if (operation.room !== Room.NONE) {
    abandonRoom(operation, operation.firstFrame, operation.end >>> PAGE_SHIFT);
  }
}

/** Conventional memory, and the kernel's image, modules, records and heap; not video memory and ROMs between. */
function isKernels(first: u64, pages: u32): bool {
  const end: u64 = first + u64(pages);
  return (
    first < u64(CONVENTIONAL_END >>> PAGE_SHIFT) ||
    (first < kernelEndPage && end > u64(LOWER_END >>> PAGE_SHIFT))
  );
}

/** Whether 2 MiB of the window from page `done` on can be one large page. */
function isLarge(window: DmaWindow, done: u32): bool {
  const page: u32 = window.page + done;
  return (
    (page & LARGE_MASK) === 0 &&
    (u32(window.physicalPage + u64(done)) & LARGE_MASK) === 0 &&
    window.pages - done >= LARGE_PAGES
  );
}

function mapWindow(window: DmaWindow): void {
  const combining: bool = window.cache === DmaCache.WRITE_COMBINING && hasPageAttributes();
  const bits: u32 = ENTRY_WRITE | (combining ? ENTRY_WRITE_COMBINING : ENTRY_UNCACHED);
  let done: u32 = 0;
  while (done < window.pages) {
    const address: u32 = (window.page + done) << PAGE_SHIFT;
    if (isLarge(window, done)) {
      mapSharedLarge(address, window.physicalPage + u64(done), bits);
      done += LARGE_PAGES;
    } else {
      mapShared(address, window.physicalPage + u64(done), bits, false);
      done++;
    }
  }
}

function unmapWindow(operation: Operation, window: DmaWindow): void {
  const buffer: bool = window.backing === DmaBacking.BUFFER;
  while (window.done < window.pages && operation.budget !== 0) {
    const address: u32 = (window.page + window.done) << PAGE_SHIFT;
    const pages: u32 = isLarge(window, window.done) ? LARGE_PAGES : 1;
    if (buffer && pages !== 1 && operation.budget !== SLICE_UNITS) {
      // 512 frames go back at once: a slice of its own.
      operation.budget = 0;
      return;
    }
    if (pages === 1) {
      unmapShared(address);
    } else {
      unmapSharedLarge(address);
    }
    if (buffer) {
      dropRun(u32(window.physicalPage), window.done, pages);
    }
    window.done += pages;
    spend(operation, UNITS_UNMAP + (buffer ? UNITS_DROP * pages : 0));
  }
}

/** What was emptied for a window comes back, in slices. */
function returnEmptied(window: DmaWindow): void {
  if (window.backing === DmaBacking.EMPTIED) {
    const rest: u32 = FRAMES_END - u32(window.physicalPage);
    returnFrames(u32(window.physicalPage), window.pages < rest ? window.pages : rest);
  }
}
