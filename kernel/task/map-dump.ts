/**
 * Prints the whole live memory map: the shared part as its page tables say, then every space's own
 * part. For the boot parameter `memory-map`; costs as much as there is mapped, so never otherwise: without it
 * this code is given back after the boot (asked.ts).
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_READ,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import {
  ALLOCATION_START,
  DMA_START,
  HEAP_AREA_END,
  INFORMATION_VIEW,
  MANAGER_NOTES_START,
  MANIFEST_VIEW,
  PAGE_SIZE_BYTES,
  PUBLISHED_START,
  STACK_END,
  STACK_SIZE_BYTES,
  USER_END,
  USER_START,
} from "../../lib/abi/memory-map.ts";
import {
  entryAttributes,
  entryFrame,
  entryIsBacked,
  entryIsMarked,
  type PageEntry,
} from "../arch/page-entry.ts";
import {
  sharedEntryIsCombining,
  sharedEntryIsExecutable,
  sharedEntryIsPresent,
  sharedEntryIsUncached,
  sharedEntryIsWritable,
  sharedEntryPage,
} from "../arch/shared-entry.ts";
import type { BootInformation } from "../boot/boot-information.ts";
import { hasOption } from "../boot/command-line.ts";
import type { MemoryPlan } from "../boot/memory-plan.ts";
import { askFor } from "../debug/asked.ts";
import { sayLine } from "../debug/console.ts";
import { frameMappings } from "../memory/frames.ts";
import { sharedDirectoryEntry } from "../memory/kernel-space.ts";
import { directoryEnd, findEntry } from "../memory/page-walk.ts";
import { findSharedEntry, LARGE_BYTES } from "../memory/shared-map.ts";
import { type Space, spaceInSlot, spaceSlots } from "../memory/space.ts";
import {
  addMapPage,
  beginMapScope,
  endMapRun,
  MAP_EXECUTE,
  MAP_PRESENT,
  MAP_READ,
  MAP_RESERVED,
  MAP_SHARED,
  MAP_UNCACHED,
  MAP_WRITE,
  MAP_WRITE_COMBINING,
  type MapRun,
} from "./map-line.ts";
import { findMapOwner, MapOwner, type MapOwnerAnswer } from "./map-owner.ts";
import { taskInSlot, taskSlots } from "./task.ts";

class MapSource {
  boot: BootInformation | null = null;
  plan: MemoryPlan | null = null;
}

const source: MapSource = zeroed();
const page: MapRun = zeroed();
const answer: MapOwnerAnswer = zeroed();

/** Remembers what the map is told from, if the command line asks for one. */
export function prepareMemoryMap(boot: BootInformation, plan: MemoryPlan): void {
  if (hasOption(boot, "memory-map")) {
    source.boot = boot;
    source.plan = plan;
    askFor(printMemoryMap);
  }
}

function printMemoryMap(): void {
  const boot = source.boot;
  const plan = source.plan;
  if (boot === null || plan === null) {
    return;
  }
  sayLine("map: begin");
  beginMapScope(0, 0);
  printShared(boot, plan, 0, HEAP_AREA_END - PAGE_SIZE_BYTES);
  printShared(boot, plan, DMA_START, 0xffff_f000);
  for (let slot: u32 = 0; slot < spaceSlots(); slot++) {
    const space = spaceInSlot(slot);
    if (space !== null) {
      printSpace(space);
    }
  }
  sayLine("map: end");
}

/** From one page to another, both included. */
function printShared(boot: BootInformation, plan: MemoryPlan, start: u32, last: u32): void {
  let at: u32 = start;
  for (;;) {
    const directory = sharedDirectoryEntry(at);
    if (sharedEntryIsPresent(directory)) {
      addShared(boot, plan, at, directory);
    } else {
      at |= LARGE_BYTES - PAGE_SIZE_BYTES;
    }
    if (at === last) {
      endMapRun();
      return;
    }
    at += PAGE_SIZE_BYTES;
  }
}

