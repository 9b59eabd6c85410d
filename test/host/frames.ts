/**
 * Frame table and sharer pool over records that hold garbage, against a plain model: for each frame
 * a list of who maps it, found by searching all of them.
 */
import type { FrameBlock, FrameRecord, SharerNode } from "../../kernel/arch/frame-record.ts";
import {
  frameToZero,
  setZeroed,
  takeFrame,
  takeFrameAt,
  wholeBlockStart,
} from "../../kernel/memory/frame-blocks.ts";
import {
  NO_MAPPING,
  releaseFrame,
  replaceMapping,
  retainFrame,
  retainFurther,
  retainOnce,
} from "../../kernel/memory/frame-mappings.ts";
import { frameIsFree, frameIsOut, putBack, takeOut, takeRun } from "../../kernel/memory/frame-runs.ts";
import {
  addFreeFrames,
  FRAME_ZEROED,
  type FrameTable,
  frameIsManaged,
  frameReferences,
  initialiseFrameTable,
  NO_FRAME,
} from "../../kernel/memory/frame-table.ts";
import {
  addPoolPage,
  initialiseSharerPool,
  NO_POOL_PAGE,
  NODES_IN_PAGE,
  poolPagesFor,
  type SharerPool,
} from "../../kernel/memory/sharer-pool.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { nextRandom, type Random, randomBelow, startRandom } from "./support/random.ts";

const ROUNDS: u32 = 1_000_000;
const SEED: u32 = 0x0f4a_3e01;
const RECORDS = 2400;
const BLOCKS = 6;
const FIRST: u32 = 4000;
const NODES = 4096;
const POOL_PAGES = 8;
/** All that is managed: see start. */
const FRAMES: u32 = 1900;
const MAPPINGS_MAX = 12;
/** Frames of the model that a runs' test may look at. */
const LIMIT: u32 = 0xffff_ffff;

const records: FixedArray<FrameRecord, typeof RECORDS> = zeroed();
const blocks: FixedArray<FrameBlock, typeof BLOCKS> = zeroed();
const nodes: FixedArray<SharerNode, typeof NODES> = zeroed();
const table: FrameTable = zeroed();
const pool: SharerPool = zeroed();
const random: Random = zeroed();

class ModelFrame {
  count: u32 = 0;
  mappings: FixedArray<u32, typeof MAPPINGS_MAX> = zeroed();
  out: bool = false;
  zeroed: bool = false;
}

const model: FixedArray<ModelFrame, typeof RECORDS> = zeroed();
const poolPages: FixedArray<bool, typeof POOL_PAGES> = zeroed();
let modelFree: u32 = 0;
let modelSharers: u32 = 0;

/** Records and blocks are what memory held before. */
function spoil(): void {
  for (let i: u32 = 0; i < RECORDS; i++) {
    records[i].references = nextRandom(random);
    records[i].mapping = nextRandom(random);
    records[i].sharers = nextRandom(random);
    records[i].secondOrNext = nextRandom(random);
    model[i].count = 0;
    model[i].out = false;
    model[i].zeroed = false;
  }
  for (let i: u32 = 0; i < NODES; i++) {
    nodes[i].mapping = nextRandom(random);
    nodes[i].next = nextRandom(random);
  }
  for (let i: u32 = 0; i < POOL_PAGES; i++) {
    poolPages[i] = false;
  }
}

function isManaged(index: u32): bool {
  return (index >= 10 && index < 130) || (index >= 150 && index < 750) || (index >= 1200 && index < 2380);
}

/** Three ranges, not in order, with holes before, between (a whole block's) and after them. */
function start(): void {
  spoil();
  initialiseFrameTable(table, spanOf(records), spanOf(blocks), FIRST);
  addFreeFrames(table, FIRST + 150, 600);
  addFreeFrames(table, FIRST + 10, 120);
  addFreeFrames(table, FIRST + 1200, 1180);
  addFreeFrames(table, FIRST + 5, 0);
  initialiseSharerPool(pool, spanOf(nodes));
  addPoolPage(pool, 3);
  poolPages[3] = true;
  modelFree = FRAMES;
  modelSharers = 0;
}

