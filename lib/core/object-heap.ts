/**
 * Objects of eight sizes in pages of 4096 bytes: the kernel heap's allocator for what is smaller
 * than a page. Taking and giving an object take constant time, whatever the heap holds.
 *
 * A page holds objects of one size and of one owner, with a header of its own:
 *
 *     word 0       mark, which depends on the page's number
 *     word 1       size class in the low half, owner in the high half
 *     word 2, 3    next and previous page of the same list + 1, or 0
 *     word 4       objects in use
 *     word 5       objects that the page has room for
 *     words 8–15   a bit for each object: set while it is in use or does not exist
 *     from 16 on   the objects, aligned to 16 bytes
 *
 * Invariants: a page stands in the list of its class and owner exactly while it has room; `bytes`
 * of an owner is the sum of the sizes of its objects. A wrong or second `give` is recognised by
 * mark, position, bit and owner, and changes nothing. Nothing is kept in free objects.
 * Pure: it sees memory through one window, and takes pages from nobody: the caller adds them.
 */
import { lowestBit } from "./bits.ts";

/** Whose objects are counted apart. */
export const OBJECT_OWNERS_MAX = 8;
export const OBJECT_CLASSES = 8;
/** Largest object; what is larger takes whole pages. */
export const OBJECT_BYTES_MAX: u32 = 2016;
/** No class has objects so large, or the size is 0. */
export const NO_CLASS: u32 = 0xffff_ffff;
/** takeObject: no page of the class and the owner has room. */
export const NO_OBJECT: u32 = 0xffff_ffff;

const LISTS = 64;
const PAGE_WORDS: u32 = 1024;
const PAGE_WORDS_SHIFT: u32 = 10;
const PAGE_BYTES_SHIFT: u32 = 12;
const PAGE_OFFSET: u32 = 0xfff;
const MARK: u32 = 0x6f62_6a31;

const HEADER_MARK: u32 = 0;
const HEADER_KIND: u32 = 1;
const HEADER_NEXT: u32 = 2;
const HEADER_PREVIOUS: u32 = 3;
const HEADER_USED: u32 = 4;
const HEADER_ROOM: u32 = 5;
const HEADER_BITS: u32 = 8;
const BIT_WORDS: u32 = 8;
const BITS_IN_WORD: u32 = 32;
const HEADER_BYTES: u32 = 64;
const ALL_USED: u32 = 0xffff_ffff;
const OWNER_SHIFT: u32 = 16;
const CLASS_MASK: u32 = 0xffff;

/** Multiples of 16 that leave little of a page unused. */
const CLASS_BYTES: FixedArray<u32, typeof OBJECT_CLASSES> = arrayOf(16, 32, 64, 128, 256, 496, 1008, 2016);

export class ObjectHeap {
  /** All pages that could ever be added; page n begins at word 1024 n. */
  words: Span<u32> = zeroed();
  /** First page with room + 1, for each class and owner. */
  lists: FixedArray<u32, typeof LISTS> = zeroed();
  /** Bytes in objects in use, for each owner. */
  bytes: FixedArray<u32, typeof OBJECT_OWNERS_MAX> = zeroed();
  /** Pages that the heap holds. */
  pages: u32 = 0;
}

export enum ObjectGive {
  OK = 0,
  /** It was the last object of its page, which is the caller's again. */
  PAGE_EMPTY = 1,
  /** No object begins there. */
  NOT_AN_OBJECT = 2,
  /** It was given back before. */
  NOT_IN_USE = 3,
  WRONG_OWNER = 4,
}

/** The class of objects of `bytes` bytes, or NO_CLASS. */
export function objectClass(bytes: u32): u32 {
  if (bytes === 0 || bytes > OBJECT_BYTES_MAX) {
    return NO_CLASS;
  }
  let index: u32 = 0;
  while (CLASS_BYTES[index] < bytes) {
    index++;
  }
  return index;
}

/** Bytes that an object of a class has. */
export function objectClassBytes(index: u32): u32 {
  return CLASS_BYTES[index];
}

/** Gives the heap page number `page`, for objects of one class and owner. Overwrites its first 64 bytes. */
export function addObjectPage(heap: ObjectHeap, page: u32, index: u32, owner: u32): void {
  const base: u32 = page << PAGE_WORDS_SHIFT;
  const room: u32 = (PAGE_WORDS * 4 - HEADER_BYTES) / CLASS_BYTES[index];
  const header = subSpan(heap.words, base, HEADER_BITS + BIT_WORDS);
  header[HEADER_MARK] = MARK ^ page;
  header[HEADER_KIND] = index | (owner << OWNER_SHIFT);
  header[HEADER_USED] = 0;
  header[HEADER_ROOM] = room;
  for (let i: u32 = 0; i < BIT_WORDS; i++) {
    const first: u32 = i * BITS_IN_WORD;
    let bits: u32 = ALL_USED;
    if (room >= first + BITS_IN_WORD) {
      bits = 0;
    } else if (room > first) {
      bits = ALL_USED << ((room - first) & 31);
    }
    header[HEADER_BITS + i] = bits;
  }
  heap.pages++;
  link(heap, page);
}

