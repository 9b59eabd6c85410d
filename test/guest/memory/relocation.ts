/**
 * Memory in use moves out of a device's way while another task writes to it: pages of one, of many and of as many
 * mappings as there can be, and a long range; in slices, whole or not at all.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceRelease,
  addressSpaceSet,
  type PageState,
  taskStop,
} from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { type Child, waitForEnd } from "../support/child.ts";
import { counter } from "../support/marks.ts";
import { startProgramChild } from "../support/program.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const HERE: u32 = ALLOCATION_START;
const WINDOW: u32 = ALLOCATION_START + 0x200_0000;
const SHARERS_MAX: u32 = 2048;
const MOVES_MIN: u32 = 30;
const MOVES_MAX: u32 = 2000;
/** The child has to run in so many of the moves of a page of 2048: it does when a timer interrupt comes between slices. */
const RUNS_WANTED: u32 = 12;
const WAIT_STEP: u32 = 37_000;
/** 4 MiB. */
const LONG_PAGES: u32 = 1024;
const STAMP: u32 = 0x5a00_0000;

class Tally {
  count: Volatile<u32> = 0;
}

const tally: Tally = zeroed();
const child: Child = zeroed();
const state: PageState = zeroed();

/** Counts in the page that moves, and beside it. */
function countInPage(_task: u32, _space: u32): never {
  while (true) {
    storeWord(HERE, loadWord(HERE) + 1);
    tally.count += 1;
  }
}

function frameAt(address: u32): u32 {
  addressSpaceGet(selfSpace(), address, state);
  return state.frame;
}

/** A window of so many pages on the frames from `frame` on. */
function windowOn(frame: u32, pages: u32): Status {
  const attributes: u32 = READ_WRITE | ATTRIBUTE_SOURCE_DEVICE;
  return addressSpaceSet(selfSpace(), WINDOW, pages, attributes, frame << PAGE_SHIFT, frame >>> 20);
}

function shareAt(space: u32, at: u32): bool {
  const attributes: u32 = READ_WRITE | ATTRIBUTE_SOURCE_SHARE;
  return (
    addressSpaceAlloc(space, at, 1, READ_WRITE) === Status.OK &&
    addressSpaceSet(space, at, 1, attributes, HERE, selfSpace()) === Status.OK
  );
}

/**
 * The page at HERE, also in the child and at `further` pages behind it. The child's is the third mapping, which is the
 * last one that moves, so that it has all the time to write to the frame that is left.
 */
function shareFurther(further: u32): bool {
  const own: u32 = selfSpace();
  let fine: bool = addressSpaceAlloc(own, HERE, 1, READ_WRITE | ATTRIBUTE_BACKED) === Status.OK;
  for (let i: u32 = 1; i <= further; i++) {
    fine = fine && shareAt(own, HERE + (i << PAGE_SHIFT));
    fine = fine && (i !== 1 || shareAt(child.space, HERE));
  }
  return fine && (further !== 0 || shareAt(child.space, HERE));
}

/** A window over the page's frame, and away with it. False when the frame has not moved with all of its mappings. */
function moveOnce(further: u32): bool {
  const own: u32 = selfSpace();
  const frame: u32 = frameAt(HERE);
  if (windowOn(frame, 1) !== Status.OK) {
    return false;
  }
  let fine: bool = loadWord(WINDOW) === 0;
  const moved: u32 = frameAt(HERE);
  fine = fine && moved !== frame && state.mappings === further + 2;
  fine = fine && frameAt(HERE + (further << PAGE_SHIFT)) === moved;
  fine = fine && frameAt(HERE + ((further / 2) << PAGE_SHIFT)) === moved;
  fine = fine && addressSpaceRelease(own, WINDOW, 1) === Status.OK;
  return fine && addressSpaceAlloc(own, WINDOW, 1, READ_WRITE) === Status.OK;
}

/** So that timer interrupts do not come at the same point of each move. */
function waitAWhile(turn: u32): void {
  const started = readTimeStampLow();
  while (readTimeStampLow() - started < (turn & 15) * WAIT_STEP) {
    // The counter goes on.
  }
}

/** Moves the page until the child has run meanwhile so often. Answers how often it has, 0 when a move has failed. */
function moveOften(further: u32, runsWanted: u32): u32 {
  let runs: u32 = 0;
  for (let i: u32 = 0; i < MOVES_MAX && (i < MOVES_MIN || runs < runsWanted); i++) {
    waitAWhile(i);
    const before: u32 = tally.count;
    if (!moveOnce(further)) {
      ok(false, "a move has failed");
      return 0;
    }
    runs += tally.count === before ? 0 : 1;
  }
  return runs;
}

