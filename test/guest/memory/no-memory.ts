/** The k-th frame, and the k-th page of the kernel heap, is missing, for every k, in each of the calls. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceRelease,
  addressSpaceSet,
  type PageState,
} from "../../../lib/user/kernel-calls.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { buryChild, type Child, makeChildSpace } from "../support/child.ts";
import { attributesAt, counter } from "../support/marks.ts";
import { ok, okEqual } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const BACKED: u32 = READ_WRITE | ATTRIBUTE_BACKED;
const HERE: u32 = ALLOCATION_START;
const THERE: u32 = ALLOCATION_START + 0x1000_0000;
const BIG_BYTES: u32 = 0x20_0000;
const BIG_PAGES: u32 = 512;
const HOGS = 8;
/** 2 MiB steps of a hog. */
const HOG_STEPS: u32 = 600;
const HOG_START: u32 = ALLOCATION_START;

enum Work {
  ALLOC_BACKED = 0,
  SET_BACKED = 1,
  RESOLVE_COPIES = 2,
  LEND_TO_DEVICE = 3,
  ALLOC_TABLES = 4,
  SPLIT_BY_SET = 5,
  SPLIT_BY_RELEASE = 6,
  SHARE_MANY = 7,
}

const hogs: FixedArray<Child, typeof HOGS> = zeroed();
const child: Child = zeroed();
const state: PageState = zeroed();

/** What the work is done on; needs memory itself, so it comes before memory is short. */
function prepare(work: Work): void {
  const own: u32 = selfSpace();
  makeChildSpace(child);
  addressSpaceAlloc(own, HERE, 700, work === Work.SHARE_MANY ? BACKED : READ_WRITE);
  if (work === Work.RESOLVE_COPIES) {
    addressSpaceSet(own, HERE, 3, BACKED, 0, 0);
    addressSpaceSet(own, HERE + 0x8000, 3, ATTRIBUTE_READ | ATTRIBUTE_SOURCE_COPY_ON_WRITE, HERE, own);
  } else if (work === Work.LEND_TO_DEVICE) {
    addressSpaceSet(own, HERE, 1, BACKED, 0, 0);
  } else if (work === Work.SPLIT_BY_SET || work === Work.SPLIT_BY_RELEASE) {
    addressSpaceAlloc(own, THERE, 2 * BIG_PAGES, READ_WRITE);
  } else if (work === Work.SHARE_MANY) {
    addressSpaceAlloc(child.space, HERE, 700, READ_WRITE);
  } else {
    addressSpaceAlloc(own, HERE + 700 * PAGE_SIZE_BYTES + 0x8000, 1, READ_WRITE);
  }
}

function attempt(work: Work): Status {
  const own: u32 = selfSpace();
  switch (work) {
    case Work.ALLOC_BACKED:
      return addressSpaceAlloc(own, HERE + 700 * PAGE_SIZE_BYTES, 3, BACKED);
    case Work.SET_BACKED:
      return addressSpaceSet(own, HERE, 3, BACKED, 0, 0);
    case Work.RESOLVE_COPIES:
      return addressSpaceSet(own, HERE, 3, BACKED, 0, 0);
    case Work.LEND_TO_DEVICE:
      addressSpaceGet(own, HERE, state);
      return addressSpaceSet(
        own,
        HERE + 0x8000,
        1,
        READ_WRITE | ATTRIBUTE_SOURCE_DEVICE,
        state.frame << PAGE_SHIFT,
        0,
      );
    case Work.ALLOC_TABLES:
      return addressSpaceAlloc(child.space, HERE, BIG_PAGES + 1, BACKED);
    case Work.SPLIT_BY_SET:
      return addressSpaceSet(own, THERE + BIG_BYTES - PAGE_SIZE_BYTES, 2, ATTRIBUTE_READ, 0, 0);
    case Work.SPLIT_BY_RELEASE:
      return addressSpaceRelease(own, THERE + BIG_BYTES - PAGE_SIZE_BYTES, 2);
    default:
      return addressSpaceSet(child.space, HERE, 700, READ_WRITE | ATTRIBUTE_SOURCE_SHARE, HERE, own);
  }
}

