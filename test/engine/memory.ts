/**
 * The kernel's memory, whole, against plain arrays: more than a million random calls that mark, unmark, change, share,
 * grant, copy on write, lend to devices, make windows and buffers of the DMA AREA and move the end of the global heap, on two
 * spaces. One in four meets a shortage at some question: it is NO_MEMORY then and nothing has changed, or it
 * is as if there had been none.
 */

import { startFlatHeap } from "../../kernel/memory/flat-heap.ts";
import { freeFrameCount } from "../../kernel/memory/frames.ts";
import { freeHeapPages, keptTables } from "../../kernel/memory/heap.ts";
import { type Mark, queryMark } from "../../kernel/memory/query-range.ts";
import { createSpace, type Space } from "../../kernel/memory/space.ts";
import {
  ATTRIBUTE_ACCESSED,
  ATTRIBUTE_BACKED,
  ATTRIBUTE_DIRTY,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_UNCACHED,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { ALLOCATION_START, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { FRAMES, FRAMES_FIRST, frameContents, setFrameContents } from "../doubles/frame-window.ts";
import { questionsAsked, runShortAt } from "../doubles/host-shortage.ts";
import {
  MODEL_PAGES,
  modelAlloc,
  modelAttributes,
  modelContents,
  modelFrames,
  modelMappings,
  modelRelease,
  modelSet,
  modelSource,
  modelWrite,
} from "../guest/random-marks/model.ts";
import { type Random, randomBelow } from "../host/support/xorshift.ts";
import { callAlloc, callDevice, callRelease, callSet, callSource } from "./calls.ts";
import { endLine, fail, say, sayNumber } from "./host.ts";
import { machineFrames, startMachine } from "./machine.ts";
import {
  dropFlatHeap,
  dropWindows,
  flatPages,
  type StatusAnswer,
  stepFlatHeap,
  stepWindow,
} from "./windows.ts";

const ROUNDS: u32 = 3_200_000;
const DONE_MIN: u32 = 1_000_000;
const SEED: u32 = 20_261_121;
const SPACES = 2;
const LOOKS: u32 = 3;
const BIG_PAGES: u32 = 512;
const WHOLE_EVERY: u32 = 20_000;
const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const USED: u32 = ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY;
const DEVICE_FRAME: u32 = 0x80_0000;
const DEVICE_PAGES_MAX: u32 = 8;

class OwnedSpace {
  space: Space | null = null;
}

const spaces: FixedArray<OwnedSpace, typeof SPACES> = zeroed();
const random: Random = zeroed();
const mark: Mark = zeroed();
const flatStatus: StatusAnswer = zeroed();
let round: u32 = 0;
let first: u32 = 0;
let pages: u32 = 0;
/** Frames that windows keep from the allocator. */
let away: u32 = 0;
/** The page that was looked at last; mark is of it. */
let seen: u32 = 0;
let refused: u32 = 0;
let done: u32 = 0;
let moved: u32 = 0;

function spaceOf(number: u32): Space {
  const space = spaces[number].space;
  if (space === null) {
    fail("a space is missing", round);
  }
  return space;
}

function addressOfPage(page: u32): u32 {
  return ALLOCATION_START + ((page % MODEL_PAGES) << PAGE_SHIFT);
}

/** A few pages anywhere, often at a border of 2 MiB; now and then whole 2 MiB. */
function chooseRange(): void {
  if (randomBelow(random, 60) === 0) {
    first = randomBelow(random, 3) * BIG_PAGES;
    pages = BIG_PAGES * (1 + randomBelow(random, (MODEL_PAGES - first) / BIG_PAGES));
    return;
  }
  const atBorder: bool = randomBelow(random, 3) === 0;
  first = atBorder
    ? BIG_PAGES * (1 + randomBelow(random, 2)) - randomBelow(random, 8)
    : randomBelow(random, MODEL_PAGES);
  pages = 1 + randomBelow(random, randomBelow(random, 8) === 0 ? 100 : 4);
  if (pages > MODEL_PAGES - first) {
    pages = MODEL_PAGES - first;
  }
}

function chooseRights(): u32 {
  switch (randomBelow(random, 5)) {
    case 0:
      return 0;
    case 1:
      return ATTRIBUTE_READ | ATTRIBUTE_EXECUTE;
    case 2:
      return ATTRIBUTE_READ;
    default:
      return READ_WRITE;
  }
}

function chooseSource(): u32 {
  switch (randomBelow(random, 4)) {
    case 0:
      return ATTRIBUTE_SOURCE_GRANT;
    case 1:
      return ATTRIBUTE_SOURCE_SHARE;
    default:
      return ATTRIBUTE_SOURCE_COPY_ON_WRITE;
  }
}

function expectStatus(kernel: Status, model: Status): void {
  if (kernel !== model) {
    say("status ");
    sayNumber(kernel);
    say(" instead of ");
    sayNumber(model);
    endLine();
    fail("a call answers otherwise than the model", round);
  }
}

/** Performs the four calls' steps; the model follows unless the kernel had no memory. */
function stepCall(number: u32): Status {
  const space = spaceOf(number);
  const page: u32 = number * MODEL_PAGES + first;
  const address: u32 = addressOfPage(page);
  const wanted: u32 = chooseRights() | (randomBelow(random, 3) === 0 ? ATTRIBUTE_BACKED : 0);
  let status: Status = Status.OK;
  // Mostly what can be done there; sometimes what cannot.
  const free: bool = modelAttributes(page) === 0 && randomBelow(random, 8) !== 0;
  switch (free ? 0 : randomBelow(random, 12)) {
    case 0:
      status = callAlloc(space, address, pages, wanted);
      if (status !== Status.NO_MEMORY) {
        expectStatus(status, modelAlloc(page, pages, wanted));
      }
      return status;
    case 1:
    case 2:
      status = callRelease(space, address, pages);
      if (status !== Status.NO_MEMORY) {
        expectStatus(status, modelRelease(page, pages));
      }
      return status;
    case 3:
    case 4:
    case 5:
    case 6:
      status = callSet(space, address, pages, wanted);
      if (status !== Status.NO_MEMORY) {
        expectStatus(status, modelSet(page, pages, wanted));
      }
      return status;
    default:
      return stepSource(space, page, address);
  }
}

function stepSource(space: Space, page: u32, address: u32): Status {
  const other: u32 = randomBelow(random, SPACES);
  const from: u32 = other * MODEL_PAGES + randomBelow(random, MODEL_PAGES - pages + 1);
  const source: u32 = chooseSource();
  let rights: u32 = randomBelow(random, 2) === 0 ? chooseRights() : ATTRIBUTE_READ;
  if (source === ATTRIBUTE_SOURCE_COPY_ON_WRITE) {
    rights &= ~ATTRIBUTE_WRITE;
  }
  if (from < page + pages && page < from + pages) {
    return Status.BAD_ARGUMENT;
  }
  const status = callSource(space, address, pages, rights | source, spaceOf(other), addressOfPage(from));
  if (status !== Status.NO_MEMORY) {
    expectStatus(status, modelSource(page, pages, rights | source, from));
  }
  return status;
}

/** Pages become a window on a device, or on memory that moves out of its way, and are unmarked again. */
function stepDevice(number: u32): Status {
  const space = spaceOf(number);
  const page: u32 = number * MODEL_PAGES + first;
  if (pages >= BIG_PAGES) {
    return stepLargeDevice(space, page);
  }
  if (pages > DEVICE_PAGES_MAX) {
    pages = DEVICE_PAGES_MAX;
  }
  let frame: u32 = DEVICE_FRAME + randomBelow(random, 0x1000);
  if (randomBelow(random, 3) !== 0) {
    queryMark(spaceOf(randomBelow(random, SPACES)), addressOfPage(randomBelow(random, MODEL_PAGES)), mark);
    frame = mark.frame === 0 ? FRAMES_FIRST + randomBelow(random, FRAMES) : mark.frame;
    moved += mark.frame === 0 ? 0 : 1;
  }
  const rights: u32 = chooseRights();
  const status = callDevice(space, addressOfPage(page), pages, rights | ATTRIBUTE_SOURCE_DEVICE, frame);
  if (status !== Status.OK) {
    return status;
  }
  for (let i: u32 = 0; i < pages; i++) {
    queryMark(space, addressOfPage(page + i), mark);
    if (
      mark.frame !== frame + i ||
      mark.attributes !== (rights | ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | ATTRIBUTE_UNCACHED)
    ) {
      fail("a device's page is not as it was asked for", round);
    }
  }
  runShortAt(0);
  expectStatus(modelRelease(page, pages), Status.OK);
  expectStatus(callRelease(space, addressOfPage(page), pages), Status.OK);
  return Status.OK;
}

/** 2 MiB that are reserved become a device's as a whole, a page of them gets other rights, and all are unmarked. */
function stepLargeDevice(space: Space, page: u32): Status {
  const address: u32 = addressOfPage(page);
  pages = BIG_PAGES;
  runShortAt(0);
  if (modelRelease(page, pages) === Status.OK) {
    expectStatus(callRelease(space, address, pages), Status.OK);
  }
  if (modelAlloc(page, pages, READ_WRITE) !== Status.OK) {
    return Status.OVERLAP;
  }
  expectStatus(callAlloc(space, address, pages, READ_WRITE), Status.OK);
  const large: u32 = keptTables();
  expectStatus(
    callDevice(space, address, pages, READ_WRITE | ATTRIBUTE_SOURCE_DEVICE, DEVICE_FRAME),
    Status.OK,
  );
  if (keptTables() !== large + 1) {
    fail("2 MiB of a device are no large page", round);
  }
  const changed: u32 = randomBelow(random, BIG_PAGES);
  expectStatus(callSet(space, address + (changed << PAGE_SHIFT), 1, ATTRIBUTE_READ), Status.OK);
  for (let i: u32 = 0; i < pages; i++) {
    queryMark(space, address + (i << PAGE_SHIFT), mark);
    const rights: u32 = i === changed ? ATTRIBUTE_READ : READ_WRITE;
    if (
      mark.frame !== DEVICE_FRAME + i ||
      mark.attributes !== (rights | ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | ATTRIBUTE_UNCACHED)
    ) {
      fail("a page of a large window is not as it was asked for", round);
    }
  }
  expectStatus(modelRelease(page, pages), Status.OK);
  expectStatus(callRelease(space, address, pages), Status.OK);
  return Status.OK;
}

function step(): Status {
  const number: u32 = randomBelow(random, SPACES);
  switch (randomBelow(random, 16)) {
    case 0:
      return stepDevice(number);
    case 1: {
      const free: u32 = freeFrameCount();
      const status = stepWindow(random);
      away += free - freeFrameCount();
      return status;
    }
    case 2:
      if (!stepFlatHeap(random, flatStatus)) {
        fail("the global heap is not as it was left", round);
      }
      return flatStatus.value;
    default:
      return stepCall(number);
  }
}

/** A call that had no memory was told so, and has changed nothing. */
function stepShort(): void {
  const short: bool = randomBelow(random, 4) === 0;
  const frames: u32 = freeFrameCount();
  const heap: u32 = freeHeapPages();
  const awayThen: u32 = away;
  if (short) {
    runShortAt(1 + randomBelow(random, 2));
  }
  const status = step();
  runShortAt(0);
  if (status !== Status.NO_MEMORY) {
    done += status === Status.OK ? 1 : 0;
    return;
  }
  refused++;
  if (!short || frames !== freeFrameCount() || heap !== freeHeapPages() || away !== awayThen) {
    fail("a call without memory was not told so, or has kept some", round);
  }
}

function lookAt(page: u32): void {
  seen = page;
  const number: u32 = page / MODEL_PAGES;
  queryMark(spaceOf(number), addressOfPage(page), mark);
  if ((mark.attributes & ~USED) !== modelAttributes(page)) {
    fail("a mark is not as the model says", round);
  }
  if (mark.mappings !== modelMappings(page)) {
    fail("a frame has other mappings than the model says", round);
  }
  if (mark.frame !== 0 && frameContents(mark.frame) !== modelContents(page)) {
    fail("a page holds something else than the model says", round);
  }
}

/** Looks at some pages, and writes to one of them. */
function look(): void {
  for (let i: u32 = 0; i < LOOKS; i++) {
    const inRange: bool = randomBelow(random, 2) === 0;
    const page: u32 = randomBelow(random, SPACES) * MODEL_PAGES;
    lookAt(page + (inRange ? first : randomBelow(random, MODEL_PAGES)));
  }
  if (mark.frame !== 0 && (mark.attributes & ATTRIBUTE_WRITE) !== 0) {
    setFrameContents(mark.frame, round);
    modelWrite(seen, round);
  }
}

function lookAtAll(): void {
  for (let page: u32 = 0; page < SPACES * MODEL_PAGES; page++) {
    lookAt(page);
  }
  if (freeFrameCount() !== machineFrames() - modelFrames() - flatPages() - away) {
    fail("frames are lost, or there twice", round);
  }
}

function finish(heap: u32): void {
  if (!dropWindows() || !dropFlatHeap()) {
    fail("the flat side cannot be given back", round);
  }
  for (let page: u32 = 0; page < SPACES * MODEL_PAGES; page++) {
    if (modelAttributes(page) !== 0) {
      modelRelease(page, 1);
      expectStatus(callRelease(spaceOf(page / MODEL_PAGES), addressOfPage(page), 1), Status.OK);
    }
  }
  away = 0;
  lookAtAll();
  if (freeHeapPages() !== heap) {
    fail("pages of the kernel heap are lost", round);
  }
}

export function main(): i32 {
  random.state = SEED;
  say("seed ");
  sayNumber(SEED);
  endLine();
  startMachine();
  startFlatHeap();
  for (let i: u32 = 0; i < SPACES; i++) {
    spaces[i].space = createSpace(i + 1, 0);
  }
  const heap: u32 = freeHeapPages();
  for (round = 0; round < ROUNDS; round++) {
    chooseRange();
    stepShort();
    look();
    if (round % WHOLE_EVERY === 0) {
      lookAtAll();
    }
  }
  finish(heap);
  sayNumber(round);
  say(" operations, ");
  sayNumber(done);
  say(" done, ");
  sayNumber(refused);
  say(" refused for want of memory, ");
  sayNumber(moved);
  say(" over memory in use, ");
  sayNumber(questionsAsked());
  say(" questions");
  endLine();
  return done >= DONE_MIN && refused > ROUNDS / 200 && moved > ROUNDS / 100 ? 0 : 1;
}
