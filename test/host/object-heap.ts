/** ObjectHeap: classes, accounting, wrong gives, and a long random run against a plain list. */
import {
  addObjectPage,
  giveObject,
  NO_CLASS,
  NO_OBJECT,
  OBJECT_BYTES_MAX,
  OBJECT_CLASSES,
  ObjectGive,
  type ObjectHeap,
  objectBytesAt,
  objectClass,
  objectClassBytes,
  takeObject,
} from "../../lib/core/object-heap.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const PAGES = 64;
const WORDS = 65536;
const OBJECTS = 512;
const OWNERS = 4;
const ROUNDS: u32 = 400_000;
const SEED: u32 = 0x0b1e_c701;

const storage: FixedArray<u32, typeof WORDS> = zeroed({ align: 4096 });
const heap: ObjectHeap = zeroed();
const pageIsFree: FixedArray<bool, typeof PAGES> = zeroed();
const random: Random = zeroed();
/** What the run holds: distance + 1, class, owner, stamp. */
const distances: FixedArray<u32, typeof OBJECTS> = zeroed();
const classes: FixedArray<u32, typeof OBJECTS> = zeroed();
const owners: FixedArray<u32, typeof OBJECTS> = zeroed();
const stamps: FixedArray<u32, typeof OBJECTS> = zeroed();

function freePage(): u32 {
  for (let i: u32 = 0; i < PAGES; i++) {
    if (pageIsFree[i]) {
      return i;
    }
  }
  return NO_OBJECT;
}

/** Takes an object, with a page more where that is needed and there is one. */
function take(index: u32, owner: u32): u32 {
  const distance = takeObject(heap, index, owner);
  const page = freePage();
  if (distance !== NO_OBJECT || page === NO_OBJECT) {
    return distance;
  }
  pageIsFree[page] = false;
  addObjectPage(heap, page, index, owner);
  return takeObject(heap, index, owner);
}

function give(distance: u32, owner: u32): ObjectGive {
  const answer = giveObject(heap, distance, owner);
  if (answer === ObjectGive.PAGE_EMPTY) {
    check(!pageIsFree[distance >>> 12], "the page was in use");
    pageIsFree[distance >>> 12] = true;
  }
  return answer;
}

function testClasses(): void {
  checkEqual(objectClass(0), NO_CLASS, "no bytes have no class");
  checkEqual(objectClass(OBJECT_BYTES_MAX + 1), NO_CLASS, "too many bytes have no class");
  for (let bytes: u32 = 1; bytes <= OBJECT_BYTES_MAX; bytes++) {
    const index = objectClass(bytes);
    check(index < OBJECT_CLASSES && objectClassBytes(index) >= bytes, "a class holds the bytes");
    check(index === 0 || objectClassBytes(index - 1) < bytes, "no smaller one does");
  }
}

/** Fills one page of each class to the last object and empties it again. */
function testFullPages(): void {
  for (let index: u32 = 0; index < OBJECT_CLASSES; index++) {
    checkEqual(takeObject(heap, index, 1), NO_OBJECT, "an empty heap gives nothing");
    addObjectPage(heap, 3, index, 1);
    let count: u32 = 0;
    let distance = takeObject(heap, index, 1);
    while (distance !== NO_OBJECT) {
      check(distance >>> 12 === 3 && (distance & 15) === 0, "in the page, aligned");
      check((distance & 0xfff) + objectClassBytes(index) <= 4096, "ends in the page");
      checkEqual(objectBytesAt(heap, distance), objectClassBytes(index), "knows its size");
      distances[count] = distance;
      count++;
      distance = takeObject(heap, index, 1);
    }
    checkEqual(count, 4032 / objectClassBytes(index), "as many as the page has room for");
    checkEqual(takeObject(heap, index, 2), NO_OBJECT, "not another owner's");
    checkEqual(heap.bytes[1], count * objectClassBytes(index), "counted");
    for (let i: u32 = 0; i < count; i++) {
      const wanted = i + 1 === count ? ObjectGive.PAGE_EMPTY : ObjectGive.OK;
      checkEqual(giveObject(heap, distances[i], 1), wanted, "given back");
      distances[i] = 0;
    }
    checkEqual(heap.bytes[1], 0, "nothing is left");
    checkEqual(heap.pages, 0, "no page is left");
  }
}

