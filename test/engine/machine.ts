/** The kernel's memory on the host: heap, frames with a hole, DMA AREA, flat heap, and two spaces. */
import type { FrameRecord } from "../../kernel/arch/frame-record.ts";
import type { FrameRange, FrameRanges } from "../../kernel/boot/memory-map.ts";
import type { MemoryPlan } from "../../kernel/boot/memory-plan.ts";
import { limitAccount } from "../../kernel/memory/accounts.ts";
import { startDma } from "../../kernel/memory/dma.ts";
import { placeFlatHeap } from "../../kernel/memory/flat-heap.ts";
import { startFrames } from "../../kernel/memory/frames.ts";
import { startHeap } from "../../kernel/memory/heap.ts";
import { startObjects } from "../../kernel/memory/objects.ts";
import { startSpaces } from "../../kernel/memory/space.ts";
import { MANIFEST_UNLIMITED } from "../../lib/abi/manifest.ts";
import { FRAMES, FRAMES_FIRST } from "../doubles/frame-window.ts";
import { HOST_HEAP_BYTES, hostHeapStart } from "../doubles/host-memory.ts";

/** The hole lies at an odd place, across a border of 2 MiB. */
const HOLE_FIRST: u32 = 2481;
const HOLE_FRAMES: u32 = 103;
/** Pays for all spaces. */
const ACCOUNT: u32 = 0;
const PAGE_SHIFT: u32 = 12;

const records: FixedArray<FrameRecord, typeof FRAMES> = zeroed();
const ranges: FrameRanges = zeroed();
const plan: MemoryPlan = zeroed();

function setRange(range: FrameRange, first: u32, count: u32): void {
  range.first = FRAMES_FIRST + first;
  range.count = count;
  ranges.frames += count;
  ranges.count++;
}

export function startMachine(): void {
  limitAccount(ACCOUNT, MANIFEST_UNLIMITED, MANIFEST_UNLIMITED, MANIFEST_UNLIMITED, MANIFEST_UNLIMITED);
  setRange(ranges.ranges[0], 0, HOLE_FIRST);
  setRange(ranges.ranges[1], HOLE_FIRST + HOLE_FRAMES, FRAMES - HOLE_FIRST - HOLE_FRAMES);
  plan.heapStart = hostHeapStart();
  plan.heapBytes = HOST_HEAP_BYTES;
  plan.firstFrame = FRAMES_FIRST;
  plan.frameCount = FRAMES;
  plan.kernelEnd = FRAMES_FIRST << PAGE_SHIFT;
  startHeap(plan.heapStart, plan.heapBytes, plan.heapStart);
  startObjects(false);
  placeFlatHeap(plan.kernelEnd);
  startDma(plan.kernelEnd, ranges);
  startFrames(spanOf(records), plan, ranges);
  startSpaces();
}

/** Frames that are memory. */
export function machineFrames(): u32 {
  return ranges.frames;
}
