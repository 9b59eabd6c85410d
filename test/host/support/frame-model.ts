/** A frame table and a sharer pool over records that hold garbage, and beside them the plain model: for each frame a list of who maps it. */
import type { FrameBlock, FrameRecord, SharerNode } from "../../../kernel/arch/frame-record.ts";
import { NO_MAPPING } from "../../../kernel/memory/frame-mappings.ts";
import { frameIsFree } from "../../../kernel/memory/frame-runs.ts";
import {
  addFreeFrames,
  type FrameTable,
  frameReferences,
  initialiseFrameTable,
} from "../../../kernel/memory/frame-table.ts";
import {
  addPoolPage,
  initialiseSharerPool,
  NODES_IN_PAGE,
  type SharerPool,
} from "../../../kernel/memory/sharer-pool.ts";
import { check, checkEqual } from "./check.ts";
import { nextRandom, type Random } from "./xorshift.ts";

export const RECORDS = 2400;
export const BLOCKS = 6;
export const FIRST: u32 = 4000;
export const NODES = 4096;
export const POOL_PAGES = 8;
/** All that is managed: see start. */
export const FRAMES: u32 = 1900;
export const MAPPINGS_MAX = 12;
/** Frames of the model that a runs' test may look at. */
export const LIMIT: u32 = 0xffff_ffff;

export const records: FixedArray<FrameRecord, typeof RECORDS> = zeroed();
export const blocks: FixedArray<FrameBlock, typeof BLOCKS> = zeroed();
const nodes: FixedArray<SharerNode, typeof NODES> = zeroed();
export const table: FrameTable = zeroed();
export const pool: SharerPool = zeroed();
export const random: Random = zeroed();

export class ModelFrame {
  count: u32 = 0;
  mappings: FixedArray<u32, typeof MAPPINGS_MAX> = zeroed();
  out: bool = false;
  zeroed: bool = false;
}

export const model: FixedArray<ModelFrame, typeof RECORDS> = zeroed();
export const poolPages: FixedArray<bool, typeof POOL_PAGES> = zeroed();
/** Frames that are free, and nodes in use, by the model. */
class Counts {
  free: u32 = 0;
  sharers: u32 = 0;
}

export const counts: Counts = zeroed();

/** Records and blocks are what memory held before. */
export function spoil(): void {
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

export function isManaged(index: u32): bool {
  return (index >= 10 && index < 130) || (index >= 150 && index < 750) || (index >= 1200 && index < 2380);
}

/** Three ranges, not in order, with holes before, between (a whole block's) and after them. */
export function start(): void {
  spoil();
  initialiseFrameTable(table, spanOf(records), spanOf(blocks), FIRST);
  addFreeFrames(table, FIRST + 150, 600);
  addFreeFrames(table, FIRST + 10, 120);
  addFreeFrames(table, FIRST + 1200, 1180);
  addFreeFrames(table, FIRST + 5, 0);
  initialiseSharerPool(pool, spanOf(nodes));
  addPoolPage(pool, 3);
  poolPages[3] = true;
  counts.free = FRAMES;
  counts.sharers = 0;
}

/** The model's answer: the lowest run there is, or NO_FRAME. */
export function modelHasRun(count: u32, alignment: u32, limit: u32): bool {
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

function timesMapped(one: ModelFrame, mapping: u32): u32 {
  let times: u32 = 0;
  for (let i: u32 = 0; i < one.count; i++) {
    times += one.mappings[i] === mapping ? 1 : 0;
  }
  return times;
}

/** The frame's list holds what the model's does, each once. */
export function compare(index: u32): void {
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

export function sharersFit(): void {
  let pages: u32 = 0;
  for (let page: u32 = 0; page < POOL_PAGES; page++) {
    pages += poolPages[page] ? 1 : 0;
  }
  checkEqual(pool.freeNodes + counts.sharers, pages * NODES_IN_PAGE, "every node is free or in use");
}
