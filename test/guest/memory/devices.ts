/** Device windows: only within what the caller holds; memory moves out of their way with all its sharers. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_CACHE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_UNCACHED,
  ATTRIBUTE_WRITE,
  ATTRIBUTE_WRITE_BACK,
  ATTRIBUTE_WRITE_COMBINING,
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
import { buryChild, type Child, makeChildSpace } from "../support/child.ts";
import { attributesAt, counter, mappingsAt } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const BACKED: u32 = ATTRIBUTE_MARKED | ATTRIBUTE_BACKED;
const HERE: u32 = ALLOCATION_START;
const WINDOW: u32 = ALLOCATION_START + 0x40_0000;
const THERE: u32 = ALLOCATION_START + 0x80_0000;
const LARGE_WINDOW: u32 = ALLOCATION_START + 0x100_0000;
const BIG_PAGES: u32 = 512;
const BIG_BYTES: u32 = 0x20_0000;
/** A page in the middle of 2 MiB. */
const MIDDLE: u32 = 300 * PAGE_SIZE_BYTES;
const TEXT_SCREEN: u32 = 0xb8000;
/** Where QEMU's PC has nothing: it reads 0 there. */
const NOTHING_LOW: u32 = 0;
const NOTHING_HIGH: u32 = 9;

const child: Child = zeroed();
const state: PageState = zeroed();

function device(pages: u32, attributes: u32, low: u32, high: u32): Status {
  return addressSpaceSet(selfSpace(), WINDOW, pages, attributes | ATTRIBUTE_SOURCE_DEVICE, low, high);
}

function frameAt(space: u32, address: u32): u32 {
  addressSpaceGet(space, address, state);
  return state.frame;
}

function testRefusals(): void {
  addressSpaceAlloc(selfSpace(), WINDOW, 10, READ_WRITE);
  okStatus(device(1, READ_WRITE, 0xfee0_0000, 0), Status.DENIED, "a range that the task does not hold");
  okStatus(device(9, READ_WRITE, TEXT_SCREEN, 0), Status.DENIED, "a range that it holds in part");
  okStatus(device(1, READ_WRITE, TEXT_SCREEN - PAGE_SIZE_BYTES, 0), Status.DENIED, "the page before it");
  okStatus(device(1, READ_WRITE, TEXT_SCREEN + 4, 0), Status.BAD_ADDRESS, "no page's address");
  okStatus(device(1, READ_WRITE, 0, 0xffff_ffff), Status.BAD_ADDRESS, "an address beyond all");
  okStatus(device(1, READ_WRITE, 0, 0x8000), Status.BAD_ADDRESS, "an address beyond the processor's");
  okStatus(device(1, READ_WRITE, 0x10_0000, 0), Status.PROTECTED, "the kernel's text, though it is granted");
  okStatus(device(1, READ_WRITE, 0, 0), Status.PROTECTED, "lower memory, though it is granted");
  okStatus(device(1, READ_WRITE, 0x100_0000, 0), Status.PROTECTED, "the kernel's heap, though it is granted");
  okStatus(
    addressSpaceSet(selfSpace(), THERE, 1, READ_WRITE | ATTRIBUTE_SOURCE_DEVICE, TEXT_SCREEN, 0),
    Status.NOT_MARKED,
    "a window where nothing is marked",
  );
  okEqual(attributesAt(selfSpace(), WINDOW), ATTRIBUTE_MARKED | READ_WRITE, "refusals have changed nothing");
}

