/**
 * Buffers for devices: RAM in a row, with a window of the DMA AREA on it. Where an upper limit or an alignment rules the
 * first blocks out, all blocks are looked through, in slices.
 */
import { DMA_BUFFER_BYTES_MAX, DmaCache } from "../../lib/abi/flat.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import { FRAMES_END } from "../boot/memory-map.ts";
import { type DmaAnswer, DmaStep, finishWindow } from "./dma.ts";
import { addDmaWindow, DmaBacking, NO_WINDOW } from "./dma-area.ts";
import {
  beginMapping,
  dmaArea,
  windowsAreAtWork,
  windowTablesAreThere,
  workOnWindows,
} from "./dma-windows.ts";
import { type RunSearch, runIsFree, searchNear, searchNextBlock } from "./frame-runs.ts";
import { NO_FRAME } from "./frame-table.ts";
import { frameTable, memoryIsThere, takePinnedRun } from "./frames.ts";
import { OPERATION_GOES_ON, type Operation, spend, WINDOW_UNITS } from "./operation.ts";

/** Looking through a block of frames, or opening it. */
const UNITS_SEARCH: u32 = 230;
/** More pages than these are taken in a slice of their own, after the one that has found them. */
const AT_ONCE_PAGES: u32 = 64;

/** What is asked for. */
const wanted: RunSearch = zeroed();

/**
 * Takes `bytes` bytes of RAM in a row for `owner`, on an `alignment` in bytes (a power of two), all below
 * the physical page `limit` (0: anywhere), and maps them, contents undefined. They are free again with the
 * window's end (destroyDma); nothing moves them before. While the answer is OPERATION_GOES_ON the same is to be asked again, as of
 * createDma. Answers BAD_ARGUMENT (no bytes, more than DMA_BUFFER_BYTES_MAX, an alignment or cache attribute that does
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
  if (operation.step === DmaStep.MAPPING) {
    return finishWindow(operation, 0, answer);
  }
  const area = dmaArea();
  if (windowsAreAtWork()) {
    workOnWindows(operation);
    return OPERATION_GOES_ON;
  }
  const pages: u32 = (bytes + PAGE_OFFSET_MASK) >>> PAGE_SHIFT;
  if (!windowTablesAreThere() || !memoryIsThere(pages, 0, 0)) {
    return Status.NO_MEMORY;
  }
  wanted.count = pages;
  wanted.alignment = alignment <= PAGE_OFFSET_MASK ? 1 : alignment >>> PAGE_SHIFT;
  wanted.limit = limit === 0 ? FRAMES_END : limit;
  const first = searchSlice(operation);
  if (first === NO_FRAME) {
    return operation.budget === 0 ? OPERATION_GOES_ON : u32(Status.NO_MEMORY);
  }
  if (pages > AT_ONCE_PAGES && operation.step === DmaStep.LOOKING) {
    operation.step = DmaStep.FOUND;
    operation.firstFrame = first;
    return OPERATION_GOES_ON;
  }
  const number = addDmaWindow(area, u64(first), pages, cache, owner);
  if (number === NO_WINDOW) {
    return Status.NO_MEMORY;
  }
  acceptInterrupts();
  takePinnedRun(first, pages);
  acceptInterrupts();
  area.windows[number].backing = DmaBacking.BUFFER;
  area.windows[number].frames = pages;
  beginMapping(number);
  operation.step = DmaStep.MAPPING;
  operation.at = number;
  if (pages > AT_ONCE_PAGES) {
    return OPERATION_GOES_ON;
  }
  return finishWindow(operation, 0, answer);
}

/**
 * Looks for the frames that are wanted. Answers the first one; or NO_FRAME, with the budget spent when it goes
 * on. Between slices the operation says how far it has come: `at` is the next block + 1, `end` the free frames before it.
 */
function searchSlice(operation: Operation): u32 {
  const table = frameTable();
  if (operation.step === DmaStep.FOUND) {
    if (runIsFree(table, operation.firstFrame, wanted.count)) {
      return operation.firstFrame;
    }
    operation.step = DmaStep.LOOKING;
    operation.end = 0;
  }
  if (operation.at === 0) {
    const first = searchNear(table, wanted);
    operation.at = 1;
    operation.end = 0;
    if (first !== NO_FRAME) {
      return first;
    }
    spend(operation, WINDOW_UNITS);
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
