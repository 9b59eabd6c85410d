/**
 * Where the kernel's own things go, decided before anything is moved: image, modules, frame
 * records, heap, from 1 MiB upwards in that order.
 *
 * Invariants of a plan: everything lies in usable memory below HEAP_AREA_END and nothing overlaps;
 * a moved module's new place overlaps no module's old place (so the moves can be made in any order,
 * by plain copying, as long as they are made before records and heap are used). Memory that the map
 * keeps for the firmware may lie between the things, never in one of them. Touches no memory itself.
 */
import { HEAP_AREA_END, KERNEL_HEAP_MIN_BYTES, KERNEL_START, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { type BOOT_MODULES_MAX, BootError, type BootInformation } from "./boot-information.ts";
import { sizeOption } from "./command-line.ts";
import { excludeRange, FRAMES_END, type FrameRanges } from "./memory-map.ts";
import { fitsInUsable, larger, NO_PLACE, pageUp, placeFrom, smaller } from "./memory-place.ts";
import { placeModules } from "./module-plan.ts";

const MIB: u32 = 0x10_0000;
const HEAP_MAX_BYTES: u32 = 64 * MIB;
/** The heap takes one part in this many of all memory. */
const HEAP_SHARE_SHIFT: u32 = 5;
/** The heap shrinks down to this, so that this much stays free for tasks. */
const HEAP_SMALL_BYTES: u32 = 4 * MIB;
const FREE_WANTED_FRAMES: u32 = (8 * MIB) >>> PAGE_SHIFT;
/** With less free memory than this the system is refused. */
const FREE_MIN_FRAMES: u32 = (2 * MIB) >>> PAGE_SHIFT;
/** Frame records take a quarter of the memory below HEAP_AREA_END at most, and never more than this. */
const RECORDS_SHARE_SHIFT: u32 = 2;
const RECORDS_MAX_BYTES: u32 = 256 * MIB;

export class MemoryPlan {
  /** Where each module lies once it was moved; its old place where it stays. Page aligned. */
  moduleStart: FixedArray<u32, typeof BOOT_MODULES_MAX> = zeroed();
  /** First page boundary after the kernel image and all modules. */
  imagesEnd: u32 = 0;
  heapStart: u32 = 0;
  heapBytes: u32 = 0;
  /** Whole pages; `frameCount` records fit. */
  recordsStart: u32 = 0;
  recordsBytes: u32 = 0;
  /** Records are for the frames `[firstFrame, firstFrame + frameCount)`; the first begins at kernelEnd. */
  firstFrame: u32 = 0;
  frameCount: u32 = 0;
  /** Usable frames above kernelEnd that have no record, because the records would not fit. */
  unrecordedFrames: u32 = 0;
  /** First address after everything above; page aligned. */
  kernelEnd: u32 = 0;
}

/**
 * Fills `plan`, and takes from `ranges` every frame that has no record: those below `kernelEnd` and
 * those whose records would not fit.
 *
 * `endKernel`: first byte after the kernel's image. `recordBytes`: size of a frame record.
 * Errors: KERNEL_OUTSIDE_MEMORY, NO_MEMORY; `ranges` is unchanged then, `plan` not to be used.
 */
export function planMemory(
  information: BootInformation,
  ranges: FrameRanges,
  endKernel: u32,
  recordBytes: u32,
  plan: MemoryPlan,
): BootError {
  if (endKernel <= KERNEL_START || endKernel > HEAP_AREA_END || recordBytes === 0) {
    return BootError.KERNEL_OUTSIDE_MEMORY;
  }
  const imageEnd = pageUp(endKernel);
  if (!fitsInUsable(ranges, KERNEL_START, imageEnd - KERNEL_START)) {
    return BootError.KERNEL_OUTSIDE_MEMORY;
  }
  plan.imagesEnd = placeModules(information, ranges, imageEnd, plan.moduleStart);
  const heapBytes = heapWanted(ranges.frames, sizeOption(information, "heap"));
  if (plan.imagesEnd === NO_PLACE || !chooseHeap(ranges, recordBytes, heapBytes, plan)) {
    return BootError.NO_MEMORY;
  }
  excludeRange(ranges, 0, plan.firstFrame);
  const above: u32 = ranges.frames;
  excludeRange(ranges, plan.firstFrame + plan.frameCount, FRAMES_END);
  plan.unrecordedFrames = above - ranges.frames;
  return BootError.NONE;
}

/** The largest heap up to the one wanted that leaves enough free; the smallest heap where none does. */
function chooseHeap(ranges: FrameRanges, recordBytes: u32, wanted: u32, plan: MemoryPlan): bool {
  let bytes = wanted;
  while (bytes > HEAP_SMALL_BYTES) {
    if (placeTables(ranges, recordBytes, bytes, plan) && freeFrames(ranges, plan) >= FREE_WANTED_FRAMES) {
      return true;
    }
    bytes -= MIB;
  }
  const placed = placeTables(ranges, recordBytes, HEAP_SMALL_BYTES, plan);
  return placed && freeFrames(ranges, plan) >= FREE_MIN_FRAMES;
}

/** Bytes, from the frames that there are and what the command line asks for, 0 where it does not. */
function heapWanted(frames: u32, requested: u32): u32 {
  if (requested >= HEAP_MAX_BYTES) {
    return HEAP_MAX_BYTES;
  }
  if (requested !== 0) {
    return larger((requested + MIB - 1) & ~(MIB - 1), HEAP_SMALL_BYTES);
  }
  const share = frames >>> HEAP_SHARE_SHIFT;
  if (share >= HEAP_MAX_BYTES >>> PAGE_SHIFT) {
    return HEAP_MAX_BYTES;
  }
  // Whole MiB, so that chooseHeap's steps end exactly at the smallest heap.
  const bytes = ((share << PAGE_SHIFT) + MIB - 1) & ~(MIB - 1);
  return larger(bytes, KERNEL_HEAP_MIN_BYTES);
}

/** Places records and a heap of `heapBytes`; false where they do not fit. */
function placeTables(ranges: FrameRanges, recordBytes: u32, heapBytes: u32, plan: MemoryPlan): bool {
  // kernelEnd cannot come out lower than this, so these are all frames that can need a record.
  const lowest = (plan.imagesEnd + heapBytes) >>> PAGE_SHIFT;
  const end = recordedEnd(ranges, lowest, recordsBudget(ranges, plan.imagesEnd) / recordBytes, recordBytes);
  plan.recordsBytes = pageUp((end - lowest) * recordBytes);
  plan.recordsStart = placeFrom(ranges, plan.imagesEnd, plan.recordsBytes);
  if (plan.recordsStart === NO_PLACE) {
    return false;
  }
  plan.heapBytes = heapBytes;
  plan.heapStart = placeFrom(ranges, plan.recordsStart + plan.recordsBytes, heapBytes);
  if (plan.heapStart === NO_PLACE) {
    return false;
  }
  plan.kernelEnd = plan.heapStart + heapBytes;
  plan.firstFrame = plan.kernelEnd >>> PAGE_SHIFT;
  plan.frameCount = end > plan.firstFrame ? end - plan.firstFrame : 0;
  return plan.frameCount !== 0;
}

/** Bytes that records may take at most. */
function recordsBudget(ranges: FrameRanges, from: u32): u32 {
  const bytes = framesBetween(ranges, from >>> PAGE_SHIFT, HEAP_AREA_END >>> PAGE_SHIFT) << PAGE_SHIFT;
  const share = bytes >>> RECORDS_SHARE_SHIFT;
  return smaller(share, RECORDS_MAX_BYTES);
}

/**
 * First frame after the last one that gets a record, when at most `recordsMax` of them can be had
 * from `first` on. Memory far away gets records only if it is larger than the records that the way
 * to it takes.
 */
function recordedEnd(ranges: FrameRanges, first: u32, recordsMax: u32, recordBytes: u32): u32 {
  const cap = recordsMax > FRAMES_END - first ? FRAMES_END : first + recordsMax;
  let end = first;
  let gained: u32 = 0;
  for (let i: u32 = 0; i < ranges.count; i++) {
    const range = ranges.ranges[i];
    const start = larger(range.first, first);
    const stop = smaller(range.first + range.count, cap);
    if (start < stop) {
      gained += stop - start;
      if (u64(stop - end) * u64(recordBytes) < u64(gained) << u64(PAGE_SHIFT)) {
        end = stop;
        gained = 0;
      }
    }
  }
  return end;
}

/** Frames that are left for tasks under this plan. */
function freeFrames(ranges: FrameRanges, plan: MemoryPlan): u32 {
  return framesBetween(ranges, plan.firstFrame, plan.firstFrame + plan.frameCount);
}

/** Usable frames in `[first, end)`. */
function framesBetween(ranges: FrameRanges, first: u32, end: u32): u32 {
  let frames: u32 = 0;
  for (let i: u32 = 0; i < ranges.count; i++) {
    const range = ranges.ranges[i];
    const start = larger(range.first, first);
    const stop = smaller(range.first + range.count, end);
    if (start < stop) {
      frames += stop - start;
    }
  }
  return frames;
}
