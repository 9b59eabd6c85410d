/** FrameTable over records that hold garbage: taking, sharing, giving back, against a plain list. */
import type { FrameRecord } from "../../kernel/arch/frame-record.ts";
import {
  addFreeFrames,
  type FrameTable,
  frameIsManaged,
  frameReferences,
  initialiseFrameTable,
  NO_FRAME,
  releaseFrame,
  retainFrame,
  takeFrame,
} from "../../kernel/memory/frame-table.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { nextRandom, type Random, randomBelow, startRandom } from "./support/random.ts";

const ROUNDS: u32 = 300_000;
const SEED: u32 = 0x0f4a_3e01;
const RECORDS = 300;
const FIRST: u32 = 4096;

const records: FixedArray<FrameRecord, typeof RECORDS> = zeroed();
const table: FrameTable = zeroed();
const references: FixedArray<u32, typeof RECORDS> = zeroed();
const random: Random = zeroed();

/** Records are what memory held before. */
function spoil(): void {
  for (let i: u32 = 0; i < RECORDS; i++) {
    records[i].references = nextRandom(random);
    records[i].space = nextRandom(random);
    records[i].page = nextRandom(random);
    records[i].next = nextRandom(random);
    references[i] = 0;
  }
}

/** Three ranges, not in order, with holes before, between and after them: 250 frames. */
function start(): void {
  spoil();
  initialiseFrameTable(table, spanOf(records), FIRST);
  addFreeFrames(table, FIRST + 150, 100);
  addFreeFrames(table, FIRST + 10, 120);
  addFreeFrames(table, FIRST + 260, 30);
  addFreeFrames(table, FIRST + 5, 0);
}

function isManaged(index: u32): bool {
  return (index >= 10 && index < 130) || (index >= 150 && index < 250) || (index >= 260 && index < 290);
}

function untouchedRecords(): void {
  spoil();
  let sum: u32 = 0;
  for (let i: u32 = 0; i < RECORDS; i++) {
    sum += records[i].references ^ records[i].next;
  }
  initialiseFrameTable(table, spanOf(records), FIRST);
  checkEqual(takeFrame(table, 1, 1), NO_FRAME, "no frames yet");
  addFreeFrames(table, FIRST, RECORDS);
  for (let i: u32 = 0; i < RECORDS; i++) {
    checkEqual(frameReferences(table, FIRST + i), 0, "garbage is not read");
    sum -= records[i].references ^ records[i].next;
  }
  checkEqual(sum, 0, "boot touches no record");
  checkEqual(table.freeFrames, RECORDS, "all free");
}

function limits(): void {
  start();
  checkEqual(table.freeFrames, 250, "free frames");
  for (let i: u32 = 0; i < RECORDS; i++) {
    check(frameIsManaged(table, FIRST + i) === isManaged(i), "managed");
    checkEqual(frameReferences(table, FIRST + i), 0, "no references");
  }
  check(!frameIsManaged(table, 0) && !frameIsManaged(table, FIRST - 1), "below the records");
  check(!frameIsManaged(table, FIRST + RECORDS) && !frameIsManaged(table, 0xffff_ffff), "above them");
  checkEqual(frameReferences(table, 0xffff_ffff), 0, "references of no frame");
}

function allFrames(): void {
  start();
  for (let i: u32 = 0; i < 250; i++) {
    const frame = takeFrame(table, 0x1_0010, i);
    check(frame >= FIRST && isManaged(frame - FIRST), "a managed frame");
    checkEqual(references[frame - FIRST], 0, "not taken before");
    references[frame - FIRST] = 1;
    checkEqual(table.records[frame - FIRST].space, 0x1_0010, "space");
    checkEqual(table.records[frame - FIRST].page, i, "page");
    checkEqual(frameReferences(table, frame), 1, "one reference");
  }
  checkEqual(takeFrame(table, 1, 1), NO_FRAME, "none left");
  checkEqual(table.freeFrames, 0, "none free");
  check(releaseFrame(table, FIRST + 200), "one is given back");
  checkEqual(takeFrame(table, 1, 1), FIRST + 200, "and taken again");
  addFreeFrames(table, FIRST + 295, 2);
  checkEqual(takeFrame(table, 1, 1), FIRST + 295, "frames added when all were used up");
  checkEqual(takeFrame(table, 1, 1), FIRST + 296, "and the next");
  checkEqual(takeFrame(table, 1, 1), NO_FRAME, "none left again");
}

function sharing(): void {
  start();
  const frame = takeFrame(table, 7, 8);
  retainFrame(table, frame);
  retainFrame(table, frame);
  checkEqual(frameReferences(table, frame), 3, "three references");
  check(!releaseFrame(table, frame), "two left");
  check(!releaseFrame(table, frame), "one left");
  checkEqual(table.freeFrames, 249, "still in use");
  check(releaseFrame(table, frame), "free");
  checkEqual(table.freeFrames, 250, "all free");
  checkEqual(frameReferences(table, frame), 0, "no reference");
}

/** One step of random use: a frame is taken, or one in use is shared or given back. */
function step(free: u32): u32 {
  const action = randomBelow(random, 4);
  if (action === 0) {
    const frame = takeFrame(table, nextRandom(random), nextRandom(random));
    check((frame === NO_FRAME) === (free === 0), "a frame as long as there is one");
    if (frame === NO_FRAME) {
      return free;
    }
    check(isManaged(frame - FIRST) && references[frame - FIRST] === 0, "a free frame");
    references[frame - FIRST] = 1;
    return free - 1;
  }
  const index = randomBelow(random, RECORDS);
  if (references[index] === 0) {
    return free;
  }
  if (action === 1) {
    retainFrame(table, FIRST + index);
    references[index]++;
    return free;
  }
  references[index]--;
  check(releaseFrame(table, FIRST + index) === (references[index] === 0), "free with the last reference");
  return references[index] === 0 ? free + 1 : free;
}

function randomUse(): void {
  start();
  let free: u32 = 250;
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    free = step(free);
    checkEqual(table.freeFrames, free, "count of free frames");
    const index = randomBelow(random, RECORDS);
    checkEqual(frameReferences(table, FIRST + index), references[index], "references");
  }
  for (let i: u32 = 0; i < RECORDS; i++) {
    while (references[i] !== 0) {
      references[i]--;
      releaseFrame(table, FIRST + i);
    }
  }
  checkEqual(table.freeFrames, 250, "all come back");
}

export function main(): i32 {
  startRandom(random, SEED);
  untouchedRecords();
  limits();
  allFrames();
  sharing();
  randomUse();
  return finish("frames");
}