function testWrongGives(): void {
  addObjectPage(heap, 0, 2, 1);
  const distance = takeObject(heap, 2, 1);
  const second = takeObject(heap, 2, 1);
  checkEqual(giveObject(heap, distance, 2), ObjectGive.WRONG_OWNER, "another owner's");
  checkEqual(giveObject(heap, distance + 16, 1), ObjectGive.NOT_AN_OBJECT, "inside an object");
  checkEqual(giveObject(heap, 0, 1), ObjectGive.NOT_AN_OBJECT, "the page's header");
  checkEqual(giveObject(heap, 4096 + 64, 1), ObjectGive.NOT_AN_OBJECT, "a page that is not the heap's");
  checkEqual(giveObject(heap, 0xffff_ffc0, 1), ObjectGive.NOT_AN_OBJECT, "beyond the window");
  checkEqual(giveObject(heap, distance + 64 * 5, 1), ObjectGive.NOT_IN_USE, "never taken");
  checkEqual(giveObject(heap, distance, 1), ObjectGive.OK, "the right one");
  checkEqual(giveObject(heap, distance, 1), ObjectGive.NOT_IN_USE, "twice");
  checkEqual(heap.bytes[1], objectClassBytes(2), "wrong gives change nothing");
  checkEqual(giveObject(heap, second, 1), ObjectGive.PAGE_EMPTY, "the last one");
  checkEqual(giveObject(heap, second, 1), ObjectGive.NOT_AN_OBJECT, "the page is not the heap's any more");
}

/** Writes a stamp over the whole object. */
function stamp(place: u32): void {
  const first = distances[place] / 4;
  for (let i: u32 = 0; i < objectClassBytes(classes[place]) / 4; i++) {
    storage[first + i] = stamps[place];
  }
}

function stampHolds(place: u32): bool {
  const first = distances[place] / 4;
  for (let i: u32 = 0; i < objectClassBytes(classes[place]) / 4; i++) {
    if (storage[first + i] !== stamps[place]) {
      return false;
    }
  }
  return true;
}

function takeRandom(place: u32, round: u32): void {
  const index = randomBelow(random, OBJECT_CLASSES);
  const owner = randomBelow(random, OWNERS);
  const distance = take(index, owner);
  if (distance === NO_OBJECT) {
    return;
  }
  distances[place] = distance;
  classes[place] = index;
  owners[place] = owner;
  stamps[place] = round | 0x8000_0000;
  stamp(place);
}

function checkOwners(): void {
  for (let owner: u32 = 0; owner < OWNERS; owner++) {
    let bytes: u32 = 0;
    for (let i: u32 = 0; i < OBJECTS; i++) {
      if (distances[i] !== 0 && owners[i] === owner) {
        bytes += objectClassBytes(classes[i]);
      }
    }
    checkEqual(heap.bytes[owner], bytes, "an owner's bytes");
  }
}

function testRandom(): void {
  for (let i: u32 = 0; i < PAGES; i++) {
    pageIsFree[i] = true;
  }
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const place = randomBelow(random, OBJECTS);
    if (distances[place] === 0) {
      takeRandom(place, round);
    } else {
      check(stampHolds(place), "nobody else wrote to the object");
      const answer = give(distances[place], owners[place]);
      check(answer === ObjectGive.OK || answer === ObjectGive.PAGE_EMPTY, "given back");
      distances[place] = 0;
    }
    if (round % 1024 === 0) {
      checkOwners();
    }
  }
  for (let i: u32 = 0; i < OBJECTS; i++) {
    if (distances[i] !== 0) {
      give(distances[i], owners[i]);
      distances[i] = 0;
    }
  }
  checkOwners();
  checkEqual(heap.pages, 0, "all pages are free again");
}

export function main(): i32 {
  startRandom(random, SEED);
  heap.words = spanOf(storage);
  testClasses();
  testFullPages();
  testWrongGives();
  testRandom();
  return finish("object-heap");
}
