/** Random steps on the frame table, each done to the model too (frame-model.ts). */
import {
  frameToZero,
  setZeroed,
  takeFrame,
  takeFrameAt,
  wholeBlockStart,
} from "../../../kernel/memory/frame-blocks.ts";
import {
  releaseFrame,
  replaceMapping,
  retainFrame,
  retainFurther,
  retainOnce,
  SHARERS_MAX,
} from "../../../kernel/memory/frame-mappings.ts";
import { frameIsOut, putBack, takeOut, takeRun } from "../../../kernel/memory/frame-runs.ts";
import { FRAME_ZEROED, NO_FRAME } from "../../../kernel/memory/frame-table.ts";
import { addPoolPage, NO_POOL_PAGE, poolPagesFor } from "../../../kernel/memory/sharer-pool.ts";
import { check, checkEqual } from "./check.ts";
import {
  counts,
  FIRST,
  isManaged,
  LIMIT,
  MAPPINGS_MAX,
  model,
  modelHasRun,
  POOL_PAGES,
  pool,
  poolPages,
  RECORDS,
  random,
  table,
} from "./frame-model.ts";
import { nextRandom, randomBelow } from "./xorshift.ts";

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
  counts.free -= count;
}

function stepTake(): void {
  const mapping = nextRandom(random);
  const frame = takeFrame(table, mapping);
  check((frame === NO_FRAME) === (counts.free === 0), "a frame as long as there is one");
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
    counts.free--;
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
  counts.sharers += one.count > 2 ? 1 : 0;
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

export function stepRelease(index: u32): void {
  const one = model[index];
  if (one.count === 0) {
    return;
  }
  const which = randomBelow(random, one.count);
  const page = releaseFrame(table, pool, FIRST + index, one.mappings[which], SHARERS_MAX);
  if (page !== NO_POOL_PAGE) {
    check(page !== 3 && poolPages[page], "a page that the pool had, and not its home");
    poolPages[page] = false;
  }
  one.count--;
  one.mappings[which] = one.mappings[one.count];
  counts.free += one.count === 0 ? 1 : 0;
  counts.sharers -= one.count >= 2 ? 1 : 0;
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
  counts.free--;
}

export function stepOut(index: u32): void {
  const one = model[index];
  checkEqual(u32(frameIsOut(table, FIRST + index)), u32(one.out), "out");
  if (one.out) {
    putBack(table, FIRST + index);
    one.out = false;
    counts.free++;
  } else if (isManaged(index) && one.count === 0) {
    takeOut(table, FIRST + index);
    one.zeroed = false;
    one.out = true;
    counts.free--;
  }
}

export function step(): void {
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
