/**
 * Frame table and sharer pool over records that hold garbage, against a plain model: for each frame
 * a list of who maps it, found by searching all of them.
 */
import { takeFrame } from "../../kernel/memory/frame-blocks.ts";
import { releaseFrame, retainFrame, SHARERS_MAX } from "../../kernel/memory/frame-mappings.ts";
import { frameIsFree, takeRun } from "../../kernel/memory/frame-runs.ts";
import {
  addFreeFrames,
  frameIsManaged,
  frameReferences,
  initialiseFrameTable,
  NO_FRAME,
} from "../../kernel/memory/frame-table.ts";
import { addPoolPage, NO_POOL_PAGE, NODES_IN_PAGE, poolPagesFor } from "../../kernel/memory/sharer-pool.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import {
  blocks,
  compare,
  counts,
  FIRST,
  FRAMES,
  isManaged,
  LIMIT,
  model,
  pool,
  RECORDS,
  random,
  records,
  sharersFit,
  spoil,
  start,
  table,
} from "./support/frame-model.ts";
import { step, stepOut, stepRelease } from "./support/frame-steps.ts";
import { startRandom } from "./support/random.ts";
import { randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 1_000_000;
const SEED: u32 = 0x0f4a_3e01;

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
  releaseFrame(table, pool, FIRST + 200, table.records[200].mapping, SHARERS_MAX);
  checkEqual(takeFrame(table, 1), FIRST + 200, "one given back is taken again");
}

function randomUse(): void {
  start();
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    step();
    checkEqual(table.freeFrames, counts.free, "count of free frames");
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
  checkEqual(releaseFrame(table, pool, frame, 7, SHARERS_MAX), NO_POOL_PAGE, "one from the middle");
  checkEqual(frameReferences(table, frame), NODES_IN_PAGE + 2, "counted");
  checkEqual(
    releaseFrame(table, pool, frame, NODES_IN_PAGE + 2, SHARERS_MAX),
    5,
    "the second page is done with",
  );
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
