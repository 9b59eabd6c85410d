/**
 * To whom a page of the shared part of the map belongs: asked of those who have the memory now.
 */
import {
  FLAT_PROGRAM_BYTES,
  FLAT_PROGRAMS_START,
  FRAME_WINDOW,
  HEAP_AREA_END,
  KERNEL_START,
  PAGE_SHIFT,
  PAGE_SIZE_BYTES,
} from "../../lib/abi/memory-map.ts";
import { kernelImage } from "../arch/image.ts";
import type { BootInformation } from "../boot/boot-information.ts";
import type { MemoryPlan } from "../boot/memory-plan.ts";
import { NO_WINDOW } from "../memory/dma-area.ts";
import { dmaArea } from "../memory/dma-windows.ts";
import { lowerMemoryEnd } from "../memory/lower.ts";
import { CONVENTIONAL_END, LOWER_FREE_START } from "../memory/lower-memory.ts";
import { flatRecord } from "./flat-task.ts";
import { TASK_FLAT, taskInSlot, taskSlots } from "./task.ts";

export enum MapOwner {
  NULL_PAGE = 0,
  FIRMWARE = 1,
  LOWER_MEMORY = 2,
  VIDEO_MEMORY = 3,
  ROM = 4,
  KERNEL_TEXT = 5,
  KERNEL_CONSTANTS = 6,
  KERNEL_DATA = 7,
  KERNEL_STACK = 8,
  MODULE = 9,
  FRAME_RECORDS = 10,
  KERNEL_HEAP = 11,
  FLAT_STACK = 12,
  FLAT_HEAP = 13,
  FLAT_PROGRAM = 14,
  DMA_WINDOW = 15,
  FRAME_WINDOW = 16,
  UNUSED = 17,
  PROGRAM = 18,
  STACK = 19,
  INFORMATION = 20,
  MANIFEST = 21,
  MEMORY = 22,
  /** Regions of the manifest. */
  PUBLISHED = 23,
  /** A manager's on its clients. */
  NOTES = 24,
  /** What a boot parameter has asked for: this. */
  KERNEL_ASKED = 25,
}

const ROM_START: u32 = 0xc_0000;

/** Owner and detail of a page. */
export class MapOwnerAnswer {
  owner: MapOwner = 0 as MapOwner;
  detail: u32 = 0;
}

/** The owner as the map's lines name it. */
export function mapOwnerName(owner: MapOwner): string {
  switch (owner) {
    case MapOwner.NULL_PAGE:
      return "null-page";
    case MapOwner.FIRMWARE:
      return "firmware";
    case MapOwner.LOWER_MEMORY:
      return "lower-memory";
    case MapOwner.VIDEO_MEMORY:
      return "video-memory";
    case MapOwner.ROM:
      return "rom";
    case MapOwner.KERNEL_TEXT:
      return "kernel-text";
    case MapOwner.KERNEL_CONSTANTS:
      return "kernel-constants";
    case MapOwner.KERNEL_DATA:
      return "kernel-data";
    case MapOwner.KERNEL_STACK:
      return "kernel-stack";
    case MapOwner.MODULE:
      return "module";
    case MapOwner.FRAME_RECORDS:
      return "frame-records";
    case MapOwner.KERNEL_HEAP:
      return "kernel-heap";
    case MapOwner.FLAT_STACK:
      return "flat-stack";
    case MapOwner.FLAT_HEAP:
      return "flat-heap";
    case MapOwner.FLAT_PROGRAM:
      return "flat-program";
    case MapOwner.DMA_WINDOW:
      return "dma-window";
    case MapOwner.FRAME_WINDOW:
      return "frame-window";
    case MapOwner.PROGRAM:
      return "program";
    case MapOwner.STACK:
      return "stack";
    case MapOwner.INFORMATION:
      return "information";
    case MapOwner.MANIFEST:
      return "manifest";
    case MapOwner.MEMORY:
      return "memory";
    case MapOwner.PUBLISHED:
      return "published";
    case MapOwner.NOTES:
      return "notes";
    case MapOwner.KERNEL_ASKED:
      return "kernel-asked";
    default:
      return "unused";
  }
}