function testWindow(): void {
  const own: u32 = selfSpace();
  okStatus(device(8, READ_WRITE, TEXT_SCREEN, 0), Status.OK, "the text screen is mapped");
  okEqual(frameAt(own, WINDOW), TEXT_SCREEN >>> PAGE_SHIFT, "it is that frame");
  okEqual(state.mappings, 0, "which no record counts");
  okEqual(attributesAt(own, WINDOW), BACKED | READ_WRITE | ATTRIBUTE_UNCACHED, "it is uncached");
  const last: u32 = WINDOW + 8 * PAGE_SIZE_BYTES - 4;
  storeWord(last, 0x0741_0742);
  okEqual(loadWord(last), 0x0741_0742, "it can be written and read");
  okStatus(
    addressSpaceSet(own, WINDOW, 8, READ_WRITE | ATTRIBUTE_WRITE_COMBINING, 0, 0),
    Status.OK,
    "it becomes write combining",
  );
  okEqual(attributesAt(own, WINDOW), BACKED | READ_WRITE | ATTRIBUTE_WRITE_COMBINING, "and says so");
  okStatus(addressSpaceSet(own, WINDOW, 1, ATTRIBUTE_READ, 0, 0), Status.OK, "rights change");
  okEqual(attributesAt(own, WINDOW), BACKED | ATTRIBUTE_READ | ATTRIBUTE_WRITE_COMBINING, "caching stays");
  okStatus(addressSpaceSet(own, WINDOW, 1, ATTRIBUTE_WRITE_BACK, 0, 0), Status.OK, "no rights, write back");
  okEqual(
    attributesAt(own, WINDOW),
    BACKED | ATTRIBUTE_WRITE_BACK,
    "caching is known without the right to read",
  );
  okEqual(loadWord(last), 0x0741_0742, "the contents stay");
  const copies: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_COPY_ON_WRITE;
  addressSpaceAlloc(own, THERE, 2, READ_WRITE | ATTRIBUTE_BACKED);
  okStatus(
    addressSpaceSet(own, THERE, 1, copies, WINDOW + PAGE_SIZE_BYTES, own),
    Status.DENIED,
    "no copy-on-write of a device",
  );
  okStatus(
    addressSpaceSet(own, THERE, 1, READ_WRITE | ATTRIBUTE_UNCACHED, 0, 0),
    Status.BAD_ARGUMENT,
    "memory is always cached",
  );
  okStatus(
    addressSpaceSet(own, THERE, 1, READ_WRITE | ATTRIBUTE_SOURCE_SHARE | ATTRIBUTE_CACHE, WINDOW, own),
    Status.BAD_ARGUMENT,
    "caching is not shared otherwise than it is",
  );
  okStatus(
    addressSpaceSet(own, THERE, 1, READ_WRITE | ATTRIBUTE_SOURCE_SHARE, WINDOW + PAGE_SIZE_BYTES, own),
    Status.OK,
    "a window is shared",
  );
  okEqual(attributesAt(own, THERE), BACKED | READ_WRITE | ATTRIBUTE_WRITE_COMBINING, "with its caching");
  okStatus(
    addressSpaceSet(own, THERE + PAGE_SIZE_BYTES, 1, READ_WRITE | ATTRIBUTE_SOURCE_GRANT, last & ~0xfff, own),
    Status.OK,
    "a window is granted",
  );
  okEqual(loadWord(THERE + 2 * PAGE_SIZE_BYTES - 4), 0x0741_0742, "and shows the device");
  okStatus(addressSpaceRelease(own, THERE, 2), Status.OK, "both are released");
  okStatus(addressSpaceRelease(own, WINDOW, 7), Status.OK, "the window is released");
  okStatus(addressSpaceAlloc(own, WINDOW, 8, READ_WRITE), Status.OK, "and reserved again");
}

function testAbove4GiB(): void {
  okStatus(device(2, ATTRIBUTE_READ, NOTHING_LOW, NOTHING_HIGH), Status.OK, "a device above 4 GiB is mapped");
  okEqual(frameAt(selfSpace(), WINDOW + PAGE_SIZE_BYTES), 0x90_0001, "it is that frame");
  okEqual(loadWord(WINDOW + PAGE_SIZE_BYTES), 0, "nothing answers there");
}

