/**
 * A store of compressed pages in memory that outlives its server (ManifestRegion): found by key, kept in cells of
 * CELL_WORDS words that are linked, so that nothing fragments; everything but keeping is rebuilt when it is opened.
 *
 *     header | heads | key × cells | length × cells | sum × cells | next cell × cells | next in hash × cells | cells
 *
 * A page is there from the moment that its key is written, which is last, and gone from the moment that it is cleared,
 * which is first. Whoever opens it treats its words as hostile: a chain that leads outside, or meets another, is
 * dropped. Cells are numbered from 1; 0 is none. Pure.
 */
const STORE_MAGIC: u32 = 0x524f_5453; // "STOR"
const HEADER_WORDS: u32 = 16;
const CELL_WORDS: u32 = 32;
const CELL_SHIFT: u32 = 5;
/** Arrays of a word for each cell. */
const ARRAYS: u32 = 5;
const KEY: u32 = 0;
const LENGTH: u32 = 1;
const SUM: u32 = 2;
const NEXT: u32 = 3;
const HASH_NEXT: u32 = 4;
/** One head of a hash chain for so many words. */
const WORDS_OF_HEAD: u32 = 128;
/** The smallest store that is of any use. */
const WORDS_MIN: u32 = 1024;
const HASH_FACTOR: u32 = 0x9e37_79b9;
const HASH_SHIFT: u32 = 8;

/** Keys hold a task number + 1 above a page number. */
const OWNER_SHIFT: u32 = 20;
const PAGE_MASK: u32 = 0xf_ffff;

export class PageStore {
  words: Span<u32> = zeroed();
  heads: u32 = 0;
  cells: u32 = 0;
  /** First free cell. */
  free: u32 = 0;
  freeCells: u32 = 0;
  /** Pages kept. */
  pages: u32 = 0;
}

/** The key of a page of the task of this number. Never 0. */
export function storeKey(taskNumber: u32, page: u32): u32 {
  return ((taskNumber + 1) << OWNER_SHIFT) | (page & PAGE_MASK);
}

function at(store: PageStore, array: u32, cell: u32): u32 {
  return HEADER_WORDS + store.heads + array * store.cells + cell - 1;
}

function headOf(store: PageStore, key: u32): u32 {
  return HEADER_WORDS + (((key * HASH_FACTOR) >>> HASH_SHIFT) & (store.heads - 1));
}

function cellStart(store: PageStore, cell: u32): u32 {
  return HEADER_WORDS + store.heads + ARRAYS * store.cells + ((cell - 1) << CELL_SHIFT);
}

function cellsFor(words: u32): u32 {
  return (words + CELL_WORDS - 1) >>> CELL_SHIFT;
}

function giveCell(store: PageStore, cell: u32): void {
  store.words[at(store, NEXT, cell)] = store.free;
  store.free = cell;
  store.freeCells += 1;
}

function takeCell(store: PageStore): u32 {
  const cell: u32 = store.free;
  store.free = store.words[at(store, NEXT, cell)];
  store.freeCells -= 1;
  return cell;
}

function link(store: PageStore, key: u32, cell: u32): void {
  const head: u32 = headOf(store, key);
  store.words[at(store, HASH_NEXT, cell)] = store.words[head];
  store.words[head] = cell;
  store.pages += 1;
}

/** The first cell of a key, or 0. */
function find(store: PageStore, key: u32): u32 {
  if (store.cells === 0) {
    return 0;
  }
  let cell: u32 = store.words[headOf(store, key)];
  while (cell !== 0 && store.words[at(store, KEY, cell)] !== key) {
    cell = store.words[at(store, HASH_NEXT, cell)];
  }
  return cell;
}

function layOut(store: PageStore, words: Span<u32>): void {
  store.words = words;
  store.heads = 1;
  while (store.heads * 2 <= words.length / WORDS_OF_HEAD) {
    store.heads *= 2;
  }
  store.cells = (words.length - HEADER_WORDS - store.heads) / (CELL_WORDS + ARRAYS);
}

