/**
 * Random calls on two spaces, the test's own and a child's; after each the answer, and marks and mappings at random,
 * are as the model says. What the own space maps is read and written too: there the processor itself walks
 * the tables, and finds what the model holds.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import type { Status } from "../../../lib/abi/status.ts";
import { addressSpaceAlloc, addressSpaceRelease, addressSpaceSet } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { buryChild, type Child, makeChildSpace } from "../support/child.ts";
import { attributesAt, counter, mappingsAt } from "../support/marks.ts";
import { beginTests, finishTests, ok, okEqual } from "../support/tap.ts";
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
} from "./model.ts";

const ROUNDS: u32 = 4000;
const LOOKS: u32 = 6;
const SEED: u32 = 20_261_120;
const SPACES = 2;
const OWN: u32 = 0;
const CHILD: u32 = 1;
const BIG_PAGES: u32 = 512;
const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;

const spaces: FixedArray<Child, typeof SPACES> = zeroed();
let random: u32 = SEED;
let answered: u32 = 0;
let accesses: u32 = 0;

function randomBelow(bound: u32): u32 {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return (random >>> 3) % bound;
}

class Range {
  space: u32 = 0;
  first: u32 = 0;
  pages: u32 = 0;
}

const range: Range = zeroed();

/** A few pages anywhere, often at a border of 2 MiB; or whole 2 MiB. */
function chooseRange(): void {
  range.space = randomBelow(SPACES);
  if (randomBelow(6) === 0) {
    range.first = randomBelow(3) * BIG_PAGES;
    range.pages = BIG_PAGES * (1 + randomBelow((MODEL_PAGES - range.first) / BIG_PAGES));
    return;
  }
  range.first =
    randomBelow(3) === 0 ? BIG_PAGES * (1 + randomBelow(2)) - randomBelow(8) : randomBelow(MODEL_PAGES);
  range.pages = 1 + randomBelow(randomBelow(4) === 0 ? 100 : 4);
  if (range.pages > MODEL_PAGES - range.first) {
    range.pages = MODEL_PAGES - range.first;
  }
}

function pageAddress(page: u32): u32 {
  return ALLOCATION_START + (page << PAGE_SHIFT);
}

function chooseRights(): u32 {
  switch (randomBelow(5)) {
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
  switch (randomBelow(4)) {
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
    okEqual(kernel, model, "a call answers as the model does");
  }
  answered++;
}

function stepSource(space: u32, target: u32): void {
  const other: u32 = randomBelow(SPACES);
  const from: u32 = randomBelow(MODEL_PAGES - range.pages + 1);
  const source: u32 = chooseSource();
  let rights: u32 = randomBelow(2) === 0 ? chooseRights() : ATTRIBUTE_READ;
  if (source === ATTRIBUTE_SOURCE_COPY_ON_WRITE) {
    rights &= ~ATTRIBUTE_WRITE;
  }
  const kernel: Status = addressSpaceSet(
    space,
    pageAddress(range.first),
    range.pages,
    rights | source,
    pageAddress(from),
    spaces[other].space,
  );
  expectStatus(kernel, modelSource(target, range.pages, rights | source, other * MODEL_PAGES + from));
}

function step(): void {
  chooseRange();
  const space: u32 = spaces[range.space].space;
  const page: u32 = range.space * MODEL_PAGES + range.first;
  const address: u32 = pageAddress(range.first);
  const wanted: u32 = chooseRights() | (randomBelow(3) === 0 ? ATTRIBUTE_BACKED : 0);
  switch (randomBelow(8)) {
    case 0:
    case 1:
      expectStatus(
        addressSpaceAlloc(space, address, range.pages, wanted),
        modelAlloc(page, range.pages, wanted),
      );
      return;
    case 2:
      expectStatus(addressSpaceRelease(space, address, range.pages), modelRelease(page, range.pages));
      return;
    case 3:
    case 4:
      expectStatus(
        addressSpaceSet(space, address, range.pages, wanted, 0, 0),
        modelSet(page, range.pages, wanted),
      );
      return;
    default:
      stepSource(space, page);
  }
}

/** Reads and writes a page of the own space as its mark allows. Answers 1 when it holds something else than the model says. */
function touch(page: u32): u32 {
  const attributes: u32 = modelAttributes(page);
  if ((attributes & ATTRIBUTE_BACKED) === 0 || (attributes & ATTRIBUTE_READ) === 0) {
    return 0;
  }
  const address: u32 = pageAddress(page);
  const wrong: u32 = loadWord(address) === modelContents(page) ? 0 : 1;
  accesses++;
  if ((attributes & ATTRIBUTE_WRITE) !== 0) {
    storeWord(address, accesses);
    modelWrite(page, accesses);
  }
  return wrong;
}

/** How many of the looked-at pages are not as the model says. */
function look(): u32 {
  let wrong: u32 = 0;
  for (let i: u32 = 0; i < LOOKS; i++) {
    const space: u32 = randomBelow(SPACES);
    const page: u32 = randomBelow(2) === 0 ? randomBelow(MODEL_PAGES) : range.first;
    const number: u32 = space * MODEL_PAGES + page;
    wrong += attributesAt(spaces[space].space, pageAddress(page)) === modelAttributes(number) ? 0 : 1;
    wrong += mappingsAt(spaces[space].space, pageAddress(page)) === modelMappings(number) ? 0 : 1;
    wrong += space === OWN ? touch(page) : 0;
  }
  return wrong;
}

function main(): u32 {
  beginTests();
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  spaces[OWN].space = selfSpace();
  makeChildSpace(spaces[CHILD]);
  let wrong: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && wrong === 0; round++) {
    step();
    wrong += look();
  }
  okEqual(wrong, 0, "marks and mappings are as the model says (seed 20261120)");
  okEqual(answered, ROUNDS, "every call was compared");
  ok(accesses > ROUNDS / 8, "pages were read by the processor");
  const used: u32 = modelFrames();
  ok(used > 100, "frames are in use at the end");
  okEqual(frames - counter(Counter.FREE_FRAMES), used, "as many as the model counts");
  for (let page: u32 = 0; page < MODEL_PAGES; page++) {
    if (modelAttributes(page) !== 0) {
      addressSpaceRelease(selfSpace(), pageAddress(page), 1);
    }
  }
  buryChild(spaces[CHILD]);
  okEqual(counter(Counter.FREE_FRAMES), frames, "all frames come back");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "all of the heap comes back");
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
