/**
 * The DMA AREA's addresses: edges, owners, shared windows, and a million windows of mixed sizes made
 * and destroyed, after which the whole area is one free range again.
 */
import {
  addDmaUse,
  addDmaWindow,
  DMA_WINDOWS_MAX,
  type DmaArea,
  DmaFound,
  dropDmaUse,
  dropDmaUsesOf,
  initialiseDmaArea,
  NO_WINDOW,
  removeDmaWindow,
  unusedDmaWindow,
} from "../../kernel/memory/dma-area.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const MILLION: u32 = 1_000_000;
const SEED: u32 = 0x0d3a_0001;
const PLACES = 64;
const LAST_PAGE: u32 = 0xffffe;
const FIRST_PAGE: u32 = 0xc0000;
const ALL_PAGES: u32 = 0x3ffff;

const area: DmaArea = zeroed();
const random: Random = zeroed();
/** Page in the area + owner of what the run holds; 0 pages where it holds nothing. */
const pages: FixedArray<u32, typeof PLACES> = zeroed();
const starts: FixedArray<u32, typeof PLACES> = zeroed();

function add(physicalPage: u64, count: u32, owner: u32): u32 {
  return addDmaWindow(area, physicalPage, count, 0, owner);
}

/** Drops a use as destroyDma does. */
function drop(page: u32, owner: u32): bool {
  const number = dropDmaUse(area, page, owner);
  if (number === NO_WINDOW) {
    return false;
  }
  if (area.windows[number].count === 0) {
    removeDmaWindow(area, number);
  }
  return true;
}

function testPlaces(): void {
  initialiseDmaArea(area);
  const first = add(0x1000n, 1, 1);
  checkEqual(area.windows[first].page, LAST_PAGE, "the first is the highest");
  const second = add(0x2000n, 3, 1);
  checkEqual(area.windows[second].page, LAST_PAGE - 3, "the next is right below");
  check(drop(LAST_PAGE, 1), "destroyed");
  const third = add(0x3000n, 2, 1);
  checkEqual(area.windows[third].page, LAST_PAGE - 5, "too large for the gap");
  const fourth = add(0x4000n, 1, 1);
  checkEqual(area.windows[fourth].page, LAST_PAGE, "the gap is used again");
  checkEqual(add(0n, 0, 1), NO_WINDOW, "no pages");
  checkEqual(add(0n, ALL_PAGES, 1), NO_WINDOW, "more than is left");
  check(!drop(LAST_PAGE - 3, 2), "another owner's");
  check(!drop(FIRST_PAGE, 1), "where nothing is");
  check(drop(LAST_PAGE - 1, 1), "by any page of it");
  check(drop(LAST_PAGE - 4, 1), "destroyed");
  check(drop(LAST_PAGE, 1), "destroyed");
  checkEqual(area.first, NO_WINDOW, "empty");
  checkEqual(area.pageCount, 0, "no pages");
  // The last page of the area is a page before 4 GiB, so the whole lies at pages ...fff upward.
  const all = add(0xc0000n, ALL_PAGES, 1);
  checkEqual(area.windows[all].page, FIRST_PAGE, "the whole area");
  checkEqual(add(0n, 1, 1), NO_WINDOW, "none left");
  check(drop(FIRST_PAGE, 1), "destroyed");
}

function testLarge(): void {
  const large = add(0x10_0000_1234n, 1024, 1);
  checkEqual(area.windows[large].page & 511, 0x34, "lies as its range does");
  check(area.windows[large].page + 1024 <= LAST_PAGE + 1, "in the area");
  check(drop(area.windows[large].page, 1), "destroyed");
}

