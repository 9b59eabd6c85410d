/** lib/vmm/page-store: against a plain table over a long random run, reopened at any time, and with hostile words. */
import {
  openStore,
  type PageStore,
  storeDrop,
  storeDropRange,
  storeGet,
  storeHas,
  storeKey,
  storePut,
} from "../../lib/vmm/page-store.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { randomEdge, startRandom } from "./support/random.ts";
import { nextRandom, type Random, randomBelow } from "./support/xorshift.ts";

const WORDS = 8192;
const PAGES = 64;
const LENGTH_MAX = 1088;
const ROUNDS: u32 = 60_000;
const OWNER: u32 = 0x1_0030;

const region: FixedArray<u32, typeof WORDS> = zeroed();
const store: PageStore = zeroed();
const buffer: FixedArray<u32, typeof LENGTH_MAX> = zeroed();
/** What the store must hold: length and first value for each of the pages. */
const lengths: FixedArray<u32, typeof PAGES> = zeroed();
const values: FixedArray<u32, typeof PAGES> = zeroed();

function put(page: u32, length: u32, value: u32): bool {
  for (let i: u32 = 0; i < length; i++) {
    buffer[i] = value + i * 3;
  }
  return storePut(store, storeKey(2, page), OWNER, subSpan(spanOf(buffer), 0, length));
}

function holds(page: u32): bool {
  const length: u32 = storeGet(store, storeKey(2, page), OWNER, spanOf(buffer));
  let right: bool = length === lengths[page];
  for (let i: u32 = 0; i < length && right; i++) {
    right = buffer[i] === values[page] + i * 3;
  }
  return right && storeHas(store, storeKey(2, page)) === (length !== 0);
}

function checkAll(name: string): void {
  let pages: u32 = 0;
  for (let page: u32 = 0; page < PAGES; page++) {
    check(holds(page), name);
    pages += lengths[page] !== 0 ? 1 : 0;
  }
  checkEqual(store.pages, pages, "pages kept");
}

function testEdges(): void {
  openStore(store, subSpan(spanOf(region), 0, 100));
  check(!put(1, 1, 1), "a store without room keeps nothing");
  check(!storeHas(store, storeKey(2, 1)), "and has nothing");
  openStore(store, spanOf(region));
  const free: u32 = store.freeCells;
  checkEqual(free, store.cells, "all cells are free");
  check(!put(1, 0, 1), "nothing cannot be kept");
  check(put(1, 33, 5), "33 words");
  checkEqual(free - store.freeCells, 2, "take two cells");
  checkEqual(
    storeGet(store, storeKey(2, 1), OWNER + 1, spanOf(buffer)),
    0,
    "another owner's are not given out",
  );
  checkEqual(
    storeGet(store, storeKey(2, 1), OWNER, subSpan(spanOf(buffer), 0, 32)),
    0,
    "nor to a short window",
  );
  storeDrop(store, storeKey(2, 1));
  storeDrop(store, storeKey(2, 1));
  checkEqual(store.freeCells, free, "all cells come back");
}

function step(random: Random): void {
  const page: u32 = randomBelow(random, PAGES);
  const choice: u32 = randomBelow(random, 100);
  if (choice === 0) {
    openStore(store, spanOf(region));
    checkAll("reopened");
  } else if (choice === 1) {
    const pages: u32 = randomBelow(random, 2) === 0 ? 1 + randomBelow(random, 8) : 0x1_0000;
    storeDropRange(store, 2, page, pages);
    for (let i: u32 = page; i < PAGES && i - page < pages; i++) {
      lengths[i] = 0;
    }
  } else if (lengths[page] === 0) {
    const length: u32 = 1 + randomBelow(random, LENGTH_MAX);
    const value: u32 = nextRandom(random);
    if (put(page, length, value)) {
      lengths[page] = length;
      values[page] = value;
    } else {
      check((length + 31) >>> 5 > store.freeCells, "refused only when it is full");
    }
  } else {
    check(holds(page), "kept");
    storeDrop(store, storeKey(2, page));
    lengths[page] = 0;
  }
}

/** Opening must find its way whatever the words say, and nothing that comes out may be wrong. */
function testHostile(random: Random): void {
  for (let round: u32 = 0; round < 2000 && !hasFailed(); round++) {
    for (let i: u32 = 0; i < 8; i++) {
      region[3 + randomBelow(random, WORDS - 3)] = randomEdge(random);
    }
    openStore(store, spanOf(region));
    for (let page: u32 = 0; page < PAGES; page++) {
      const length: u32 = storeGet(store, storeKey(2, page), OWNER, spanOf(buffer));
      check(length === 0 || (length === lengths[page] && holds(page)), "a page is whole or it is gone");
      if (length === 0) {
        storeDrop(store, storeKey(2, page));
        lengths[page] = 0;
      }
    }
    const refill: u32 = randomBelow(random, PAGES);
    if (lengths[refill] === 0 && put(refill, 200, round)) {
      lengths[refill] = 200;
      values[refill] = round;
    }
  }
}

export function main(): i32 {
  const random: Random = zeroed();
  startRandom(random, 31337);
  testEdges();
  let most: u32 = 0;
  for (let i: u32 = 0; i < ROUNDS && !hasFailed(); i++) {
    step(random);
    most = most > store.pages ? most : store.pages;
  }
  check(most > 8, "the run kept pages");
  checkAll("at the end");
  testHostile(random);
  return finish("page-store");
}
