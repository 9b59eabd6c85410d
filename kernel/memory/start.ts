/**
 * Memory, in order: what the machine has, where everything goes, modules moved, the kernel's part
 * of the map, frames. From here on paging is on.
 */

import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import type { FrameRecord } from "../arch/frame-record.ts";
import { kernelImage } from "../arch/image.ts";
import { frameRecordsAt, moveBytes } from "../arch/kernel-memory.ts";
import { noteLineTable } from "../arch/line-table.ts";
import { BootError, type BootInformation, bootErrorText } from "../boot/boot-information.ts";
import { hasOption } from "../boot/command-line.ts";
import { addHoles } from "../boot/memory-holes.ts";
import { type FrameRanges, usableRanges } from "../boot/memory-map.ts";
import { type MemoryPlan, planMemory } from "../boot/memory-plan.ts";
import { endLine, say, sayDecimal } from "../debug/console.ts";
import { refuseBoot } from "../debug/panic.ts";
import { startDma } from "./dma.ts";
import { placeFlatHeap } from "./flat-heap.ts";
import { freeFrameCount, startFrames } from "./frames.ts";
import { freeHeapBytes, startHeap } from "./heap.ts";
import { startKernelSpace } from "./kernel-space.ts";
import { startLowerMemory } from "./lower.ts";
import { startObjects } from "./objects.ts";
import { memoryIsShort, startShortage } from "./shortage.ts";
import { startSpaces } from "./space.ts";

const KIB_SHIFT: u32 = 10;
const FRAMES_IN_MIB_SHIFT: u32 = 8;

const plan: MemoryPlan = zeroed();
const ranges: FrameRanges = zeroed();

/** Answers the plan: where the modules lie now. */
export function startMemory(information: BootInformation): MemoryPlan {
  startShortage(information);
  refuseOnError(addHoles(information));
  refuseOnError(usableRanges(information, ranges));
  refuseOnError(
    memoryIsShort()
      ? BootError.NO_MEMORY
      : planMemory(information, ranges, kernelImage().endKernel, sizeOf<FrameRecord>(), plan),
  );
  for (let i: u32 = 0; i < information.moduleCount; i++) {
    moveBytes(plan.moduleStart[i], information.modules[i].start, information.modules[i].bytes);
    // The last one that is moved, or stays, is the one that the lines are in.
    noteLineTable(plan.moduleStart[i], information.modules[i].bytes);
  }
  startLowerMemory(information);
  startHeap(plan.heapStart, plan.heapBytes, kernelImage().initStart);
  startObjects(hasOption(information, "heap-checks"));
  startKernelSpace(plan.kernelEnd);
  placeFlatHeap(plan.kernelEnd);
  startDma(plan.kernelEnd, ranges);
  startFrames(frameRecordsAt(plan.recordsStart, plan.frameCount), plan, ranges);
  startSpaces();
  sayMemory();
  sayUnrecorded();
  sayLost(information);
  return plan;
}

function refuseOnError(error: BootError): void {
  if (error !== BootError.NONE) {
    refuseBoot(bootErrorText(error));
  }
}

function sayMemory(): void {
  say("kernel: ");
  sayDecimal(freeFrameCount() >>> FRAMES_IN_MIB_SHIFT);
  say(" MiB free for tasks, kernel heap ");
  sayDecimal(freeHeapBytes() >>> KIB_SHIFT);
  say(" KiB");
  endLine();
}

/** Pieces of the memory map for which there was no place: the smallest. */
function sayLost(information: BootInformation): void {
  const kibibytes: u32 =
    (ranges.lostFrames << (PAGE_SHIFT - KIB_SHIFT)) + u32(information.lostBytes >> u64(KIB_SHIFT));
  if (kibibytes !== 0) {
    say("kernel: ");
    sayDecimal(kibibytes);
    say(" KiB more stay unused: the memory map has too many pieces");
    endLine();
  }
}

/** Memory far behind a hole in the map, on a machine with little before it. */
function sayUnrecorded(): void {
  const mebibytes: u32 = plan.unrecordedFrames >>> FRAMES_IN_MIB_SHIFT;
  if (mebibytes !== 0) {
    say("kernel: ");
    sayDecimal(mebibytes);
    say(" MiB more stay unused: the records of so much do not fit into a quarter of the memory below 1 GiB");
    endLine();
  }
}