/** Fills `answer` in for the shared page at `address`. */
export function findMapOwner(
  boot: BootInformation,
  plan: MemoryPlan,
  address: u32,
  answer: MapOwnerAnswer,
): void {
  answer.detail = 0;
  if (address < KERNEL_START) {
    answer.owner = lowerOwner(address);
  } else if (address < plan.kernelEnd) {
    kernelOwner(boot, plan, address, answer);
  } else if (address < FLAT_PROGRAMS_START) {
    answer.owner = MapOwner.FLAT_HEAP;
  } else if (address < HEAP_AREA_END) {
    answer.owner = MapOwner.FLAT_PROGRAM;
    answer.detail = programTask((address - FLAT_PROGRAMS_START) / FLAT_PROGRAM_BYTES);
  } else if (address >= FRAME_WINDOW) {
    answer.owner = MapOwner.FRAME_WINDOW;
  } else {
    answer.owner = MapOwner.DMA_WINDOW;
    answer.detail = windowNumber(address >>> PAGE_SHIFT);
  }
}

function lowerOwner(address: u32): MapOwner {
  if (address < PAGE_SIZE_BYTES) {
    return MapOwner.NULL_PAGE;
  }
  if (address >= ROM_START) {
    return MapOwner.ROM;
  }
  if (address >= CONVENTIONAL_END) {
    return MapOwner.VIDEO_MEMORY;
  }
  const ours: bool = address >= LOWER_FREE_START && address + PAGE_SIZE_BYTES <= lowerMemoryEnd();
  return ours ? MapOwner.LOWER_MEMORY : MapOwner.FIRMWARE;
}

function kernelOwner(boot: BootInformation, plan: MemoryPlan, address: u32, answer: MapOwnerAnswer): void {
  const image = kernelImage();
  if (address < image.initStart || (address >= image.askedStart && address < image.endKernel)) {
    answer.owner = imageOwner(address);
  } else if (address < image.askedStart || inRange(address, plan.heapStart, plan.heapBytes)) {
    // Of what only the boot needed is mapped what has joined the heap.
    answer.owner = MapOwner.KERNEL_HEAP;
    const task = stackTask(address);
    if (task !== 0) {
      answer.owner = MapOwner.FLAT_STACK;
      answer.detail = task;
    }
  } else if (inRange(address, plan.recordsStart, plan.recordsBytes)) {
    answer.owner = MapOwner.FRAME_RECORDS;
  } else {
    answer.owner = MapOwner.UNUSED;
    for (let i: u32 = 0; i < boot.moduleCount; i++) {
      if (inRange(address, plan.moduleStart[i], boot.modules[i].bytes)) {
        answer.owner = MapOwner.MODULE;
        answer.detail = i + 1;
      }
    }
  }
}

function imageOwner(address: u32): MapOwner {
  const image = kernelImage();
  if (address >= image.askedStart) {
    return MapOwner.KERNEL_ASKED;
  }
  if (address < image.textEnd) {
    return MapOwner.KERNEL_TEXT;
  }
  if (address < image.constantsEnd) {
    return MapOwner.KERNEL_CONSTANTS;
  }
  return address >= image.stackGuard && address < image.doubleFaultStackTop
    ? MapOwner.KERNEL_STACK
    : MapOwner.KERNEL_DATA;
}

function inRange(address: u32, start: u32, bytes: u32): bool {
  return address >= start && address - start < bytes;
}

/** The flat task whose stack or guard page this is, or 0. */
function stackTask(address: u32): u32 {
  for (let slot: u32 = 0; slot < taskSlots(); slot++) {
    const task = taskInSlot(slot);
    if (task !== null && (task.flags & TASK_FLAT) !== 0) {
      const record = flatRecord(task);
      if (inRange(address, record.guard, record.pages * PAGE_SIZE_BYTES)) {
        return task.identity;
      }
    }
  }
  return 0;
}

/** The first task that runs a flat program, or 0. */
function programTask(program: u32): u32 {
  for (let slot: u32 = 0; slot < taskSlots(); slot++) {
    const task = taskInSlot(slot);
    if (task !== null && (task.flags & TASK_FLAT) !== 0 && flatRecord(task).program === program) {
      return task.identity;
    }
  }
  return 0;
}

/** Number of the window that holds a page of the DMA AREA + 1, or 0. */
function windowNumber(page: u32): u32 {
  const area = dmaArea();
  let number: u32 = area.first;
  while (number !== NO_WINDOW) {
    const window = area.windows[number];
    if (page >= window.page && page - window.page < window.pages) {
      return number + 1;
    }
    number = window.next;
  }
  return 0;
}