function isKnown(store: PageStore): bool {
  return store.words[0] === STORE_MAGIC && store.words[1] === store.cells && store.words[2] === store.heads;
}

function clear(store: PageStore): void {
  for (let cell: u32 = 1; cell <= store.cells; cell++) {
    store.words[at(store, KEY, cell)] = 0;
  }
  store.words[0] = STORE_MAGIC;
  store.words[1] = store.cells;
  store.words[2] = store.heads;
}

/** Marks the chain's cells as used (in the array HASH_NEXT, where 0 is unused). False, and nothing is marked, for one that is broken. */
function claimChain(store: PageStore, first: u32): bool {
  const length: u32 = store.words[at(store, LENGTH, first)];
  const count: u32 = cellsFor(length);
  let cell: u32 = first;
  let claimed: u32 = 0;
  while (
    claimed < count &&
    cell !== 0 &&
    cell <= store.cells &&
    store.words[at(store, HASH_NEXT, cell)] === 0
  ) {
    store.words[at(store, HASH_NEXT, cell)] = first;
    cell = store.words[at(store, NEXT, cell)];
    claimed += 1;
  }
  if (claimed === count && count !== 0) {
    return true;
  }
  cell = first;
  while (claimed > 0) {
    store.words[at(store, HASH_NEXT, cell)] = 0;
    cell = store.words[at(store, NEXT, cell)];
    claimed -= 1;
  }
  return false;
}

/** Finds all pages whose chains are whole, and gives all other cells to the free list. */
function rebuild(store: PageStore): void {
  for (let cell: u32 = 1; cell <= store.cells; cell++) {
    store.words[at(store, HASH_NEXT, cell)] = 0;
  }
  for (let cell: u32 = 1; cell <= store.cells; cell++) {
    if (store.words[at(store, KEY, cell)] !== 0 && !claimChain(store, cell)) {
      store.words[at(store, KEY, cell)] = 0;
    }
  }
  for (let cell: u32 = store.cells; cell !== 0; cell--) {
    if (store.words[at(store, HASH_NEXT, cell)] === 0) {
      store.words[at(store, KEY, cell)] = 0;
      giveCell(store, cell);
    } else if (store.words[at(store, HASH_NEXT, cell)] !== cell) {
      store.words[at(store, KEY, cell)] = 0;
    }
  }
  for (let i: u32 = 0; i < store.heads; i++) {
    store.words[HEADER_WORDS + i] = 0;
  }
  for (let cell: u32 = 1; cell <= store.cells; cell++) {
    const key: u32 = store.words[at(store, KEY, cell)];
    if (key !== 0) {
      link(store, key, cell);
    }
  }
}

/** Opens the store in these words: with what a server before this one has left, or empty. Too few words keep nothing. */
export function openStore(store: PageStore, words: Span<u32>): void {
  store.free = 0;
  store.freeCells = 0;
  store.pages = 0;
  store.cells = 0;
  if (words.length < WORDS_MIN) {
    return;
  }
  layOut(store, words);
  if (!isKnown(store)) {
    clear(store);
  }
  rebuild(store);
}

/** FNV-1a over words (Fowler, Noll, Vo), begun with the owner's identity: what another owner left is not taken for one's own. */
function sumOf(words: Span<u32>, owner: u32): u32 {
  let sum: u32 = 0x811c_9dc5 ^ owner;
  for (const word of words) {
    sum = (sum ^ word) * 0x0100_0193;
    sum ^= sum >>> 15;
  }
  return sum;
}