function untouchedRecords(): void {
  spoil();
  let sum: u32 = 0;
  for (let i: u32 = 0; i < RECORDS; i++) {
    sum += records[i].references ^ records[i].secondOrNext;
  }
  initialiseFrameTable(table, spanOf(records), spanOf(blocks), FIRST);
  checkEqual(takeFrame(table, 1), NO_FRAME, "no frames yet");
  start();
  initialiseFrameTable(table, spanOf(records), spanOf(blocks), FIRST);
  addFreeFrames(table, FIRST, RECORDS);
  sum = 0;
  for (let i: u32 = 0; i < RECORDS; i++) {
    sum += records[i].references ^ records[i].secondOrNext;
  }
  for (let i: u32 = 0; i < RECORDS; i++) {
    checkEqual(frameReferences(table, FIRST + i), 0, "garbage is not read");
    check(frameIsFree(table, FIRST + i), "free though its block is not open");
    sum -= records[i].references ^ records[i].secondOrNext;
  }
  checkEqual(sum, 0, "boot touches no record");
  checkEqual(table.freeFrames, RECORDS, "all free");
}

function limits(): void {
  start();
  checkEqual(table.freeFrames, FRAMES, "free frames");
  for (let i: u32 = 0; i < RECORDS; i++) {
    check(frameIsManaged(table, FIRST + i) === isManaged(i), "managed");
    checkEqual(frameReferences(table, FIRST + i), 0, "no references");
  }
  check(!frameIsManaged(table, 0) && !frameIsManaged(table, FIRST - 1), "below the records");
  check(!frameIsManaged(table, FIRST + RECORDS) && !frameIsManaged(table, 0xffff_ffff), "above them");
  checkEqual(frameReferences(table, 0xffff_ffff), 0, "references of no frame");
  check(!frameIsFree(table, 0xffff_ffff) && !frameIsFree(table, 0), "no frame is not free");
}

function allFrames(): void {
  start();
  for (let i: u32 = 0; i < FRAMES; i++) {
    const frame = takeFrame(table, i);
    check(frame >= FIRST && isManaged(frame - FIRST), "a managed frame");
    checkEqual(model[frame - FIRST].count, 0, "not taken before");
    model[frame - FIRST].count = 1;
    checkEqual(table.records[frame - FIRST].mapping, i, "mapping");
    checkEqual(frameReferences(table, frame), 1, "one reference");
  }
  checkEqual(takeFrame(table, 1), NO_FRAME, "none left");
  checkEqual(takeRun(table, 1, 1, LIMIT, 0), NO_FRAME, "no run left");
  checkEqual(table.freeFrames, 0, "none free");
  releaseFrame(table, pool, FIRST + 200, table.records[200].mapping);
  checkEqual(takeFrame(table, 1), FIRST + 200, "one given back is taken again");
}

/** The model's answer: the lowest run there is, or NO_FRAME. */
function modelHasRun(count: u32, alignment: u32, limit: u32): bool {
  let run: u32 = 0;
  for (let i: u32 = 0; i < RECORDS && FIRST + i < limit; i++) {
    if (!isManaged(i) || model[i].count !== 0 || model[i].out) {
      run = 0;
    } else if (run !== 0 || ((FIRST + i) & (alignment - 1)) === 0) {
      run++;
    }
    if (run === count) {
      return true;
    }
  }
  return false;
}

function stepRun(): void {
  const count: u32 = 1 + randomBelow(random, randomBelow(random, 8) === 0 ? 700 : 40);
  const alignment: u32 = 1 << randomBelow(random, 10);
  const limit: u32 = randomBelow(random, 3) === 0 ? FIRST + randomBelow(random, RECORDS) : LIMIT;
  const mapping = nextRandom(random) & 0x7fff_ffff;
  const first = takeRun(table, count, alignment, limit, mapping);
  check((first !== NO_FRAME) === modelHasRun(count, alignment, limit), "a run exactly when there is one");
  if (first === NO_FRAME) {
    return;
  }
  check((first & (alignment - 1)) === 0 && first + count <= limit, "aligned and below the limit");
  for (let i: u32 = 0; i < count; i++) {
    const index = first + i - FIRST;
    check(isManaged(index) && model[index].count === 0 && !model[index].out, "free frames");
    model[index].count = 1;
    model[index].zeroed = false;
    model[index].mappings[0] = mapping + i;
  }
  modelFree -= count;
}