function cleanUp(work: Work): void {
  const own: u32 = selfSpace();
  buryChild(child);
  addressSpaceRelease(own, HERE, 700);
  addressSpaceRelease(own, HERE + 700 * PAGE_SIZE_BYTES, 3);
  addressSpaceRelease(own, HERE + 700 * PAGE_SIZE_BYTES + 0x8000, 1);
  if (addressSpaceRelease(own, THERE, 2 * BIG_PAGES) !== Status.OK && work === Work.SPLIT_BY_RELEASE) {
    addressSpaceRelease(own, THERE, BIG_PAGES - 1);
    addressSpaceRelease(own, THERE + BIG_BYTES + PAGE_SIZE_BYTES, BIG_PAGES - 1);
  }
}

/** Takes all frames but `left`. */
function hogFrames(left: u32): void {
  makeChildSpace(hogs[0]);
  addressSpaceAlloc(hogs[0].space, HOG_START, counter(Counter.FREE_FRAMES) - left, BACKED);
}

/** Takes all pages of the heap, then gives `left` back. */
function hogHeap(left: u32): void {
  for (let i: u32 = 0; i < HOGS; i++) {
    makeChildSpace(hogs[i]);
    for (let step: u32 = 0; step < HOG_STEPS; step++) {
      if (addressSpaceAlloc(hogs[i].space, HOG_START + step * BIG_BYTES, 1, 0) !== Status.OK) {
        break;
      }
    }
  }
  for (let step: u32 = 0; step < left; step++) {
    addressSpaceRelease(hogs[0].space, HOG_START + step * BIG_BYTES, 1);
  }
}

function releaseHogs(): void {
  for (let i: u32 = 0; i < HOGS; i++) {
    if (hogs[i].space !== 0) {
      buryChild(hogs[i]);
      hogs[i].space = 0;
    }
  }
}

/** With fewer than `needed` the work is refused and changes nothing; with `needed` it is done. */
function expectNeeds(work: Work, heap: bool, needed: u32, name: string): void {
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const bytes: u32 = counter(Counter.FREE_HEAP_BYTES);
  let wrong: u32 = 0;
  for (let left: u32 = 0; left <= needed; left++) {
    prepare(work);
    if (heap) {
      hogHeap(left);
    } else {
      hogFrames(left);
    }
    const framesThen: u32 = counter(Counter.FREE_FRAMES);
    const bytesThen: u32 = counter(Counter.FREE_HEAP_BYTES);
    const markThen: u32 = attributesAt(selfSpace(), HERE);
    const status: Status = attempt(work);
    wrong += status === (left < needed ? Status.NO_MEMORY : Status.OK) ? 0 : 1;
    if (left < needed) {
      const same: bool = counter(Counter.FREE_FRAMES) === framesThen;
      wrong += same && counter(Counter.FREE_HEAP_BYTES) === bytesThen ? 0 : 1;
      wrong += attributesAt(selfSpace(), HERE) === markThen ? 0 : 1;
    }
    releaseHogs();
    cleanUp(work);
  }
  okEqual(wrong, 0, name);
  okEqual(counter(Counter.FREE_FRAMES), frames, "all frames come back");
  okEqual(counter(Counter.FREE_HEAP_BYTES), bytes, "all of the heap comes back");
}

export function testNoMemory(): void {
  expectNeeds(Work.ALLOC_BACKED, false, 3, "ALLOC with each number of frames");
  expectNeeds(Work.SET_BACKED, false, 3, "SET of reserved pages with each number of frames");
  expectNeeds(Work.RESOLVE_COPIES, false, 3, "SET of copy-on-write pages with each number of frames");
  expectNeeds(Work.LEND_TO_DEVICE, false, 1, "SET to a device over memory with each number of frames");
  expectNeeds(Work.ALLOC_TABLES, true, 3, "ALLOC with each number of heap pages");
  expectNeeds(Work.SPLIT_BY_SET, true, 2, "SET of parts of 2 MiB with each number of heap pages");
  expectNeeds(Work.SPLIT_BY_RELEASE, true, 2, "RELEASE of parts of 2 MiB with each number of heap pages");
  expectNeeds(Work.SHARE_MANY, true, 2, "SET that shares with each number of heap pages");
  ok(counter(Counter.LONGEST_SLICE) <= 50_000, "all within slices");
}
