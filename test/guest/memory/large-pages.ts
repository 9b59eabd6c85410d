/**
 * 2 MiB that the directory maps alone: where they come from, and that nothing but the counter shows them.
 * GET splits: so the counter is looked at first.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_DIRTY,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_GRANT,
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
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { type Child, makeChildSpace } from "../support/child.ts";
import { attributesAt, counter, mappingsAt } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const BACKED: u32 = READ_WRITE | ATTRIBUTE_BACKED;
const HERE: u32 = ALLOCATION_START;
const BIG_PAGES: u32 = 512;
const BIG_BYTES: u32 = 0x20_0000;
const THERE: u32 = HERE + 8 * BIG_BYTES;
const WINDOW: u32 = HERE + 16 * BIG_BYTES;
/** A page in the middle. */
const MIDDLE: u32 = 300 * PAGE_SIZE_BYTES;

const child: Child = zeroed();
const state: PageState = zeroed();

/** Each page holds its number. */
function fill(address: u32): void {
  for (let i: u32 = 0; i < BIG_PAGES; i++) {
    storeWord(address + (i << PAGE_SHIFT), i + 1);
  }
}

/** How many pages hold what fill has written; the rest must be 0 for `holes`. */
function pagesThatHold(address: u32): u32 {
  let pages: u32 = 0;
  for (let i: u32 = 0; i < BIG_PAGES; i++) {
    pages += loadWord(address + (i << PAGE_SHIFT)) === i + 1 ? 1 : 0;
  }
  return pages;
}

function allocLarge(address: u32): void {
  const before: u32 = counter(Counter.LARGE_PAGES);
  addressSpaceAlloc(selfSpace(), address, BIG_PAGES, BACKED);
  okEqual(counter(Counter.LARGE_PAGES), before + 1, "2 MiB are one page");
}

function testOrigins(): void {
  const own: u32 = selfSpace();
  const before: u32 = counter(Counter.LARGE_PAGES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  okStatus(addressSpaceAlloc(own, HERE + PAGE_SIZE_BYTES, 2 * BIG_PAGES, BACKED), Status.OK, "4 MiB");
  okEqual(counter(Counter.LARGE_PAGES), before + 1, "of which 2 MiB are aligned, are one large page");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap - 3 * PAGE_SIZE_BYTES, "which costs what a table does");
  okStatus(addressSpaceRelease(own, HERE + PAGE_SIZE_BYTES, 2 * BIG_PAGES), Status.OK, "all is released");
  okEqual(counter(Counter.LARGE_PAGES), before, "and it is gone");
  okStatus(addressSpaceAlloc(own, HERE, BIG_PAGES, READ_WRITE), Status.OK, "2 MiB are reserved");
  okStatus(addressSpaceSet(own, HERE, BIG_PAGES, BACKED, 0, 0), Status.OK, "and backed");
  okEqual(counter(Counter.LARGE_PAGES), before + 1, "they are large");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.OK, "they are released");
  okStatus(addressSpaceAlloc(own, HERE, BIG_PAGES, READ_WRITE), Status.OK, "reserved once more");
  okStatus(addressSpaceSet(own, HERE + MIDDLE, 1, BACKED, 0, 0), Status.OK, "a page in the middle is first");
  okStatus(addressSpaceSet(own, HERE, BIG_PAGES, BACKED, 0, 0), Status.OK, "then all");
  okEqual(counter(Counter.LARGE_PAGES), before, "they are not large");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.OK, "they are released");
  okStatus(
    addressSpaceAlloc(own, HERE, BIG_PAGES, ATTRIBUTE_BACKED),
    Status.OK,
    "2 MiB that nobody can read",
  );
  okEqual(counter(Counter.LARGE_PAGES), before, "are not large");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.OK, "they are released");
}

