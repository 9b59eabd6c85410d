/** PageBitmap: edges of words, runs, and random use against a plain list. */
import {
  givePages,
  initialisePageBitmap,
  NO_PAGE,
  type PageBitmap,
  takePages,
} from "../../kernel/memory/page-bitmap.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 60_000;
const SEED: u32 = 0x0b17_3a91;
const WORDS = 32;
const PAGES = 1024;

const storage: FixedArray<u32, typeof WORDS> = zeroed();
const bitmap: PageBitmap = zeroed();
const model: FixedArray<bool, typeof PAGES> = zeroed();
const random: Random = zeroed();

function start(pages: u32): void {
  for (let i: u32 = 0; i < WORDS; i++) {
    storage[i] = 0xdead_beef;
  }
  initialisePageBitmap(bitmap, spanOf(storage), pages);
  for (let i: u32 = 0; i < PAGES; i++) {
    model[i] = i < pages;
  }
}

function everyPageOnce(pages: u32): void {
  start(pages);
  checkEqual(bitmap.freePages, pages, "all free");
  for (let i: u32 = 0; i < pages; i++) {
    checkEqual(takePages(bitmap, 1), i, "the lowest first");
  }
  checkEqual(takePages(bitmap, 1), NO_PAGE, "none left");
  checkEqual(bitmap.freePages, 0, "none free");
  for (let i = pages; i > 0; i--) {
    givePages(bitmap, i - 1, 1);
  }
  checkEqual(bitmap.freePages, pages, "all free again");
  checkEqual(pages === 0 ? NO_PAGE : 0, takePages(bitmap, pages), "all at once");
  givePages(bitmap, 0, pages);
}

function runs(): void {
  start(100);
  checkEqual(takePages(bitmap, 0), NO_PAGE, "no pages");
  checkEqual(takePages(bitmap, 101), NO_PAGE, "more than there are");
  checkEqual(takePages(bitmap, 0xffff_ffff), NO_PAGE, "absurdly many");
  checkEqual(takePages(bitmap, 31), 0, "31");
  checkEqual(takePages(bitmap, 2), 31, "across a word");
  checkEqual(takePages(bitmap, 67), 33, "the rest");
  givePages(bitmap, 10, 5);
  givePages(bitmap, 60, 40);
  checkEqual(takePages(bitmap, 6), 60, "the first run is too short");
  checkEqual(takePages(bitmap, 5), 10, "it fits");
  checkEqual(takePages(bitmap, 35), NO_PAGE, "one too many");
  checkEqual(takePages(bitmap, 34), 66, "up to the last page");
  checkEqual(bitmap.freePages, 0, "none free");
  givePages(bitmap, 50, 0);
  checkEqual(bitmap.freePages, 0, "giving back nothing");
}

/** The lowest run of free pages in the model, or NO_PAGE. */
function modelRun(count: u32): u32 {
  let run: u32 = 0;
  for (let i: u32 = 0; i < PAGES; i++) {
    run = model[i] ? run + 1 : 0;
    if (run === count) {
      return i + 1 - count;
    }
  }
  return NO_PAGE;
}

function mark(first: u32, count: u32, free: bool): void {
  for (let i = first; i < first + count; i++) {
    model[i] = free;
  }
}

function giveSome(): void {
  let first = randomBelow(random, bitmap.pages);
  const wanted = 1 + randomBelow(random, 80);
  while (first < bitmap.pages && model[first]) {
    first++;
  }
  let count: u32 = 0;
  while (count < wanted && first + count < bitmap.pages && !model[first + count]) {
    count++;
  }
  givePages(bitmap, first, count);
  mark(first, count, true);
}

function randomUse(pages: u32): void {
  start(pages);
  for (let round: u32 = 0; round < ROUNDS / 4 && !hasFailed(); round++) {
    const action = randomBelow(random, 8);
    if (action < 3) {
      giveSome();
    } else {
      const count = action < 6 ? 1 : 1 + randomBelow(random, 100);
      const expected = modelRun(count);
      checkEqual(takePages(bitmap, count), expected, "first fit");
      if (expected !== NO_PAGE) {
        mark(expected, count, false);
      }
    }
    let free: u32 = 0;
    for (let i: u32 = 0; i < PAGES; i++) {
      free += model[i] ? 1 : 0;
    }
    checkEqual(bitmap.freePages, free, "count of free pages");
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  everyPageOnce(0);
  everyPageOnce(1);
  everyPageOnce(31);
  everyPageOnce(32);
  everyPageOnce(33);
  everyPageOnce(1023);
  everyPageOnce(1024);
  runs();
  randomUse(1024);
  randomUse(1000);
  randomUse(33);
  randomUse(7);
  check(WORDS * 32 === PAGES, "sizes of the test");
  return finish("bitmap");
}