/** 4 MiB of a device: two entries of the directory, until somebody looks at, protects or unmaps a part. */
function testLargeWindow(): void {
  const own: u32 = selfSpace();
  const large: u32 = counter(Counter.LARGE_PAGES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  addressSpaceAlloc(own, LARGE_WINDOW, 2 * BIG_PAGES, READ_WRITE);
  const wanted: u32 = READ_WRITE | ATTRIBUTE_SOURCE_DEVICE | ATTRIBUTE_WRITE_COMBINING;
  const high: u32 = NOTHING_HIGH;
  okStatus(
    addressSpaceSet(own, LARGE_WINDOW, 2 * BIG_PAGES, wanted, 0, high),
    Status.OK,
    "4 MiB of a device",
  );
  okEqual(counter(Counter.LARGE_PAGES), large + 2, "are two large pages");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap - 2 * PAGE_SIZE_BYTES, "which cost what tables do");
  okEqual(loadWord(LARGE_WINDOW + BIG_BYTES - 4), 0, "nothing answers there");
  const shown: u32 = BACKED | READ_WRITE | ATTRIBUTE_WRITE_COMBINING;
  okEqual(attributesAt(own, LARGE_WINDOW + MIDDLE), shown, "a page of the first tells what it is");
  okEqual(frameAt(own, LARGE_WINDOW + MIDDLE), 0x90_0000 + 300, "and its frame");
  okEqual(state.mappings, 0, "which no record counts");
  ok(state.runPages >= 320, "the run goes on, as far as one GET looks");
  okEqual(counter(Counter.LARGE_PAGES), large, "they are split now");
  okStatus(addressSpaceRelease(own, LARGE_WINDOW, 2 * BIG_PAGES), Status.OK, "the window goes");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "with what it cost");
  addressSpaceAlloc(own, LARGE_WINDOW, 2 * BIG_PAGES, READ_WRITE);
  addressSpaceSet(own, LARGE_WINDOW, 2 * BIG_PAGES, wanted, 0, high);
  okStatus(
    addressSpaceSet(own, LARGE_WINDOW + MIDDLE, 1, ATTRIBUTE_READ, 0, 0),
    Status.OK,
    "a page is protected",
  );
  okEqual(counter(Counter.LARGE_PAGES), large + 1, "which splits its 2 MiB alone");
  okEqual(attributesAt(own, LARGE_WINDOW + MIDDLE - 4096), shown, "the one before is as it was");
  okEqual(
    attributesAt(own, LARGE_WINDOW + MIDDLE),
    BACKED | ATTRIBUTE_READ | ATTRIBUTE_WRITE_COMBINING,
    "the page is protected",
  );
  okStatus(
    addressSpaceRelease(own, LARGE_WINDOW + BIG_BYTES + MIDDLE, 1),
    Status.OK,
    "a page of the other goes",
  );
  okEqual(attributesAt(own, LARGE_WINDOW + BIG_BYTES + MIDDLE), 0, "it is unmarked");
  okEqual(frameAt(own, LARGE_WINDOW + BIG_BYTES + MIDDLE + 4096), 0x90_0000 + 512 + 301, "the next is not");
  addressSpaceAlloc(own, LARGE_WINDOW + BIG_BYTES + MIDDLE, 1, READ_WRITE);
  okStatus(addressSpaceRelease(own, LARGE_WINDOW, 2 * BIG_PAGES), Status.OK, "all of it goes");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "with all tables");
  testNotLarge(large, wanted, high);
}

/** What the directory cannot map alone is mapped by pages, and works as well. */
function testNotLarge(large: u32, wanted: u32, high: u32): void {
  const own: u32 = selfSpace();
  addressSpaceAlloc(own, LARGE_WINDOW, BIG_PAGES, READ_WRITE);
  addressSpaceSet(own, LARGE_WINDOW, BIG_PAGES, wanted, PAGE_SIZE_BYTES, high);
  okEqual(counter(Counter.LARGE_PAGES), large, "a range from an odd page on is no large page");
  okEqual(frameAt(own, LARGE_WINDOW + MIDDLE), 0x90_0000 + 301, "it is mapped all the same");
  addressSpaceSet(own, LARGE_WINDOW, BIG_PAGES, wanted, 0, high);
  okEqual(counter(Counter.LARGE_PAGES), large, "what has a table keeps it");
  okEqual(frameAt(own, LARGE_WINDOW + MIDDLE), 0x90_0000 + 300, "with the new frames");
  addressSpaceRelease(own, LARGE_WINDOW, BIG_PAGES);
  addressSpaceAlloc(own, LARGE_WINDOW, BIG_PAGES, READ_WRITE);
  addressSpaceSet(own, LARGE_WINDOW, BIG_PAGES, ATTRIBUTE_SOURCE_DEVICE, 0, high);
  okEqual(counter(Counter.LARGE_PAGES), large, "what nobody can read is no large page");
  okEqual(attributesAt(own, LARGE_WINDOW + MIDDLE), BACKED | ATTRIBUTE_UNCACHED, "but a window");
  okStatus(addressSpaceRelease(own, LARGE_WINDOW, BIG_PAGES), Status.OK, "it goes");
}

