/**
 * What clients have written, told apart from where it lies: each page of a client leads to a cell; shared pages lead to
 * one cell, and a page that is copy-on-write gets one of its own when it is written.
 */
import { CLIENTS, PAGE_WORDS, PAGES } from "./vmm-machine.ts";

const CELLS = 2048;
const PLACES = 1024;
const SAMPLES: u32 = 5;
const HASH_FACTOR: u32 = 0x9e37_79b9;

class Place {
  /** Cell number + 1; 0 for none. */
  cell: u32 = 0;
  copies: bool = false;
}

class Cells {
  places: FixedArray<Place, typeof PLACES> = zeroed();
  /** What was written last; 0: never. */
  values: FixedArray<u32, typeof CELLS> = zeroed();
  uses: FixedArray<u32, typeof CELLS> = zeroed();
}

const cells: Cells = zeroed();

function placeOf(client: u32, index: u32): Place {
  return cells.places[client * PAGES + index];
}

export function startCells(): void {
  if (CLIENTS * PAGES !== PLACES) {
    panic("the places are those of all pages");
  }
}

export function holdsCell(client: u32, index: u32): bool {
  return placeOf(client, index).cell !== 0;
}

function newCell(value: u32): u32 {
  let cell: u32 = 0;
  while (cells.uses[cell] !== 0) {
    cell += 1;
  }
  cells.uses[cell] = 1;
  cells.values[cell] = value;
  return cell + 1;
}

/** A page of the client's own that nobody has written. */
export function takeNewCell(client: u32, index: u32): void {
  const place: Place = placeOf(client, index);
  place.cell = newCell(0);
  place.copies = false;
}

/** The page ceases to be copy-on-write. */
function ownCell(place: Place): void {
  if (place.copies && cells.uses[place.cell - 1] > 1) {
    const value: u32 = cells.values[place.cell - 1];
    cells.uses[place.cell - 1] -= 1;
    place.cell = newCell(value);
  }
  place.copies = false;
}

/** The client's page becomes a view of the owner's. */
export function shareCell(client: u32, index: u32, owner: u32, from: u32, copies: bool): void {
  const source: Place = placeOf(owner, from);
  if (!copies) {
    ownCell(source);
  }
  const place: Place = placeOf(client, index);
  place.cell = source.cell;
  place.copies = copies;
  source.copies = copies;
  cells.uses[source.cell - 1] += 1;
}

export function forgetCells(client: u32, first: u32, pages: u32): void {
  for (let i: u32 = first; i < first + pages; i++) {
    const place: Place = placeOf(client, i);
    if (place.cell !== 0) {
      cells.uses[place.cell - 1] -= 1;
      place.cell = 0;
      place.copies = false;
    }
  }
}

/** An odd value fills the page with noise, an even one stands alone among zeros. */
function wordOf(value: u32, index: u32, at: u32): u32 {
  if ((value & 1) !== 0) {
    return (value + at) * HASH_FACTOR;
  }
  return at === index ? value : 0;
}

/** The client writes the page. */
export function writeCell(client: u32, index: u32, words: Span<u32>, random: u32): void {
  const place: Place = placeOf(client, index);
  // One page in eight does not shrink.
  const value: u32 = (random & 7) === 0 ? random | 1 : random & ~1;
  ownCell(place);
  cells.values[place.cell - 1] = value;
  for (let at: u32 = 0; at < PAGE_WORDS; at++) {
    words[at] = wordOf(value, index, at);
  }
}

/** Whether the page holds what was written last: looks at its word and some others. */
export function readCell(client: u32, index: u32, words: Span<u32>): bool {
  const value: u32 = cells.values[placeOf(client, index).cell - 1];
  let same: bool = true;
  for (let i: u32 = 0; i < SAMPLES; i++) {
    const at: u32 = (index + i * 211) % PAGE_WORDS;
    // Shared pages lie elsewhere for their owner: there the lone word stands at another index.
    same = same && (words[at] === wordOf(value, index, at) || (value & 1) === 0);
  }
  return same && sumOf(words) === sumOfValue(value);
}

function sumOf(words: Span<u32>): u32 {
  let sum: u32 = 0;
  for (const word of words) {
    sum += word;
  }
  return sum;
}

function sumOfValue(value: u32): u32 {
  if ((value & 1) === 0) {
    return value;
  }
  let sum: u32 = 0;
  for (let at: u32 = 0; at < PAGE_WORDS; at++) {
    sum += (value + at) * HASH_FACTOR;
  }
  return sum;
}
