/**
 * The flat side: windows of the DMA AREA over devices and RAM, runs of frames for devices, and the global heap. They
 * move frames that spaces have mapped; the spaces must not notice.
 */

import { entryFrame, entryIsPresent } from "../../kernel/arch/page-entry.ts";
import { createDma, type DmaAnswer, destroyDma } from "../../kernel/memory/dma.ts";
import { createDmaBuffer } from "../../kernel/memory/dma-buffer.ts";
import { flatHeapEnd, flatHeapStart, growFlatHeap, shrinkFlatHeap } from "../../kernel/memory/flat-heap.ts";
import { somethingComesBack, workOnGiveBack } from "../../kernel/memory/give-back.ts";
import {
  OPERATION_GOES_ON,
  type Operation,
  OperationKind,
  stateOperation,
  WINDOW_UNITS,
} from "../../kernel/memory/operation.ts";
import { findSharedEntry } from "../../kernel/memory/shared-map.ts";
import { DmaCache } from "../../lib/abi/flat.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { FRAMES, FRAMES_FIRST, frameContents, setFrameContents } from "../doubles/frame-window.ts";
import { nextRandom, type Random, randomBelow } from "../host/support/xorshift.ts";

const OWNER: u32 = 0x1_0010;
const HELD = 8;
const WINDOW_PAGES_MAX: u32 = 40;
const BUFFER_PAGES_MAX: u32 = 20;
const DEVICE_PAGE: u32 = 0xf_e000;
const FLAT_PAGES_MAX = 300;
/** The page of the global heap that was backed at the start stays. */
const FLAT_PAGES_MIN: u32 = 1;

const held: FixedArray<u32, typeof HELD> = zeroed();
const stamps: FixedArray<u32, typeof FLAT_PAGES_MAX> = zeroed();
const answer: DmaAnswer = zeroed();
const operation: Operation = zeroed();

/** A window is made, or one goes. Answers what the kernel said. */
export function stepWindow(random: Random): Status {
  const place: u32 = randomBelow(random, HELD);
  if (held[place] !== 0) {
    const status = destroyDma(held[place], OWNER);
    bringFramesBack();
    held[place] = 0;
    return status;
  }
  const cache: u32 = randomBelow(random, 8) === 0 ? DmaCache.WRITE_COMBINING : DmaCache.UNCACHED;
  const offset: u32 = randomBelow(random, PAGE_SIZE_BYTES);
  let status: Status = Status.OK;
  if (randomBelow(random, 3) === 0) {
    const bytes: u32 = 1 + randomBelow(random, BUFFER_PAGES_MAX * PAGE_SIZE_BYTES);
    const alignment: u32 = PAGE_SIZE_BYTES << randomBelow(random, 5);
    status = makeBuffer(bytes, alignment, cache);
  } else {
    const near: bool = randomBelow(random, 4) !== 0;
    const page: u32 = near ? FRAMES_FIRST + randomBelow(random, FRAMES) : DEVICE_PAGE;
    const bytes: u32 = 1 + randomBelow(random, WINDOW_PAGES_MAX * PAGE_SIZE_BYTES);
    status = makeWindow((u64(page) << u64(PAGE_SHIFT)) + u64(offset), bytes, cache);
  }
  held[place] = status === Status.OK ? answer.address : 0;
  return status;
}

/** As kernel/syscall/flat-call.ts does it, slice after slice. */
function makeWindow(physical: u64, bytes: u32, cache: u32): Status {
  stateOperation(operation, OperationKind.FLAT_CALL, 0, 0, 0, 0);
  let status: u32 = OPERATION_GOES_ON;
  while (status === OPERATION_GOES_ON) {
    operation.budget = WINDOW_UNITS;
    status = createDma(physical, bytes, cache, OWNER, operation, answer);
  }
  bringFramesBack();
  return status as Status;
}

function makeBuffer(bytes: u32, alignment: u32, cache: u32): Status {
  stateOperation(operation, OperationKind.FLAT_CALL, 0, 0, 0, 0);
  let status: u32 = OPERATION_GOES_ON;
  while (status === OPERATION_GOES_ON) {
    operation.budget = WINDOW_UNITS;
    status = createDmaBuffer(bytes, alignment, 0, cache, OWNER, operation, answer);
  }
  return status as Status;
}

function bringFramesBack(): void {
  while (somethingComesBack()) {
    operation.budget = WINDOW_UNITS;
    workOnGiveBack(operation);
  }
}

/** Gives all windows back. False when one was not there. */
export function dropWindows(): bool {
  let fine: bool = true;
  for (let i: u32 = 0; i < HELD; i++) {
    fine = fine && (held[i] === 0 || destroyDma(held[i], OWNER) === Status.OK);
    held[i] = 0;
  }
  bringFramesBack();
  return fine;
}

/** Pages of the global heap. */
export function flatPages(): u32 {
  return (flatHeapEnd() - flatHeapStart()) >>> PAGE_SHIFT;
}

/** The global heap grows or shrinks; what is written to its pages stays there. False when it does not. */
export function stepFlatHeap(random: Random, status: StatusAnswer): bool {
  const before: u32 = flatPages();
  const count: u32 = 1 + randomBelow(random, 16);
  if (randomBelow(random, 2) === 0 && before + count <= FLAT_PAGES_MAX) {
    status.value = growFlatHeap(count);
    for (let page: u32 = before; page < flatPages(); page++) {
      if (flatContents(page) !== 0) {
        return false;
      }
      stamps[page] = nextRandom(random);
      writeFlat(page, stamps[page]);
    }
    return flatPages() === (status.value === Status.OK ? before + count : before);
  }
  for (let page: u32 = 0; page < before; page++) {
    if (flatContents(page) !== stamps[page]) {
      return false;
    }
  }
  status.value = before > count ? shrinkFlatHeap(count) : Status.OK;
  return status.value === Status.OK;
}

export class StatusAnswer {
  value: Status = Status.OK;
}

/** Gives the global heap back but for its first page. */
export function dropFlatHeap(): bool {
  return flatPages() <= FLAT_PAGES_MIN || shrinkFlatHeap(flatPages() - FLAT_PAGES_MIN) === Status.OK;
}

function frameOfFlat(page: u32): u32 {
  const entry = findSharedEntry(flatHeapStart() + (page << PAGE_SHIFT));
  return entry !== null && entryIsPresent(entry) ? entryFrame(entry) : 0;
}

function flatContents(page: u32): u32 {
  const frame = frameOfFlat(page);
  return frame === 0 ? 1 : frameContents(frame);
}

function writeFlat(page: u32, value: u32): void {
  setFrameContents(frameOfFlat(page), value);
}