/** The frames that three pages in two spaces use, lent to a window: everything moves, nobody notices. */
function testRelocation(): void {
  const own: u32 = selfSpace();
  addressSpaceAlloc(own, HERE, 4, READ_WRITE | ATTRIBUTE_BACKED);
  makeChildSpace(child);
  addressSpaceAlloc(child.space, HERE, 4, READ_WRITE);
  addressSpaceSet(child.space, HERE, 4, READ_WRITE | ATTRIBUTE_SOURCE_SHARE, HERE, own);
  addressSpaceAlloc(own, THERE, 1, READ_WRITE);
  addressSpaceSet(own, THERE, 1, READ_WRITE | ATTRIBUTE_SOURCE_SHARE, HERE, own);
  storeWord(HERE, 0x1234_5678);
  const frame: u32 = frameAt(own, HERE);
  const frames: u32 = counter(Counter.FREE_FRAMES);
  okStatus(device(1, READ_WRITE, frame << PAGE_SHIFT, 0), Status.OK, "a window over memory in use");
  okEqual(frameAt(own, WINDOW), frame, "the window has the frame");
  okEqual(loadWord(WINDOW), 0, "cleared");
  const moved: u32 = frameAt(own, HERE);
  ok(moved !== frame, "the memory is elsewhere");
  okEqual(state.mappings, 3, "with all its mappings");
  okEqual(frameAt(child.space, HERE), moved, "in the other space too");
  okEqual(frameAt(own, THERE), moved, "and where it is mapped twice");
  okEqual(loadWord(THERE), 0x1234_5678, "with its contents");
  storeWord(WINDOW, 1);
  storeWord(HERE, 2);
  okEqual(loadWord(THERE), 2, "sharers still share");
  okEqual(loadWord(WINDOW), 1, "apart from the window");
  okEqual(counter(Counter.FREE_FRAMES), frames - 1, "the window holds one frame");
  okStatus(
    addressSpaceSet(
      own,
      WINDOW + PAGE_SIZE_BYTES,
      1,
      READ_WRITE | ATTRIBUTE_SOURCE_DEVICE,
      frame << PAGE_SHIFT,
      0,
    ),
    Status.PROTECTED,
    "a lent frame stays where it is",
  );
  okStatus(device(9, READ_WRITE, frame << PAGE_SHIFT, 0), Status.PROTECTED, "nor for a longer range");
  const shared: u32 = READ_WRITE | ATTRIBUTE_SOURCE_SHARE;
  okStatus(
    addressSpaceSet(child.space, HERE + PAGE_SIZE_BYTES, 1, shared, WINDOW, own),
    Status.OK,
    "it is shared",
  );
  okStatus(addressSpaceRelease(own, WINDOW, 10), Status.OK, "the window is released");
  okEqual(mappingsAt(child.space, HERE + PAGE_SIZE_BYTES), 1, "the other still has it");
  okStatus(buryChild(child), Status.OK, "the child ends");
  okEqual(counter(Counter.FREE_FRAMES), frames, "the lent frame comes back");
  addressSpaceRelease(own, THERE, 1);
  okStatus(addressSpaceRelease(own, HERE, 4), Status.OK, "the memory is released");
}

export function testDevices(): void {
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  testRefusals();
  testWindow();
  testAbove4GiB();
  testLargeWindow();
  testRelocation();
  okEqual(counter(Counter.FREE_FRAMES), frames, "all frames come back");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "all of the heap comes back");
}
