/** Calls for many pages: done in slices, others run meanwhile; 2 MiB that are reserved are one mark. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
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
  taskStop,
  yieldTask,
} from "../../../lib/user/kernel-calls.ts";
import { loadWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { buryChild, type Child, isGone, makeChildSpace, waitForEnd } from "../support/child.ts";
import { beginCode, code1, code2, codeWord, startCodeChild } from "../support/code.ts";
import { attributesAt, counter } from "../support/marks.ts";
import { startProgramChild } from "../support/program.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const HERE: u32 = ALLOCATION_START;
const BIG_PAGES: u32 = 512;
const BIG_BYTES: u32 = 0x20_0000;
/** The bound for one hold of the machine. */
const LONGEST: u32 = 50_000;

/** A task that is ready waits for its equals' time slices, of 10 million instructions each, and not for their calls. */
const PAUSE_MAX: u32 = 15_000_000;

class Tally {
  count: Volatile<u32> = 0;
  /** The longest time between two counts, in instructions. */
  pause: Volatile<u32> = 0;
}

const tally: Tally = zeroed();
const child: Child = zeroed();
const large: Child = zeroed();
const state: PageState = zeroed();

/** A child that runs all the time. */
function countForEver(_task: u32, _space: u32): never {
  let last: u32 = readTimeStampLow();
  while (true) {
    const now: u32 = readTimeStampLow();
    tally.count += 1;
    tally.pause = now - last > tally.pause ? now - last : tally.pause;
    last = now;
  }
}

function runAt(address: u32): u32 {
  addressSpaceGet(selfSpace(), address, state);
  return state.runPages;
}

function testDirectoryMarks(): void {
  const own: u32 = selfSpace();
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  const pages: u32 = 256 * BIG_PAGES;
  okStatus(addressSpaceAlloc(own, HERE, pages, READ_WRITE), Status.OK, "512 MiB are reserved");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "without any table");
  okEqual(runAt(HERE), pages, "they are one run");
  okEqual(runAt(HERE + 5 * PAGE_SIZE_BYTES), pages - 5, "from the middle too");
  okStatus(addressSpaceAlloc(own, HERE + BIG_BYTES, 1, READ_WRITE), Status.OVERLAP, "they are marked");
  okStatus(addressSpaceAlloc(own, HERE + 4096, 512, READ_WRITE), Status.OVERLAP, "wherever one begins");
  okStatus(addressSpaceSet(own, HERE, pages, ATTRIBUTE_READ, 0, 0), Status.OK, "all rights change");
  okEqual(attributesAt(own, HERE + 77 * BIG_BYTES), ATTRIBUTE_MARKED | ATTRIBUTE_READ, "everywhere");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "still without a table");
  const backed: u32 = READ_WRITE | ATTRIBUTE_BACKED;
  okStatus(
    addressSpaceSet(own, HERE + 3 * BIG_BYTES + 4096, 1, backed, 0, 0),
    Status.OK,
    "one page is backed",
  );
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap - PAGE_SIZE_BYTES, "with one table");
  okEqual(attributesAt(own, HERE + 3 * BIG_BYTES), ATTRIBUTE_MARKED | ATTRIBUTE_READ, "its neighbours stay");
  okEqual(
    attributesAt(own, HERE + 4 * BIG_BYTES - 4096),
    ATTRIBUTE_MARKED | ATTRIBUTE_READ,
    "up to the last",
  );
  okEqual(loadWord(HERE + 3 * BIG_BYTES + 4096), 0, "it can be used");
  okStatus(
    addressSpaceRelease(own, HERE + 5 * BIG_BYTES - 4096, 2),
    Status.OK,
    "two pages across a border go",
  );
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap - 3 * PAGE_SIZE_BYTES, "with a table on each side");
  okEqual(attributesAt(own, HERE + 5 * BIG_BYTES), 0, "the border is free");
  okStatus(addressSpaceRelease(own, HERE, pages), Status.NOT_MARKED, "all cannot go, two are missing");
  okStatus(
    addressSpaceAlloc(own, HERE + 5 * BIG_BYTES - 4096, 2, READ_WRITE),
    Status.OK,
    "the two come back",
  );
  okStatus(addressSpaceRelease(own, HERE, pages), Status.OK, "all are released");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "all tables come back");
}