function stepTake(): void {
  const mapping = nextRandom(random);
  const frame = takeFrame(table, mapping);
  check((frame === NO_FRAME) === (modelFree === 0), "a frame as long as there is one");
  if (frame !== NO_FRAME) {
    const one = model[frame - FIRST];
    check(isManaged(frame - FIRST) && one.count === 0 && !one.out, "a free frame");
    check(
      (table.taken === FRAME_ZEROED) === one.zeroed,
      "zeroed exactly when it was and nobody had it since",
    );
    one.zeroed = false;
    one.count = 1;
    one.mappings[0] = mapping;
    modelFree--;
  }
}

function stepShare(index: u32): void {
  const one = model[index];
  if (one.count === 0 || one.count === MAPPINGS_MAX) {
    return;
  }
  const pages = poolPagesFor(pool, 1);
  check(pages <= 1, "one node needs one page at most");
  for (let page: u32 = 0; pages !== 0 && page < POOL_PAGES; page++) {
    if (!poolPages[page]) {
      poolPages[page] = true;
      addPoolPage(pool, page);
      break;
    }
  }
  if (pool.freeNodes === 0) {
    return;
  }
  const mapping = nextRandom(random);
  retainOneWayOrOther(index, mapping);
  one.mappings[one.count] = mapping;
  one.count++;
  modelSharers += one.count > 2 ? 1 : 0;
}

/** The short ways agree exactly where they are for: one mapping, or several. */
function retainOneWayOrOther(index: u32, mapping: u32): void {
  const record = table.records[index];
  const count = model[index].count;
  if (randomBelow(random, 2) === 0) {
    retainFrame(table, pool, FIRST + index, mapping);
  } else if (count === 1) {
    check(!retainFurther(pool, record, mapping), "several, of a frame mapped once");
    check(retainOnce(record, mapping), "one, of a frame mapped once");
  } else {
    check(!retainOnce(record, mapping), "one, of a frame mapped several times");
    check(retainFurther(pool, record, mapping), "several, of a frame mapped several times");
  }
}

function stepRelease(index: u32): void {
  const one = model[index];
  if (one.count === 0) {
    return;
  }
  const which = randomBelow(random, one.count);
  const page = releaseFrame(table, pool, FIRST + index, one.mappings[which]);
  if (page !== NO_POOL_PAGE) {
    check(page !== 3 && poolPages[page], "a page that the pool had, and not its home");
    poolPages[page] = false;
  }
  one.count--;
  one.mappings[which] = one.mappings[one.count];
  modelFree += one.count === 0 ? 1 : 0;
  modelSharers -= one.count >= 2 ? 1 : 0;
}

function stepReplace(index: u32): void {
  const one = model[index];
  if (one.count !== 0) {
    const which = randomBelow(random, one.count);
    const mapping = nextRandom(random);
    replaceMapping(table, pool, FIRST + index, one.mappings[which], mapping);
    one.mappings[which] = mapping;
  }
}

/** What idle time does. What is zeroed is free and among the next to be taken. */
function stepZero(): void {
  const frame = frameToZero(table);
  if (frame !== NO_FRAME) {
    const one = model[frame - FIRST];
    check(
      isManaged(frame - FIRST) && one.count === 0 && !one.out && !one.zeroed,
      "a free frame that is not zeroed",
    );
    setZeroed(table, frame);
    one.zeroed = true;
  }
}

/** A frame by its number, or another. */
function stepTakeAt(): void {
  const start = wholeBlockStart(table);
  if (start === NO_FRAME) {
    return;
  }
  const wanted = start + randomBelow(random, 3);
  const mapping = nextRandom(random);
  const frame = takeFrameAt(table, wanted, mapping);
  checkEqual(frame, wanted, "a frame of a whole block is free");
  const one = model[frame - FIRST];
  check(isManaged(frame - FIRST) && one.count === 0, "a free frame");
  check((table.taken === FRAME_ZEROED) === one.zeroed, "zeroed or not");
  one.zeroed = false;
  one.count = 1;
  one.mappings[0] = mapping;
  modelFree--;
}

