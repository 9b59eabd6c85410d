/** Proves a memory plan against the promises of kernel/boot/memory-plan.ts. */
import type { BootInformation } from "../../../kernel/boot/boot-information.ts";
import { FRAMES_END, type FrameRanges } from "../../../kernel/boot/memory-map.ts";
import type { MemoryPlan } from "../../../kernel/boot/memory-plan.ts";
import { check } from "./check.ts";

/** `before`: the usable frames that the plan was made from; `after`: what it left. */
export function checkPlan(
  information: BootInformation,
  before: FrameRanges,
  after: FrameRanges,
  plan: MemoryPlan,
  endKernel: u32,
  recordBytes: u32,
): void {
  check(plan.kernelEnd % 4096 === 0 && plan.kernelEnd <= 0x4000_0000, "kernelEnd");
  check(plan.firstFrame === plan.kernelEnd / 4096 && plan.frameCount !== 0, "records begin at kernelEnd");
  check(plan.imagesEnd >= endKernel && plan.recordsStart >= plan.imagesEnd, "records follow the images");
  check(plan.heapStart >= plan.recordsStart + plan.recordsBytes, "the heap follows the records");
  check(plan.kernelEnd === plan.heapStart + plan.heapBytes, "the heap ends at kernelEnd");
  check(u64(plan.frameCount) * u64(recordBytes) <= u64(plan.recordsBytes), "the records fit");
  check(plan.heapBytes >= 0x40_0000 && plan.heapBytes <= 0x400_0000, "heap size");
  check(isUsable(before, plan.heapStart, plan.heapBytes), "the heap is memory");
  check(isUsable(before, plan.recordsStart, plan.recordsBytes), "the records are memory");
  checkModules(information, before, plan, endKernel);
  checkRanges(before, after, plan);
}

function checkModules(
  information: BootInformation,
  before: FrameRanges,
  plan: MemoryPlan,
  endKernel: u32,
): void {
  for (let i: u32 = 0; i < information.moduleCount; i++) {
    const start = plan.moduleStart[i];
    const bytes = information.modules[i].bytes;
    const end = start + bytes;
    check(start % 4096 === 0 && start >= endKernel && end >= start && end <= plan.imagesEnd, "module place");
    check(bytes === 0 || isUsable(before, start, bytes), "the module is memory");
    for (let j: u32 = 0; j < information.moduleCount; j++) {
      const other = information.modules[j];
      if (i !== j && bytes !== 0 && other.bytes !== 0) {
        const otherStart = plan.moduleStart[j];
        check(
          pageEnd(end) <= otherStart || pageEnd(otherStart + other.bytes) <= start,
          "modules share no page",
        );
      }
      if (start !== information.modules[i].start && bytes !== 0 && other.bytes !== 0) {
        check(pageEnd(end) <= other.start || other.start + other.bytes <= start, "moved onto no old place");
      }
    }
  }
}

/** What is left is exactly what was there, of the frames with records. */
function checkRanges(before: FrameRanges, after: FrameRanges, plan: MemoryPlan): void {
  const end = plan.firstFrame + plan.frameCount;
  let frames: u32 = 0;
  for (let i: u32 = 0; i < before.count; i++) {
    const range = before.ranges[i];
    frames += shared(range.first, range.first + range.count, plan.firstFrame, end);
  }
  check(after.frames === frames, "exactly the frames with records are left");
  let above: u32 = 0;
  for (let i: u32 = 0; i < before.count; i++) {
    const range = before.ranges[i];
    above += shared(range.first, range.first + range.count, plan.firstFrame, FRAMES_END);
  }
  check(plan.unrecordedFrames === above - after.frames, "and what has no record is said");
  check(frames >= 512, "2 MiB are left");
  for (let i: u32 = 0; i < after.count; i++) {
    const range = after.ranges[i];
    check(range.first >= plan.firstFrame && range.first + range.count <= end, "each frame has its record");
  }
}

/** Numbers that both `[first, end)` and `[otherFirst, otherEnd)` hold. */
function shared(first: u32, end: u32, otherFirst: u32, otherEnd: u32): u32 {
  let from = first;
  let to = end;
  if (otherFirst > from) {
    from = otherFirst;
  }
  if (otherEnd < to) {
    to = otherEnd;
  }
  return to > from ? to - from : 0;
}

function pageEnd(address: u32): u32 {
  return (address + 4095) & ~4095;
}

/** One range holds all of it. */
function isUsable(ranges: FrameRanges, start: u32, bytes: u32): bool {
  for (let i: u32 = 0; i < ranges.count; i++) {
    const first = u64(ranges.ranges[i].first) * 4096n;
    const end = first + u64(ranges.ranges[i].count) * 4096n;
    if (u64(start) >= first && u64(start) + u64(bytes) <= end) {
      return true;
    }
  }
  return bytes === 0;
}