function testSharers(further: u32, name: string): void {
  const own: u32 = selfSpace();
  const frames: u32 = counter(Counter.FREE_FRAMES);
  tally.count = 0;
  okStatus(startProgramChild(child, countInPage), Status.OK, name);
  ok(shareFurther(further), "the page is shared");
  addressSpaceAlloc(own, WINDOW, 1, READ_WRITE);
  const runsWanted: u32 = further === SHARERS_MAX - 2 ? RUNS_WANTED : 0;
  ok(
    moveOften(further, runsWanted) >= runsWanted,
    "it moves, with all of its mappings, and others run meanwhile",
  );
  okStatus(taskStop(child.task), Status.OK, "the one that counts is stopped");
  waitForEnd(child);
  ok(loadWord(HERE) - tally.count <= 1, "no write was lost");
  okEqual(loadWord(HERE + (further << PAGE_SHIFT)), loadWord(HERE), "wherever it is mapped");
  okStatus(addressSpaceRelease(own, HERE, further + 1), Status.OK, "all are released");
  okStatus(addressSpaceRelease(own, WINDOW, 1), Status.OK, "and the window");
  okEqual(counter(Counter.FREE_FRAMES), frames, "all frames are back");
}

/** Answers whether each page has its stamp. */
function stampsAreThere(): bool {
  for (let i: u32 = 0; i < LONG_PAGES; i++) {
    if (loadWord(HERE + (i << PAGE_SHIFT)) !== STAMP + i) {
      return false;
    }
  }
  return true;
}

function windowIsZero(): bool {
  for (let i: u32 = 0; i < LONG_PAGES; i++) {
    if (loadWord(WINDOW + (i << PAGE_SHIFT)) !== 0) {
      return false;
    }
  }
  return true;
}

function testLongWindow(): void {
  const own: u32 = selfSpace();
  const before: u32 = counter(Counter.FREE_FRAMES);
  addressSpaceAlloc(own, HERE, LONG_PAGES, READ_WRITE | ATTRIBUTE_BACKED);
  addressSpaceAlloc(own, WINDOW, LONG_PAGES, READ_WRITE);
  for (let i: u32 = 0; i < LONG_PAGES; i++) {
    storeWord(HERE + (i << PAGE_SHIFT), STAMP + i);
  }
  const frames: u32 = counter(Counter.FREE_FRAMES);
  // Somewhere in what is used: half of it in use and half free, whatever way frames are given out.
  const first: u32 = frameAt(HERE + ((LONG_PAGES / 2) << PAGE_SHIFT));
  okStatus(windowOn(first, LONG_PAGES), Status.OK, "a window of 4 MiB over memory in use");
  okEqual(frameAt(WINDOW + (7 << PAGE_SHIFT)), first + 7, "has those frames");
  ok(windowIsZero(), "all of them are cleared");
  ok(stampsAreThere(), "what was there is elsewhere");
  okEqual(counter(Counter.FREE_FRAMES), frames - LONG_PAGES, "the window holds its frames");
  okStatus(addressSpaceRelease(own, WINDOW, LONG_PAGES), Status.OK, "it is released");
  okEqual(counter(Counter.FREE_FRAMES), frames, "and they come back");
  addressSpaceAlloc(own, WINDOW, LONG_PAGES, READ_WRITE);
  testRefusals(first);
  addressSpaceRelease(own, WINDOW, LONG_PAGES);
  addressSpaceRelease(own, HERE, LONG_PAGES);
  okEqual(counter(Counter.FREE_FRAMES), before, "as many frames as before");
}

/** One frame that must stay, or too little memory: nothing has changed. */
function testRefusals(first: u32): void {
  const own: u32 = selfSpace();
  const lent: u32 = WINDOW + (LONG_PAGES << PAGE_SHIFT);
  const device: u32 = READ_WRITE | ATTRIBUTE_SOURCE_DEVICE;
  addressSpaceAlloc(own, lent, 1, READ_WRITE);
  okStatus(
    addressSpaceSet(own, lent, 1, device, (first + LONG_PAGES - 3) << PAGE_SHIFT, 0),
    Status.OK,
    "a frame near the end is lent",
  );
  const frames: u32 = counter(Counter.FREE_FRAMES);
  okStatus(windowOn(first, LONG_PAGES), Status.PROTECTED, "so the long window cannot be");
  okEqual(counter(Counter.FREE_FRAMES), frames, "what had gone out is back");
  okEqual(frameAt(WINDOW), 0, "nothing is mapped");
  ok(stampsAreThere(), "nothing is lost");
  addressSpaceRelease(own, lent, 1);
  const rest: u32 = WINDOW + 0x100_0000;
  const left: u32 = counter(Counter.FREE_FRAMES) - LONG_PAGES / 2;
  okStatus(
    addressSpaceAlloc(own, rest, left, READ_WRITE | ATTRIBUTE_BACKED),
    Status.OK,
    "little memory is left",
  );
  const few: u32 = counter(Counter.FREE_FRAMES);
  okStatus(windowOn(first, LONG_PAGES), Status.NO_MEMORY, "so the memory cannot move");
  okEqual(counter(Counter.FREE_FRAMES), few, "and none was taken");
  ok(stampsAreThere(), "nor lost");
  addressSpaceRelease(own, rest, left);
}

export function testRelocation(): void {
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  testSharers(0, "a page of two mappings");
  testSharers(64, "a page of 66");
  testSharers(SHARERS_MAX - 2, "a page of 2048");
  testLongWindow();
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "all of the heap comes back");
}