function stepOut(index: u32): void {
  const one = model[index];
  checkEqual(u32(frameIsOut(table, FIRST + index)), u32(one.out), "out");
  if (one.out) {
    putBack(table, FIRST + index);
    one.out = false;
    modelFree++;
  } else if (isManaged(index) && one.count === 0) {
    takeOut(table, FIRST + index);
    one.zeroed = false;
    one.out = true;
    modelFree--;
  }
}

function timesMapped(one: ModelFrame, mapping: u32): u32 {
  let times: u32 = 0;
  for (let i: u32 = 0; i < one.count; i++) {
    times += one.mappings[i] === mapping ? 1 : 0;
  }
  return times;
}

/** The frame's list holds what the model's does, each once. */
function compare(index: u32): void {
  const one = model[index];
  checkEqual(frameReferences(table, FIRST + index), one.count, "references");
  check(frameIsFree(table, FIRST + index) === (isManaged(index) && one.count === 0 && !one.out), "free");
  if (one.count === 0) {
    return;
  }
  let found: u32 = 0;
  found += timesMapped(one, table.records[index].mapping);
  const second = table.records[index].secondOrNext;
  checkEqual(second === NO_MAPPING ? 1 : 2, one.count === 1 ? 1 : 2, "the record holds the first two");
  found += second === NO_MAPPING ? 0 : timesMapped(one, second);
  let node = table.records[index].sharers;
  while (node !== 0) {
    found += timesMapped(one, pool.nodes[node].mapping);
    node = pool.nodes[node].next;
  }
  checkEqual(found, one.count, "every mapping is found");
}

function step(): void {
  const index = randomBelow(random, RECORDS);
  switch (randomBelow(random, 18)) {
    case 0:
      stepTake();
      break;
    case 1:
      if (randomBelow(random, 8) === 0) {
        stepRun();
      }
      break;
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
      stepShare(index);
      break;
    case 7:
      stepReplace(index);
      break;
    case 8:
      if (randomBelow(random, 4) === 0) {
        stepOut(index);
      }
      break;
    case 9:
      stepZero();
      break;
    case 10:
      if (randomBelow(random, 8) === 0) {
        stepTakeAt();
      }
      break;
    default:
      stepRelease(index);
  }
}

function sharersFit(): void {
  let pages: u32 = 0;
  for (let page: u32 = 0; page < POOL_PAGES; page++) {
    pages += poolPages[page] ? 1 : 0;
  }
  checkEqual(pool.freeNodes + modelSharers, pages * NODES_IN_PAGE, "every node is free or in use");
}

function randomUse(): void {
  start();
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    step();
    checkEqual(table.freeFrames, modelFree, "count of free frames");
    compare(randomBelow(random, RECORDS));
    sharersFit();
  }
  for (let i: u32 = 0; i < RECORDS; i++) {
    if (model[i].out) {
      stepOut(i);
    }
    while (model[i].count !== 0) {
      stepRelease(i);
    }
  }
  checkEqual(table.freeFrames, FRAMES, "all come back");
  checkEqual(pool.freeNodes, NODES_IN_PAGE, "all pages of nodes but one come back");
  check(takeRun(table, 512, 512, LIMIT, 0) !== NO_FRAME, "and are whole again");
}

/** More sharers than a page of nodes holds, added and removed in every order. */
function manySharers(): void {
  start();
  const frame = takeFrame(table, 0);
  for (let i: u32 = 1; i <= NODES_IN_PAGE + 1; i++) {
    retainFrame(table, pool, frame, i);
  }
  checkEqual(poolPagesFor(pool, 0), 0, "no node needs no page");
  checkEqual(poolPagesFor(pool, 1), 1, "one more needs a page");
  checkEqual(poolPagesFor(pool, NODES_IN_PAGE + 1), 2, "many more need more");
  addPoolPage(pool, 5);
  retainFrame(table, pool, frame, NODES_IN_PAGE + 2);
  checkEqual(releaseFrame(table, pool, frame, 7), NO_POOL_PAGE, "one from the middle");
  checkEqual(frameReferences(table, frame), NODES_IN_PAGE + 2, "counted");
  checkEqual(releaseFrame(table, pool, frame, NODES_IN_PAGE + 2), 5, "the second page is done with");
}

export function main(): i32 {
  startRandom(random, SEED);
  untouchedRecords();
  limits();
  allFrames();
  manySharers();
  randomUse();
  return finish("frames");
}