function addShared(boot: BootInformation, plan: MemoryPlan, at: u32, directory: PageEntry): void {
  const single = findSharedEntry(at);
  const entry = single === null ? directory : single;
  findMapOwner(boot, plan, at, answer);
  page.first = at;
  page.owner = answer.owner;
  page.detail = answer.detail;
  if (sharedEntryIsPresent(entry)) {
    page.bits = sharedBits(entry);
    page.physicalPage =
      sharedEntryPage(entry) + (single === null ? u64((at & (LARGE_BYTES - 1)) >>> 12) : 0n);
    addMapPage(page);
  } else if (isGuard(answer.owner)) {
    page.bits = 0;
    page.physicalPage = 0n;
    addMapPage(page);
  }
}

/** Owners whose pages are left out on purpose. */
function isGuard(owner: MapOwner): bool {
  return (
    owner === MapOwner.NULL_PAGE ||
    owner === MapOwner.KERNEL_STACK ||
    owner === MapOwner.FLAT_STACK ||
    owner === MapOwner.FRAME_WINDOW
  );
}

function sharedBits(entry: PageEntry): u32 {
  let bits: u32 = MAP_PRESENT | MAP_READ;
  if (sharedEntryIsWritable(entry)) {
    bits |= MAP_WRITE;
  }
  if (sharedEntryIsExecutable(entry)) {
    bits |= MAP_EXECUTE;
  }
  if (sharedEntryIsUncached(entry)) {
    bits |= MAP_UNCACHED;
  } else if (sharedEntryIsCombining(entry)) {
    bits |= MAP_WRITE_COMBINING;
  }
  return bits;
}

function printSpace(space: Space): void {
  beginMapScope(taskOf(space), space.identity);
  let at: u32 = USER_START;
  while (at < USER_END) {
    const entry = findEntry(space, at);
    if (entry === null) {
      at = directoryEnd(at, USER_END);
      continue;
    }
    if (entryIsMarked(entry)) {
      addMark(at, entry);
    }
    at += PAGE_SIZE_BYTES;
  }
  endMapRun();
}

/** The first task that runs in a space, or 0. */
function taskOf(space: Space): u32 {
  for (let slot: u32 = 0; slot < taskSlots(); slot++) {
    const task = taskInSlot(slot);
    if (task !== null && task.space === space) {
      return task.identity;
    }
  }
  return 0;
}

function addMark(at: u32, entry: PageEntry): void {
  const attributes = entryAttributes(entry);
  page.first = at;
  page.owner = markOwner(at);
  page.detail = 0;
  page.bits = (attributes & ATTRIBUTE_READ) !== 0 ? MAP_READ : 0;
  page.bits |= (attributes & ATTRIBUTE_WRITE) !== 0 ? MAP_WRITE : 0;
  page.bits |= (attributes & ATTRIBUTE_EXECUTE) !== 0 ? MAP_EXECUTE : 0;
  page.bits |= (attributes & ATTRIBUTE_BACKED) !== 0 ? MAP_PRESENT : MAP_RESERVED;
  page.physicalPage = 0n;
  if (entryIsBacked(entry)) {
    page.physicalPage = u64(entryFrame(entry));
    page.bits |= frameMappings(entryFrame(entry)) > 1 ? MAP_SHARED : 0;
  }
  addMapPage(page);
}

/** What a task has a page for. */
function markOwner(at: u32): MapOwner {
  if (at < ALLOCATION_START) {
    return MapOwner.PROGRAM;
  }
  if (at >= INFORMATION_VIEW) {
    return MapOwner.INFORMATION;
  }
  if (at >= STACK_END - STACK_SIZE_BYTES && at < STACK_END) {
    return MapOwner.STACK;
  }
  if (at >= STACK_END - STACK_SIZE_BYTES || at < MANIFEST_VIEW) {
    return MapOwner.MEMORY;
  }
  if (at >= MANAGER_NOTES_START) {
    return MapOwner.NOTES;
  }
  return at >= PUBLISHED_START ? MapOwner.PUBLISHED : MapOwner.MANIFEST;
}