function testUses(): void {
  const number = add(0x5000n, 16, 1);
  checkEqual(addDmaUse(area, 0x5000n, 16, 0, 2), DmaFound.WINDOW, "the same range");
  checkEqual(addDmaUse(area, 0x5004n, 4, 0, 2), DmaFound.WINDOW, "a part of it");
  checkEqual(addDmaUse(area, 0x5000n, 16, 1, 2), DmaFound.CONFLICT, "another cache attribute");
  checkEqual(addDmaUse(area, 0x500fn, 2, 1, 2), DmaFound.CONFLICT, "the same, overlapping");
  checkEqual(addDmaUse(area, 0x500fn, 2, 0, 2), DmaFound.NOTHING, "overlapping, not held");
  checkEqual(addDmaUse(area, 0x5010n, 1, 1, 2), DmaFound.NOTHING, "beside it");
  checkEqual(area.found, number, "found");
  checkEqual(area.windows[number].count, 3, "three uses");
  checkEqual(dropDmaUsesOf(area, 3), 0, "nobody's");
  checkEqual(area.windows[number].count, 3, "are none");
  check(drop(LAST_PAGE, 2) && drop(LAST_PAGE, 2), "the second owner's two");
  check(!drop(LAST_PAGE, 2), "a third one was not");
  checkEqual(area.windowCount, 1, "still there");
  check(drop(LAST_PAGE, 1), "the last");
  checkEqual(area.windowCount, 0, "gone");
}

function testFull(): void {
  for (let i: u32 = 0; i < DMA_WINDOWS_MAX; i++) {
    check(add(u64(i) * 4n, 1, 1) !== NO_WINDOW, "as many as there can be");
  }
  checkEqual(add(0x9999n, 1, 1), NO_WINDOW, "one too many");
  for (let uses: u32 = 0; uses < 1000; uses++) {
    checkEqual(addDmaUse(area, 0n, 1, 0, 1), DmaFound.WINDOW, "one of them many times");
  }
  checkEqual(addDmaUse(area, 4n, 1, 0, 2), DmaFound.WINDOW, "one of them by another owner, too");
  checkEqual(dropDmaUsesOf(area, 1), DMA_WINDOWS_MAX - 1, "at the owner's end nobody uses the others");
  let number = unusedDmaWindow(area);
  while (number !== NO_WINDOW) {
    removeDmaWindow(area, number);
    number = unusedDmaWindow(area);
  }
  checkEqual(area.windowCount, 1, "the other owner has his");
  checkEqual(dropDmaUsesOf(area, 2), 1, "until he ends");
  removeDmaWindow(area, unusedDmaWindow(area));
  checkEqual(area.windowCount, 0, "all gone");
}

/** The list is sorted, without overlaps, inside the area, and its sums are right. */
function checkArea(): void {
  let sum: u32 = 0;
  let windows: u32 = 0;
  let end: u32 = LAST_PAGE + 1;
  let number = area.first;
  while (number !== NO_WINDOW) {
    const window = area.windows[number];
    check(window.pages !== 0 && window.page >= FIRST_PAGE, "inside the area");
    check(window.page + window.pages <= end, "below the one before");
    end = window.page;
    sum += window.pages;
    windows++;
    number = window.next;
  }
  checkEqual(area.pageCount, sum, "pages");
  checkEqual(area.windowCount, windows, "windows");
}

function randomPages(): u32 {
  switch (randomBelow(random, 4)) {
    case 0:
      return 1;
    case 1:
      return 1 + randomBelow(random, 16);
    case 2:
      return 1 + randomBelow(random, 1024);
    default:
      return 1 + randomBelow(random, 20_000);
  }
}

function testMillion(): void {
  let made: u32 = 0;
  for (let round: u32 = 0; made < MILLION && !hasFailed(); round++) {
    const place = randomBelow(random, PLACES);
    if (pages[place] !== 0) {
      check(drop(starts[place] + randomBelow(random, pages[place]), place), "destroyed");
      pages[place] = 0;
    } else {
      const count = randomPages();
      const number = add(u64(randomBelow(random, 0x1000_0000)) * 3n, count, place);
      if (number !== NO_WINDOW) {
        pages[place] = count;
        starts[place] = area.windows[number].page;
        made++;
      }
    }
    if (round % 4096 === 0) {
      checkArea();
    }
  }
  for (let place: u32 = 0; place < PLACES; place++) {
    check(pages[place] === 0 || drop(starts[place], place), "the rest");
  }
  checkArea();
  checkEqual(area.windowCount, 0, "no window is left");
  check(add(0xc0000n, ALL_PAGES, 1) !== NO_WINDOW, "the area is one range again");
}

export function main(): i32 {
  startRandom(random, SEED);
  testPlaces();
  testLarge();
  testUses();
  testFull();
  testMillion();
  return finish("dma-area");
}