/** Keeps words under a key that has none yet. False, and nothing changed, when there is no place. */
export function storePut(store: PageStore, key: u32, owner: u32, words: Span<u32>): bool {
  const count: u32 = cellsFor(words.length);
  if (count === 0 || count > store.freeCells) {
    return false;
  }
  let next: u32 = 0;
  for (let i: u32 = count; i !== 0; i--) {
    const cell: u32 = takeCell(store);
    const from: u32 = (i - 1) << CELL_SHIFT;
    const start: u32 = cellStart(store, cell);
    for (let j: u32 = 0; j < CELL_WORDS && from + j < words.length; j++) {
      store.words[start + j] = words[from + j];
    }
    store.words[at(store, NEXT, cell)] = next;
    store.words[at(store, KEY, cell)] = 0;
    next = cell;
  }
  store.words[at(store, LENGTH, next)] = words.length;
  store.words[at(store, SUM, next)] = sumOf(words, owner);
  link(store, key, next);
  store.words[at(store, KEY, next)] = key;
  return true;
}

/** Whether there is a page under this key. */
export function storeHas(store: PageStore, key: u32): bool {
  return find(store, key) !== 0;
}

/**
 * Copies what is kept under a key.
 * @returns how many words; 0 where nothing is kept, or `to` is too short, or it is not what this owner has left
 */
export function storeGet(store: PageStore, key: u32, owner: u32, to: Span<u32>): u32 {
  let cell: u32 = find(store, key);
  if (cell === 0) {
    return 0;
  }
  const sum: u32 = store.words[at(store, SUM, cell)];
  const length: u32 = store.words[at(store, LENGTH, cell)];
  if (length > to.length) {
    return 0;
  }
  for (let from: u32 = 0; from < length; from += CELL_WORDS) {
    const start: u32 = cellStart(store, cell);
    for (let j: u32 = 0; j < CELL_WORDS && from + j < length; j++) {
      to[from + j] = store.words[start + j];
    }
    cell = store.words[at(store, NEXT, cell)];
  }
  return sumOf(subSpan(to, 0, length), owner) === sum ? length : 0;
}

/** Forgets what is kept under a key, if anything is. */
export function storeDrop(store: PageStore, key: u32): void {
  const first: u32 = find(store, key);
  if (first === 0) {
    return;
  }
  store.words[at(store, KEY, first)] = 0;
  const after: u32 = store.words[at(store, HASH_NEXT, first)];
  const head: u32 = headOf(store, key);
  if (store.words[head] === first) {
    store.words[head] = after;
  } else {
    let before: u32 = store.words[head];
    while (store.words[at(store, HASH_NEXT, before)] !== first) {
      before = store.words[at(store, HASH_NEXT, before)];
    }
    store.words[at(store, HASH_NEXT, before)] = after;
  }
  store.pages -= 1;
  let cell: u32 = first;
  let left: u32 = cellsFor(store.words[at(store, LENGTH, first)]);
  while (left !== 0) {
    const next: u32 = store.words[at(store, NEXT, cell)];
    giveCell(store, cell);
    cell = next;
    left -= 1;
  }
}

/** Forgets the pages of a range of one task. */
export function storeDropRange(store: PageStore, taskNumber: u32, firstPage: u32, pages: u32): void {
  if (pages <= store.cells) {
    for (let i: u32 = 0; i < pages && store.pages !== 0; i++) {
      storeDrop(store, storeKey(taskNumber, firstPage + i));
    }
    return;
  }
  for (let cell: u32 = 1; cell <= store.cells && store.pages !== 0; cell++) {
    const key: u32 = store.words[at(store, KEY, cell)];
    if (key >>> OWNER_SHIFT === taskNumber + 1 && (key & PAGE_MASK) - firstPage < pages) {
      storeDrop(store, key);
    }
  }
}

/** The key kept in a cell, or 0: for going over all pages, cells from 1 to `store.cells`. */
export function storeKeyAt(store: PageStore, cell: u32): u32 {
  return store.words[at(store, KEY, cell)];
}

/** The task number and the page of a key. */
export function keyTask(key: u32): u32 {
  return (key >>> OWNER_SHIFT) - 1;
}

export function keyPage(key: u32): u32 {
  return key & PAGE_MASK;
}
