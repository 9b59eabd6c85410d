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
  testRelocation();
  okEqual(counter(Counter.FREE_FRAMES), frames, "all frames come back");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "all of the heap comes back");
}