function testSplits(): void {
  const own: u32 = selfSpace();
  const before: u32 = counter(Counter.LARGE_PAGES);
  allocLarge(HERE);
  okEqual(pagesThatHold(HERE), 0, "it is zero");
  fill(HERE);
  okStatus(addressSpaceSet(own, HERE + MIDDLE, 1, ATTRIBUTE_READ, 0, 0), Status.OK, "one page is protected");
  okEqual(counter(Counter.LARGE_PAGES), before, "which splits it");
  okEqual(pagesThatHold(HERE), BIG_PAGES, "everything is there");
  okEqual(
    attributesAt(own, HERE + MIDDLE),
    ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | ATTRIBUTE_READ,
    "the page is protected",
  );
  okEqual(attributesAt(own, HERE + MIDDLE - 4096), ATTRIBUTE_MARKED | BACKED, "the one before is not");
  okStatus(addressSpaceGet(own, HERE, state), Status.OK, "the first page is asked for");
  ok((state.attributes & ATTRIBUTE_DIRTY) !== 0, "what was written is dirty");
  okEqual(state.runPages, 300, "the run ends at the protected page");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.OK, "it is released");
  allocLarge(HERE);
  fill(HERE);
  okStatus(addressSpaceRelease(own, HERE + MIDDLE, 2), Status.OK, "two pages go");
  okEqual(attributesAt(own, HERE + MIDDLE), 0, "the first is unmarked");
  okEqual(attributesAt(own, HERE + MIDDLE + 2 * PAGE_SIZE_BYTES), ATTRIBUTE_MARKED | BACKED, "no third");
  okEqual(loadWord(HERE + MIDDLE + 2 * PAGE_SIZE_BYTES), 303, "it holds what it did");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.NOT_MARKED, "not all can be released");
  okStatus(addressSpaceAlloc(own, HERE, BIG_PAGES, BACKED), Status.OVERLAP, "or marked");
  okStatus(addressSpaceAlloc(own, HERE + MIDDLE, 2, BACKED), Status.OK, "the two come back");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.OK, "it is released");
}

function testShares(): void {
  const own: u32 = selfSpace();
  const before: u32 = counter(Counter.LARGE_PAGES);
  makeChildSpace(child);
  allocLarge(HERE);
  fill(HERE);
  addressSpaceAlloc(own, THERE, BIG_PAGES, READ_WRITE);
  addressSpaceAlloc(child.space, THERE, 2 * BIG_PAGES, READ_WRITE);
  const share: u32 = READ_WRITE | ATTRIBUTE_SOURCE_SHARE;
  okStatus(addressSpaceSet(own, THERE, BIG_PAGES, share, HERE, own), Status.OK, "it is shared as a whole");
  okEqual(counter(Counter.LARGE_PAGES), before + 2, "to a large one");
  const readable: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_SHARE;
  okStatus(addressSpaceSet(child.space, THERE, BIG_PAGES, readable, HERE, own), Status.OK, "again, to read");
  okEqual(counter(Counter.LARGE_PAGES), before + 3, "to a large one");
  const executable: u32 = readable | ATTRIBUTE_EXECUTE;
  const next: u32 = THERE + BIG_BYTES;
  okStatus(
    addressSpaceSet(child.space, next, BIG_PAGES, executable, HERE, own),
    Status.DENIED,
    "not to execute",
  );
  okEqual(pagesThatHold(THERE), BIG_PAGES, "the same is there");
  storeWord(THERE + MIDDLE, 77);
  okEqual(loadWord(HERE + MIDDLE), 77, "and what is written to the one is in the other");
  okEqual(mappingsAt(own, HERE + MIDDLE), 3, "the frames know three mappings");
  okEqual(mappingsAt(own, THERE), 3, "all of them");
  okEqual(
    attributesAt(child.space, THERE + MIDDLE),
    ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | ATTRIBUTE_READ,
    "the child's can be read alone",
  );
  okStatus(
    addressSpaceSet(child.space, THERE, BIG_PAGES, share, HERE, own),
    Status.OK,
    "over what is backed",
  );
  okEqual(mappingsAt(own, HERE), 3, "one has gone and one has come");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.OK, "the source is released");
  okEqual(mappingsAt(own, THERE + MIDDLE), 2, "two are left");
  okStatus(addressSpaceRelease(child.space, 0, 0), Status.OK, "the child's space ends");
  okEqual(mappingsAt(own, THERE + MIDDLE), 1, "one is left");
  okEqual(loadWord(THERE + MIDDLE), 77, "with its contents");
  okStatus(addressSpaceRelease(own, THERE, BIG_PAGES), Status.OK, "it is released");
}

