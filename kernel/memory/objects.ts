/**
 * Kernel objects and runs of pages from the kernel heap, counted for each owner.
 *
 * Invariants: pages of all owners, page tables' and free ones together are the whole heap; an object
 * or run is given back by its owner, once. A wrong or second give is a bug of the kernel: panic.
 * With `heap-checks` on the command line a freed object is filled with POISON and must still be
 * full of it when it is used again: who writes to freed memory is found out.
 */
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import {
  addObjectPage,
  giveObject,
  NO_CLASS,
  NO_OBJECT,
  ObjectGive,
  type ObjectHeap,
  objectBytesAt,
  objectClass,
  takeObject,
} from "../../lib/core/object-heap.ts";
import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
import { kernelWords } from "../arch/kernel-memory.ts";
import {
  freeHeapPages,
  giveHeapPages,
  heapPages,
  heapSpanPages,
  heapStartAddress,
  takeHeapPages,
} from "./heap.ts";

/** Whose objects and pages are counted apart. Page tables are what is left: nobody counts them twice. */
export enum HeapOwner {
  PAGE_TABLES = 0,
  STACKS = 1,
  FLAT_TASKS = 2,
}
const OWNER_COUNT = 3;

const POISON: u32 = 0x6b6b_6b6b;

const objects: ObjectHeap = zeroed();
const runPages: FixedArray<u32, typeof OWNER_COUNT> = zeroed();
let checks: bool = false;

/** After startHeap. `checked`: fill and look at freed objects. */
export function startObjects(checked: bool): void {
  objects.words = kernelWords(heapStartAddress(), heapSpanPages() << (PAGE_SHIFT - 2));
  checks = checked;
}

/** The address of an object of `bytes` bytes, at most a page, contents undefined; 0 without memory. */
export function takeKernelObject(bytes: u32, owner: HeapOwner): u32 {
  const index = objectClass(bytes);
  if (index === NO_CLASS) {
    return bytes > PAGE_SIZE_BYTES ? 0 : takeKernelPages(1, owner);
  }
  let distance = takeObject(objects, index, owner);
  if (distance === NO_OBJECT) {
    const page = takeHeapPages(1);
    if (page === 0) {
      return 0;
    }
    if (checks) {
      poison(page - heapStartAddress(), PAGE_SIZE_BYTES);
    }
    addObjectPage(objects, (page - heapStartAddress()) >>> PAGE_SHIFT, index, owner);
    distance = takeObject(objects, index, owner);
  }
  if (checks) {
    mustBePoison(distance);
  }
  return heapStartAddress() + distance;
}

/** Gives an object of `bytes` bytes back. */
export function giveKernelObject(address: u32, bytes: u32, owner: HeapOwner): void {
  if (objectClass(bytes) === NO_CLASS) {
    giveKernelPages(address, 1, owner);
    return;
  }
  const distance: u32 = address - heapStartAddress();
  const size: u32 = objectBytesAt(objects, distance);
  const answer = giveObject(objects, distance, owner);
  if (answer === ObjectGive.PAGE_EMPTY) {
    giveHeapPages(heapStartAddress() + (distance & ~(PAGE_SIZE_BYTES - 1)), 1);
  } else if (answer !== ObjectGive.OK) {
    panic("kernel heap: an object is given back that is not in use, or by another owner");
  } else if (checks) {
    poison(distance, size);
  }
}

/** The address of `count` pages in a row, contents undefined; 0 without memory. */
export function takeKernelPages(count: u32, owner: HeapOwner): u32 {
  const address = takeHeapPages(count);
  if (address !== 0) {
    runPages[owner] += count;
  }
  return address;
}

/** Gives pages of takeKernelPages back. */
export function giveKernelPages(address: u32, count: u32, owner: HeapOwner): void {
  if (count > runPages[owner]) {
    panic("kernel heap: an owner gives back pages that it does not have");
  }
  giveHeapPages(address, count);
  runPages[owner] -= count;
}

/** Bytes that an owner has in objects and pages; of the page tables all that nobody else has. */
export function heapBytesOf(owner: HeapOwner): u32 {
  if (owner !== HeapOwner.PAGE_TABLES) {
    return objects.bytes[owner] + runPages[owner] * PAGE_SIZE_BYTES;
  }
  let pages: u32 = heapPages() - freeHeapPages() - objects.pages;
  for (let i: u32 = 0; i < OWNER_COUNT; i++) {
    pages -= runPages[i];
  }
  return pages * PAGE_SIZE_BYTES;
}

function poison(distance: u32, bytes: u32): void {
  const words = subSpan(objects.words, distance >>> 2, bytes >>> 2);
  for (let i: u32 = 0; i < words.length; i++) {
    acceptInterruptsAt(i);
    words[i] = POISON;
  }
}

function mustBePoison(distance: u32): void {
  const words = subSpan(objects.words, distance >>> 2, objectBytesAt(objects, distance) >>> 2);
  for (let i: u32 = 0; i < words.length; i++) {
    if (words[i] !== POISON) {
      panic("kernel heap: an object was written to after it was given back");
    }
  }
}