/** Waits until the other task has counted once more. */
function awaitCount(): void {
  const counted: u32 = tally.count;
  while (tally.count === counted) {
    yieldTask();
  }
}

/** All frames, in one call each way, while another task counts. */
function testSlices(): void {
  const own: u32 = selfSpace();
  okStatus(startProgramChild(child, countForEver), Status.OK, "a task that counts is started");
  // Only who has counted before notices that he has waited.
  awaitCount();
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  tally.pause = 0;
  const began: u32 = readTimeStampLow();
  okStatus(
    addressSpaceAlloc(own, HERE, frames, READ_WRITE | ATTRIBUTE_BACKED),
    Status.OK,
    "all frames in one call",
  );
  const taken: u32 = readTimeStampLow() - began;
  ok(taken > 2 * PAUSE_MAX, "which takes longer than anybody should wait");
  okEqual(counter(Counter.FREE_FRAMES), 0, "none is left");
  okEqual(loadWord(HERE + ((frames - 1) << PAGE_SHIFT)), 0, "the last page is there");
  okStatus(addressSpaceSet(own, HERE, frames, ATTRIBUTE_READ, 0, 0), Status.OK, "all rights in one call");
  okStatus(addressSpaceRelease(own, HERE, frames), Status.OK, "all given back in one call");
  okEqual(counter(Counter.FREE_FRAMES), frames, "all have come back");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "and all tables");
  awaitCount();
  okEqual(tally.pause <= PAUSE_MAX ? 0 : tally.pause, 0, "nobody has waited for the end of a call");
  okStatus(taskStop(child.task), Status.OK, "the task that counts is stopped");
  waitForEnd(child);
}

/** A space with a lot in it ends in each way that a space can end. */
function testLargeEnds(): void {
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  const spaces: u32 = counter(Counter.SPACES);
  makeChildSpace(large);
  addressSpaceAlloc(large.space, HERE, 5000, READ_WRITE | ATTRIBUTE_BACKED);
  okStatus(buryChild(large), Status.OK, "a large space is released");
  ok(isGone(large), "it is gone when the call returns");
  okEqual(counter(Counter.FREE_FRAMES), frames, "with all of its frames");
  beginCode();
  // Long enough for the other half of the time: mov ecx, count; loop to itself; ud2
  code1(0xb9);
  codeWord(50_000_000);
  code2(0xe2, 0xfe);
  code2(0x0f, 0x0b);
  okStatus(startCodeChild(large), Status.OK, "a task in a space");
  okStatus(
    addressSpaceAlloc(large.space, HERE, 5000, READ_WRITE | ATTRIBUTE_BACKED),
    Status.OK,
    "that becomes large",
  );
  waitForEnd(large);
  okEqual(counter(Counter.FREE_FRAMES), frames, "dies of an exception, and all frames are back");
  beginCode();
  code2(0xeb, 0xfe); // jmp to itself
  okStatus(startCodeChild(large), Status.OK, "another task");
  addressSpaceAlloc(large.space, HERE, 5000, READ_WRITE | ATTRIBUTE_BACKED);
  taskStop(large.task);
  ok(isGone(large), "stopped, it is gone when the call returns");
  okEqual(counter(Counter.FREE_FRAMES), frames, "with all of its frames");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "and all of its tables");
  okEqual(counter(Counter.SPACES), spaces, "and itself");
}

export function testLongCalls(): void {
  testDirectoryMarks();
  testSlices();
  testLargeEnds();
  ok(
    counter(Counter.LONGEST_SLICE) <= LONGEST,
    "no slice has held the machine for more than 50 000 instructions",
  );
  ok(counter(Counter.LONGEST_SLICE) > 10_000, "and slices were measured");
  const off: u32 = counter(Counter.INTERRUPTS_OFF);
  okEqual(off <= 3000 ? 0 : off, 0, "nor have interrupts been off for more than 3000");
  ok(off > 1000, "and that was measured");
}