function testOtherSources(): void {
  const own: u32 = selfSpace();
  allocLarge(HERE);
  fill(HERE);
  addressSpaceAlloc(own, THERE, BIG_PAGES, READ_WRITE);
  const copy: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_COPY_ON_WRITE;
  okStatus(addressSpaceSet(own, THERE, BIG_PAGES, copy, HERE, own), Status.OK, "all of it copy-on-write");
  const copied: u32 = ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | ATTRIBUTE_READ | ATTRIBUTE_COPY_ON_WRITE;
  okEqual(attributesAt(own, HERE), copied, "the source is");
  okEqual(attributesAt(own, THERE + MIDDLE), copied, "and the target");
  okStatus(addressSpaceSet(own, THERE + MIDDLE, 1, BACKED, 0, 0), Status.OK, "one page gets its own");
  storeWord(THERE + MIDDLE, 5);
  okEqual(loadWord(HERE + MIDDLE), 301, "the other has not changed");
  okStatus(addressSpaceRelease(own, THERE, BIG_PAGES), Status.OK, "the target goes");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.OK, "the source too");
  allocLarge(HERE);
  fill(HERE);
  addressSpaceAlloc(own, THERE, BIG_PAGES, READ_WRITE);
  const grant: u32 = READ_WRITE | ATTRIBUTE_SOURCE_GRANT;
  okStatus(addressSpaceSet(own, THERE, BIG_PAGES, grant, HERE, own), Status.OK, "a large page is granted");
  okEqual(pagesThatHold(THERE), BIG_PAGES, "with what it holds");
  okEqual(attributesAt(own, HERE), 0, "the source is unmarked");
  okStatus(addressSpaceRelease(own, THERE, BIG_PAGES), Status.OK, "it is released");
}

/** A device's window over one frame in the middle: that page moves, the others stay. */
function testRelocation(): void {
  const own: u32 = selfSpace();
  const before: u32 = counter(Counter.LARGE_PAGES);
  allocLarge(HERE);
  fill(HERE);
  addressSpaceGet(own, HERE + MIDDLE, state);
  const frame: u32 = state.frame;
  addressSpaceRelease(own, HERE, BIG_PAGES);
  allocLarge(HERE);
  fill(HERE);
  addressSpaceAlloc(own, WINDOW, 1, READ_WRITE);
  const device: u32 = READ_WRITE | ATTRIBUTE_SOURCE_DEVICE;
  const window: Status = addressSpaceSet(own, WINDOW, 1, device, frame << PAGE_SHIFT, 0);
  okStatus(window, Status.OK, "a device lies over a frame of it");
  okEqual(counter(Counter.LARGE_PAGES), before, "which splits it");
  okEqual(pagesThatHold(HERE), BIG_PAGES, "everything is there");
  addressSpaceGet(own, HERE + MIDDLE, state);
  ok(state.frame !== frame, "the page has moved");
  storeWord(WINDOW, 99);
  okEqual(loadWord(HERE + MIDDLE), 301, "it has nothing to do with the window");
  okStatus(addressSpaceRelease(own, WINDOW, 1), Status.OK, "the window goes");
  okStatus(addressSpaceRelease(own, HERE, BIG_PAGES), Status.OK, "the memory too");
}

export function testLargePages(): void {
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  testOrigins();
  testSplits();
  testShares();
  testOtherSources();
  testRelocation();
  okEqual(counter(Counter.FREE_FRAMES), frames, "no frame is missing");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "no byte of the heap is missing");
  okEqual(counter(Counter.LARGE_PAGES), 0, "no large page is left");
}
