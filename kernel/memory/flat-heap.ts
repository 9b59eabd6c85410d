/**
 * The flat domain's global heap: one contiguous range of backed pages from `kernelEnd` upward, the
 * same for all flat tasks. It grows and shrinks at its end and belongs to nobody: what a task has put
 * there is there after its end.
 *
 * Invariants: every page of `[start, end)` is mapped, none from `end` to FLAT_PROGRAMS_START; the
 * first page is there as soon as there are flat tasks, and stays.
 */
import { FLAT_PROGRAMS_START, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import { ENTRY_WRITE } from "../arch/page-entry.ts";
import { dropSharedFrame, memoryIsThere, takeSharedFrame } from "./frames.ts";
import { mapShared, missingSharedTables, unmapShared } from "./shared-map.ts";

let start: u32 = 0;
let end: u32 = 0;

/** Where the heap will begin. */
export function placeFlatHeap(kernelEnd: u32): void {
  start = kernelEnd;
  end = kernelEnd;
}

/** Backs the first page, unless it is. False without memory. */
export function startFlatHeap(): bool {
  return end !== start || growFlatHeap(1) === Status.OK;
}

export function flatHeapStart(): u32 {
  return start;
}

export function flatHeapEnd(): u32 {
  return end;
}

/** Adds zeroed pages at the end. Answers NO_MEMORY, having changed nothing, or OK. */
export function growFlatHeap(pages: u32): Status {
  if (end >= FLAT_PROGRAMS_START || pages > (FLAT_PROGRAMS_START - end) >>> PAGE_SHIFT) {
    return Status.NO_MEMORY;
  }
  if (!memoryIsThere(pages, missingSharedTables(end, pages), 0)) {
    return Status.NO_MEMORY;
  }
  for (let i: u32 = 0; i < pages; i++) {
    if (i !== 0) {
      acceptInterrupts();
    }
    const frame = takeSharedFrame();
    mapShared(end, u64(frame), ENTRY_WRITE, false);
    end += PAGE_SIZE_BYTES;
  }
  return Status.OK;
}

/** Takes pages away at the end. Answers BAD_ARGUMENT when that would take the first page too, or OK. */
export function shrinkFlatHeap(pages: u32): Status {
  if (end === start || pages >= (end - start) >>> PAGE_SHIFT) {
    return Status.BAD_ARGUMENT;
  }
  for (let i: u32 = 0; i < pages; i++) {
    acceptInterrupts();
    end -= PAGE_SIZE_BYTES;
    dropSharedFrame(unmapShared(end));
  }
  return Status.OK;
}
