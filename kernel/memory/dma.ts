/**
 * Windows of the DMA AREA on physical ranges, device memory or RAM (dma-area.ts says where).
 *
 * Invariants: a call that fails has mapped nothing and moved nothing that shows; a range that covers
 * the kernel's own memory is refused; RAM that is in use is moved away before the window is there. All of it goes in
 * slices, one window after the other (dma-windows.ts).
 */
import { DmaCache } from "../../lib/abi/flat.ts";
import { LOWER_END, PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { physicalAddressBits } from "../arch/processor.ts";
import { FRAMES_END, type FrameRanges } from "../boot/memory-map.ts";
import {
  addDmaUse,
  addDmaWindow,
  DmaBacking,
  DmaFound,
  dropDmaUse,
  NO_WINDOW,
  removeDmaWindow,
} from "./dma-area.ts";
import {
  beginMapping,
  dmaArea,
  dropUse,
  windowIsMapped,
  windowsAreAtWork,
  windowTablesAreThere,
  workOnWindows,
} from "./dma-windows.ts";
import { CONVENTIONAL_END } from "./lower-memory.ts";
import { OPERATION_GOES_ON, type Operation, Room, spend } from "./operation.ts";
import { abandonRoom, makeRoom, managedFramesIn } from "./relocate.ts";
import { memoryIsShort } from "./shortage.ts";

const LAST_PAGE_BELOW_4_GIB: u32 = 0xf_ffff;
/** Looking for a range, with few windows there; one unit more for each. */
const UNITS_ADD: u32 = 20;

/** Operation.step of a window that is made. */
export enum DmaStep {
  LOOKING = 0,
  /** Of a buffer: its frames were found. */
  FOUND = 1,
  /** Its window is there, and is being mapped. */
  MAPPING = 2,
}

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
  const offset: u32 = u32(physical) & PAGE_OFFSET_MASK;
  if (operation.step === DmaStep.MAPPING) {
    return finishWindow(operation, offset, answer);
  }
  const area = dmaArea();
  if (windowsAreAtWork()) {
    workOnWindows(operation);
    return OPERATION_GOES_ON;
  }
  const first: u64 = physical >> u64(PAGE_SHIFT);
  const pages: u32 = u32(((physical + u64(bytes) - 1n) >> u64(PAGE_SHIFT)) - first) + 1;
  const found = addDmaUse(area, first, pages, cache, owner);
  if (found === DmaFound.NOTHING) {
    const status = addWindow(first, pages, cache, owner, operation);
    return status === Status.OK ? finishWindow(operation, offset, answer) : status;
  }
  giveRoomBack(operation);
  if (found === DmaFound.WINDOW) {
    const window = area.windows[area.found];
    answer.address = ((window.page + u32(first - window.physicalPage)) << PAGE_SHIFT) + offset;
  }
  return statusOfFound(found);
}

/** The slices in which a window that was added is mapped: OPERATION_GOES_ON, or OK. Its first byte lies `offset` bytes behind its first page. */
export function finishWindow(operation: Operation, offset: u32, answer: DmaAnswer): u32 {
  if (!windowIsMapped(operation.at)) {
    workOnWindows(operation);
  }
  if (!windowIsMapped(operation.at)) {
    return OPERATION_GOES_ON;
  }
  const window = dmaArea().windows[operation.at];
  answer.address = (window.page << PAGE_SHIFT) + offset;
  answer.physical = window.physicalPage << u64(PAGE_SHIFT);
  return Status.OK;
}

/** Takes one use of `owner` away; with the last one the window goes, by and by (give-back.ts). Answers BAD_ADDRESS, or OK. */
export function destroyDma(address: u32, owner: u32): Status {
  return dropUse(address, owner) ? Status.OK : Status.BAD_ADDRESS;
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
  if (memoryIsShort() || !windowTablesAreThere()) {
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
  const number = addDmaWindow(dmaArea(), first, pages, cache, owner);
  if (number === NO_WINDOW) {
    giveRoomBack(operation);
    return Status.NO_MEMORY;
  }
  // What was emptied is the window's from here on.
  dmaArea().windows[number].backing = emptied ? DmaBacking.EMPTIED : DmaBacking.DEVICE;
  operation.room = Room.NONE;
  beginMapping(number);
  operation.step = DmaStep.MAPPING;
  operation.at = number;
  spend(operation, UNITS_ADD + dmaArea().windowCount);
  return Status.OK;
}

/** Looked at before RAM is moved, and again after it, when others may have made windows. */
function hasRoomForWindow(first: u64, pages: u32, owner: u32): bool {
  const area = dmaArea();
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