/** Takes an object. Answers its distance in bytes from the window's start, or NO_OBJECT. */
export function takeObject(heap: ObjectHeap, index: u32, owner: u32): u32 {
  const first: u32 = heap.lists[listOf(index, owner)];
  if (first === 0) {
    return NO_OBJECT;
  }
  const page: u32 = first - 1;
  const header = headerOf(heap, page);
  let word: u32 = 0;
  while (header[HEADER_BITS + word] === ALL_USED) {
    word++;
  }
  const bit: u32 = lowestBit(~header[HEADER_BITS + word]);
  header[HEADER_BITS + word] |= 1 << (bit & 31);
  header[HEADER_USED] += 1;
  if (header[HEADER_USED] === header[HEADER_ROOM]) {
    unlink(heap, page);
  }
  heap.bytes[owner] += CLASS_BYTES[index];
  return (page << PAGE_BYTES_SHIFT) + HEADER_BYTES + (word * BITS_IN_WORD + bit) * CLASS_BYTES[index];
}

/** Gives back the object at a distance that takeObject has answered. */
export function giveObject(heap: ObjectHeap, distance: u32, owner: u32): ObjectGive {
  const page: u32 = distance >>> PAGE_BYTES_SHIFT;
  const bytes: u32 = objectBytesAt(heap, distance);
  if (bytes === 0) {
    return ObjectGive.NOT_AN_OBJECT;
  }
  const header = headerOf(heap, page);
  if (header[HEADER_KIND] >>> OWNER_SHIFT !== owner) {
    return ObjectGive.WRONG_OWNER;
  }
  const number: u32 = ((distance & PAGE_OFFSET) - HEADER_BYTES) / bytes;
  const word: u32 = HEADER_BITS + number / BITS_IN_WORD;
  const bit: u32 = 1 << (number & 31);
  if ((header[word] & bit) === 0) {
    return ObjectGive.NOT_IN_USE;
  }
  header[word] &= ~bit;
  heap.bytes[owner] -= bytes;
  if (header[HEADER_USED] === header[HEADER_ROOM]) {
    link(heap, page);
  }
  header[HEADER_USED] -= 1;
  if (header[HEADER_USED] !== 0) {
    return ObjectGive.OK;
  }
  unlink(heap, page);
  header[HEADER_MARK] = 0;
  heap.pages--;
  return ObjectGive.PAGE_EMPTY;
}

/** Bytes of the object that begins at a distance, in use or not; 0 where none can begin. */
export function objectBytesAt(heap: ObjectHeap, distance: u32): u32 {
  const page: u32 = distance >>> PAGE_BYTES_SHIFT;
  const inside: u32 = distance & PAGE_OFFSET;
  if (page >= heap.words.length >>> PAGE_WORDS_SHIFT || inside < HEADER_BYTES) {
    return 0;
  }
  const header = headerOf(heap, page);
  const index: u32 = header[HEADER_KIND] & CLASS_MASK;
  if (header[HEADER_MARK] !== (MARK ^ page) || index >= OBJECT_CLASSES) {
    return 0;
  }
  const bytes: u32 = CLASS_BYTES[index];
  const number: u32 = (inside - HEADER_BYTES) / bytes;
  return number * bytes === inside - HEADER_BYTES && number < header[HEADER_ROOM] ? bytes : 0;
}

function headerOf(heap: ObjectHeap, page: u32): Span<u32> {
  return subSpan(heap.words, page << PAGE_WORDS_SHIFT, HEADER_BITS + BIT_WORDS);
}

function listOf(index: u32, owner: u32): u32 {
  return index * OBJECT_OWNERS_MAX + owner;
}

/** Puts a page that has room first in its list. */
function link(heap: ObjectHeap, page: u32): void {
  const header = headerOf(heap, page);
  const list: u32 = listOf(header[HEADER_KIND] & CLASS_MASK, header[HEADER_KIND] >>> OWNER_SHIFT);
  const next: u32 = heap.lists[list];
  header[HEADER_NEXT] = next;
  header[HEADER_PREVIOUS] = 0;
  if (next !== 0) {
    headerOf(heap, next - 1)[HEADER_PREVIOUS] = page + 1;
  }
  heap.lists[list] = page + 1;
}

/** Takes a page out of its list. */
function unlink(heap: ObjectHeap, page: u32): void {
  const header = headerOf(heap, page);
  const next: u32 = header[HEADER_NEXT];
  const previous: u32 = header[HEADER_PREVIOUS];
  if (next !== 0) {
    headerOf(heap, next - 1)[HEADER_PREVIOUS] = previous;
  }
  if (previous !== 0) {
    headerOf(heap, previous - 1)[HEADER_NEXT] = next;
  } else {
    heap.lists[listOf(header[HEADER_KIND] & CLASS_MASK, header[HEADER_KIND] >>> OWNER_SHIFT)] = next;
  }
}
