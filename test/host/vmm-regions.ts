/** lib/vmm/regions: against a page map of the same, over a long random run; and what repair makes of broken notes. */
import { ALLOCATION_END, ALLOCATION_START, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import {
  type ManagerNotes,
  NOTES_REGIONS_MAX,
  NotesEdit,
  REGION_REVOKED,
} from "../../lib/proto/manager-notes.ts";
import {
  beginNotes,
  countRegion,
  discountRegion,
  findFreeRange,
  findRegion,
  insertRegion,
  PAGE_NONE,
  REGION_NONE,
  removeRegion,
  repairRegions,
} from "../../lib/vmm/regions.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { randomEdge, startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const FIRST: u32 = ALLOCATION_START >>> PAGE_SHIFT;
const PAGES: u32 = (ALLOCATION_END - ALLOCATION_START) >>> PAGE_SHIFT;
const MODEL_PAGES = 4096;
const ROUNDS: u32 = 30_000;

const notes: ManagerNotes = zeroed();
const broken: ManagerNotes = zeroed();
/** Which region, by its first page, holds a page; 0 for none. */
const model: FixedArray<u32, typeof MODEL_PAGES> = zeroed();

function addRegion(firstPage: u32, pages: u32): void {
  countRegion(notes, insertRegion(notes, firstPage, pages, 0));
}

function dropRegion(index: u32): void {
  discountRegion(notes, notes.regions[index]);
  removeRegion(notes, index);
}

function testEdges(): void {
  checkEqual(findFreeRange(notes, 0), PAGE_NONE, "no pages, no range");
  checkEqual(findFreeRange(notes, PAGES + 1), PAGE_NONE, "more than there is");
  checkEqual(findFreeRange(notes, 0xffff_ffff), PAGE_NONE, "far more than there is");
  checkEqual(findFreeRange(notes, PAGES), FIRST, "everything");
  addRegion(FIRST, PAGES);
  checkEqual(findFreeRange(notes, 1), PAGE_NONE, "all is taken");
  checkEqual(findRegion(notes, FIRST + PAGES - 1), 0, "the last page is in it");
  checkEqual(findRegion(notes, FIRST + PAGES), REGION_NONE, "the page after it is not");
  checkEqual(findRegion(notes, FIRST - 1), REGION_NONE, "the page before it is not");
  dropRegion(0);
  checkEqual(notes.pages, 0, "given back");
}

function testRegionLimit(): void {
  for (let i: u32 = 0; i < NOTES_REGIONS_MAX; i++) {
    const page: u32 = findFreeRange(notes, 1);
    check(page !== PAGE_NONE, "a place for a region");
    addRegion(page, 1);
  }
  checkEqual(findFreeRange(notes, 1), PAGE_NONE, "no place for another region");
  while (notes.regionCount > 0) {
    dropRegion(notes.regionCount / 2);
  }
  checkEqual(notes.pages, 0, "all given back");
}

/** The first free range of the model, as a page number; 0 for none within the model. */
function modelFreeRange(pages: u32): u32 {
  let run: u32 = 0;
  for (let i: u32 = 0; i < MODEL_PAGES; i++) {
    run = model[i] === 0 ? run + 1 : 0;
    if (run === pages) {
      return FIRST + i + 1 - pages;
    }
  }
  return 0;
}

function setModel(page: u32, pages: u32, value: u32): void {
  for (let i: u32 = 0; i < pages; i++) {
    model[page - FIRST + i] = value;
  }
}

function allocateStep(pages: u32): void {
  const expected: u32 = modelFreeRange(pages);
  const page: u32 = findFreeRange(notes, pages);
  if (notes.regionCount >= NOTES_REGIONS_MAX) {
    checkEqual(page, PAGE_NONE, "no place for another region");
  } else if (expected !== 0) {
    checkEqual(page, expected, "first fit");
    addRegion(page, pages);
    setModel(page, pages, page);
  }
}

function releaseStep(page: u32): void {
  const region: u32 = findRegion(notes, page);
  const owner: u32 = model[page - FIRST];
  checkEqual(region === REGION_NONE ? 0 : notes.regions[region].firstPage, owner, "the region of a page");
  if (region !== REGION_NONE) {
    setModel(notes.regions[region].firstPage, notes.regions[region].pages, 0);
    dropRegion(region);
  }
}

function testRandom(): void {
  const random: Random = zeroed();
  startRandom(random, 90210);
  let total: u32 = 0;
  for (let i: u32 = 0; i < ROUNDS && !hasFailed(); i++) {
    if (randomBelow(random, 2) === 0) {
      allocateStep(1 + randomBelow(random, 40));
    } else {
      releaseStep(FIRST + randomBelow(random, MODEL_PAGES));
    }
    total = total > notes.pages ? total : notes.pages;
  }
  check(total > 100, "the run held memory");
  let held: u32 = 0;
  for (let i: u32 = 0; i < MODEL_PAGES; i++) {
    held += model[i] === 0 ? 0 : 1;
  }
  checkEqual(notes.pages, held, "the sum of pages");
}

/** As the notes are when their manager ends between two words of an entry that moves. */
function testHalfMoved(): void {
  for (let edit: u32 = NotesEdit.INSERT; edit <= NotesEdit.REMOVE; edit++) {
    beginNotes(broken, 16, 16);
    for (let i: u32 = 0; i < 4; i++) {
      countRegion(broken, insertRegion(broken, FIRST + i * 10, 2 + i, 0));
    }
    // Entry 2 has got its neighbour's first word alone: from below on INSERT, from above on REMOVE.
    const neighbour: u32 = edit === NotesEdit.INSERT ? 1 : 3;
    broken.regions[2].firstPage = broken.regions[neighbour].firstPage;
    broken.edit = edit as NotesEdit;
    repairRegions(broken);
    checkEqual(broken.regionCount, 3, "the half-moved entry goes");
    checkEqual(broken.regions[1].pages, 3, "the one before it stays");
    checkEqual(broken.regions[2].pages, 5, "the one after it stays");
    checkEqual(broken.pages, 10, "the sum is counted anew");
  }
}

function isWhole(): bool {
  let end: u32 = FIRST;
  let pages: u32 = 0;
  for (let i: u32 = 0; i < broken.regionCount; i++) {
    if (broken.regions[i].firstPage < end || broken.regions[i].pages === 0) {
      return false;
    }
    end = broken.regions[i].firstPage + broken.regions[i].pages;
    pages += (broken.regions[i].flags & REGION_REVOKED) === 0 ? broken.regions[i].pages : 0;
  }
  return end <= FIRST + PAGES && pages === broken.pages;
}

function testHostile(): void {
  const random: Random = zeroed();
  startRandom(random, 5150);
  for (let round: u32 = 0; round < 3000 && !hasFailed(); round++) {
    broken.regionCount = randomEdge(random);
    broken.edit = randomBelow(random, 4) as NotesEdit;
    for (let i: u32 = 0; i < NOTES_REGIONS_MAX; i++) {
      broken.regions[i].firstPage = randomBelow(random, 2) === 0 ? randomEdge(random) : FIRST + i * 3;
      broken.regions[i].pages = randomBelow(random, 3) === 0 ? randomEdge(random) : 2;
      broken.regions[i].flags = randomEdge(random);
    }
    repairRegions(broken);
    check(isWhole(), "repaired notes are whole");
  }
}

export function main(): i32 {
  beginNotes(notes, 16, 16);
  testEdges();
  testRegionLimit();
  testRandom();
  testHalfMoved();
  testHostile();
  return finish("vmm-regions");
}
