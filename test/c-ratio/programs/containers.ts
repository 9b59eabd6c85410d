/**
 * Ring, hash table, bitmap and heap in one simulation: events leave the heap by time, each takes a
 * page from the bitmap, is found again by its number in the hash table, and waits in the ring until
 * the ring is full and gives the oldest back.
 */
const EVENTS_MAX = 1024;
const RING_SIZE = 1024;
const TABLE_SIZE = 4096;
const BITMAP_WORDS = 64;
const STEPS: u32 = 40_000;
const NO_PAGE: u32 = 0xffff_ffff;
const FREE_KEY: u32 = 0;

class Event {
  time: u32 = 0;
  id: u32 = 0;
}

class EventHeap {
  events: FixedArray<Event, typeof EVENTS_MAX> = zeroed();
  count: u32 = 0;
}

class Ring {
  ids: FixedArray<u32, typeof RING_SIZE> = zeroed();
  /** Counters that only grow; the difference is what the ring holds. */
  written: u32 = 0;
  read: u32 = 0;
}

class Slot {
  key: u32 = 0;
  value: u32 = 0;
}

class HashTable {
  slots: FixedArray<Slot, typeof TABLE_SIZE> = zeroed();
  used: u32 = 0;
}

class Bitmap {
  /** A set bit is a free page. */
  words: FixedArray<u32, typeof BITMAP_WORDS> = zeroed();
  hint: u32 = 0;
}

const heap: EventHeap = zeroed();
const ring: Ring = zeroed();
const table: HashTable = zeroed();
const bitmap: Bitmap = zeroed();
let seed: u32 = 3;

function random(): u32 {
  seed = seed * 1664525 + 1013904223;
  return seed >>> 8;
}

function pushEvent(time: u32, id: u32): void {
  let at = heap.count;
  heap.count += 1;
  while (at > 0) {
    const parent = (at - 1) >>> 1;
    if (heap.events[parent].time <= time) break;
    copy(heap.events[at], heap.events[parent]);
    at = parent;
  }
  heap.events[at].time = time;
  heap.events[at].id = id;
}

/** Takes the earliest event; there is one. */
function popEvent(event: Event): void {
  copy(event, heap.events[0]);
  heap.count -= 1;
  const count = heap.count;
  const last = heap.events[count];
  let at: u32 = 0;
  while (true) {
    let child: u32 = at * 2 + 1;
    if (child >= count) break;
    if (child + 1 < count && heap.events[child + 1].time < heap.events[child].time) child += 1;
    if (last.time <= heap.events[child].time) break;
    copy(heap.events[at], heap.events[child]);
    at = child;
  }
  copy(heap.events[at], last);
}

function ringIsFull(): bool {
  return ring.written - ring.read === RING_SIZE;
}

function pushRing(id: u32): void {
  ring.ids[ring.written & (RING_SIZE - 1)] = id;
  ring.written += 1;
}

function popRing(): u32 {
  const id = ring.ids[ring.read & (RING_SIZE - 1)];
  ring.read += 1;
  return id;
}

function homeOf(key: u32): u32 {
  const hash: u32 = key * 0x9e37_79b1;
  return (hash ^ (hash >>> 15)) & (TABLE_SIZE - 1);
}

function putKey(key: u32, value: u32): void {
  let at = homeOf(key);
  while (table.slots[at].key !== FREE_KEY && table.slots[at].key !== key) at = (at + 1) & (TABLE_SIZE - 1);
  if (table.slots[at].key === FREE_KEY) table.used += 1;
  table.slots[at].key = key;
  table.slots[at].value = value;
}

/** The value of a key, or NO_PAGE. */
function getKey(key: u32): u32 {
  let at = homeOf(key);
  while (table.slots[at].key !== FREE_KEY) {
    if (table.slots[at].key === key) return table.slots[at].value;
    at = (at + 1) & (TABLE_SIZE - 1);
  }
  return NO_PAGE;
}

/** Takes a key out and moves back the ones after it that would no longer be found. */
function removeKey(key: u32): void {
  let hole = homeOf(key);
  while (table.slots[hole].key !== key) {
    if (table.slots[hole].key === FREE_KEY) return;
    hole = (hole + 1) & (TABLE_SIZE - 1);
  }
  let at = (hole + 1) & (TABLE_SIZE - 1);
  while (table.slots[at].key !== FREE_KEY) {
    const home = homeOf(table.slots[at].key);
    if (((at - home) & (TABLE_SIZE - 1)) >= ((at - hole) & (TABLE_SIZE - 1))) {
      copy(table.slots[hole], table.slots[at]);
      hole = at;
    }
    at = (at + 1) & (TABLE_SIZE - 1);
  }
  table.slots[hole].key = FREE_KEY;
  table.used -= 1;
}

function lowestBit(word: u32): u32 {
  let rest = word;
  let number: u32 = 0;
  while ((rest & 0xff) === 0) {
    rest >>>= 8;
    number += 8;
  }
  while ((rest & 1) === 0) {
    rest >>>= 1;
    number += 1;
  }
  return number;
}

function takePage(): u32 {
  for (let word = bitmap.hint; word < BITMAP_WORDS; word++) {
    const bits = bitmap.words[word];
    if (bits !== 0) {
      bitmap.words[word] = bits & (bits - 1);
      bitmap.hint = word;
      return word * 32 + lowestBit(bits);
    }
  }
  return NO_PAGE;
}

function givePage(page: u32): void {
  const word = page >>> 5;
  bitmap.words[word] |= 1 << (page & 31);
  if (word < bitmap.hint) bitmap.hint = word;
}

function start(): void {
  for (let word: u32 = 0; word < BITMAP_WORDS; word++) bitmap.words[word] = 0xffff_ffff;
  for (let id: u32 = 1; id < EVENTS_MAX; id++) pushEvent(random() & 0xffff, id);
}

function retireOldest(): u32 {
  const id = popRing();
  const page = getKey(id);
  removeKey(id);
  if (page !== NO_PAGE) givePage(page);
  return page;
}

function work(): u32 {
  const event: Event = zeroed();
  let sum: u32 = 0;
  let nextId: u32 = EVENTS_MAX;
  start();
  for (let step: u32 = 0; step < STEPS; step++) {
    popEvent(event);
    if (ringIsFull()) sum = sum * 31 + retireOldest();
    const page = takePage();
    putKey(event.id, page);
    pushRing(event.id);
    sum = sum * 31 + event.time + page;
    pushEvent(event.time + (random() & 0xfff), nextId);
    nextId += 1;
  }
  return sum * 31 + table.used;
}

export function main(): i32 {
  print(work());
  print("\n");
  return 0;
}
