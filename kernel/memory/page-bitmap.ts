/**
 * Which pages of a range are free: one bit for each, set while the page is free.
 *
 * Invariants: `freePages` counts the set bits; bits after the last page are never set; no word
 * before `hint` has a free bit. Serves the kernel heap and address ranges; never touches the pages.
 * A page that is given back twice, or that never belonged here, is a bug of the caller: panic.
 */
import { highestBit, lowestBit } from "../../lib/core/bits.ts";
import { acceptInterrupts, acceptInterruptsAt } from "../arch/interrupt-window.ts";

/** What takePages answers when nothing fits. */
export const NO_PAGE: u32 = 0xffff_ffff;

const WORD_SHIFT: u32 = 5;
const WORD_PAGES: u32 = 32;
const BIT_MASK: u32 = 31;
/** Of those that are all filled alike. */
const WORDS_BETWEEN_WINDOWS: u32 = 256;
const ALL_FREE: u32 = 0xffff_ffff;

export class PageBitmap {
  words: Span<u32> = zeroed();
  pages: u32 = 0;
  freePages: u32 = 0;
  /** Number of the first word that may have a free bit. */
  hint: u32 = 0;
}

/** Starts with `pages` free pages; `words` must have a bit for each, else panic. */
export function initialisePageBitmap(bitmap: PageBitmap, words: Span<u32>, pages: u32): void {
  const whole = pages >>> WORD_SHIFT;
  const rest = pages & BIT_MASK;
  if (whole > words.length || (whole === words.length && rest !== 0)) {
    panic("page bitmap: fewer bits than pages");
  }
  fill(subSpan(words, 0, whole), ALL_FREE);
  fill(subSpan(words, whole, words.length - whole), 0);
  if (rest !== 0) {
    words[whole] = (1 << rest) - 1;
  }
  bitmap.words = words;
  bitmap.pages = pages;
  bitmap.freePages = pages;
  bitmap.hint = 0;
}

function fill(words: Span<u32>, value: u32): void {
  for (let from: u32 = 0; from < words.length; from += WORDS_BETWEEN_WINDOWS) {
    acceptInterrupts();
    const left: u32 = words.length - from;
    const part = subSpan(words, from, left < WORDS_BETWEEN_WINDOWS ? left : WORDS_BETWEEN_WINDOWS);
    for (let i: u32 = 0; i < part.length; i++) {
      part[i] = value;
    }
  }
}

/** Takes `count` pages in a row, the lowest there are. Answers the first one's number, or NO_PAGE. */
export function takePages(bitmap: PageBitmap, count: u32): u32 {
  if (count === 0 || count > bitmap.freePages) {
    return NO_PAGE;
  }
  if (count === 1) {
    return takeOne(bitmap);
  }
  const first = findRun(bitmap, count);
  if (first !== NO_PAGE) {
    clearRun(bitmap, first, count);
    bitmap.freePages -= count;
  }
  return first;
}

/** Gives back the pages `[first, first + count)`, all of which must be taken: else panic. */
export function givePages(bitmap: PageBitmap, first: u32, count: u32): void {
  if (first > bitmap.pages || count > bitmap.pages - first) {
    panic("page bitmap: pages given back that do not exist");
  }
  if (count === 1) {
    giveOne(bitmap, first);
    return;
  }
  let at = first;
  const end = first + count;
  while (at < end) {
    const bits = bitsInWord(at, end);
    const word = at >>> WORD_SHIFT;
    if ((bitmap.words[word] & bits) !== 0) {
      panic("page bitmap: page given back twice");
    }
    bitmap.words[word] |= bits;
    acceptInterruptsAt(word);
    at = (word + 1) << WORD_SHIFT;
  }
  bitmap.freePages += count;
  if (count !== 0 && first >>> WORD_SHIFT < bitmap.hint) {
    bitmap.hint = first >>> WORD_SHIFT;
  }
}

function giveOne(bitmap: PageBitmap, page: u32): void {
  const word = page >>> WORD_SHIFT;
  const bits = bitmap.words[word];
  const bit: u32 = 1 << (page & BIT_MASK);
  if ((bits & bit) !== 0) {
    panic("page bitmap: page given back twice");
  }
  bitmap.words[word] = bits | bit;
  bitmap.freePages++;
  if (word < bitmap.hint) {
    bitmap.hint = word;
  }
}

/** Takes the lowest page. Answers its number, or NO_PAGE. */
export function takeOnePage(bitmap: PageBitmap): u32 {
  return bitmap.freePages === 0 ? NO_PAGE : takeOne(bitmap);
}

/** Gives back one page, which must be taken: else panic. */
export function giveOnePage(bitmap: PageBitmap, page: u32): void {
  if (page >= bitmap.pages) {
    panic("page bitmap: pages given back that do not exist");
  }
  giveOne(bitmap, page);
}

/** There is a free page: the first one lies at the hint or after it. */
function takeOne(bitmap: PageBitmap): u32 {
  let word = bitmap.hint;
  while (bitmap.words[word] === 0) {
    word++;
  }
  const bits = bitmap.words[word];
  bitmap.words[word] = bits & (bits - 1);
  bitmap.hint = word;
  bitmap.freePages--;
  return (word << WORD_SHIFT) + lowestBit(bits);
}

/** First page of the lowest run of `count` free pages, or NO_PAGE. Looks at whole words: the time is the same whatever is free in them. */
function findRun(bitmap: PageBitmap, count: u32): u32 {
  /** Free pages that end with the word before. */
  let run: u32 = 0;
  for (let word = bitmap.hint; word < bitmap.words.length; word++) {
    acceptInterruptsAt(word * 4 + 3);
    const bits = bitmap.words[word];
    const start: u32 = word << WORD_SHIFT;
    if (run + (bits === ALL_FREE ? WORD_PAGES : lowestBit(~bits)) >= count) {
      return start - run;
    }
    if (bits === ALL_FREE) {
      run += WORD_PAGES;
      continue;
    }
    const starts = count < WORD_PAGES ? runsInWord(bits, count) : 0;
    if (starts !== 0) {
      return start + lowestBit(starts);
    }
    run = WORD_PAGES - 1 - highestBit(~bits);
  }
  return NO_PAGE;
}

/** The bits at which `count` bits in a row begin that are set. */
function runsInWord(bits: u32, count: u32): u32 {
  let starts = bits;
  let length: u32 = 1;
  while (length < count) {
    const step: u32 = length < count - length ? length : count - length;
    starts &= starts >>> step;
    length += step;
  }
  return starts;
}

function clearRun(bitmap: PageBitmap, first: u32, count: u32): void {
  let at = first;
  const end = first + count;
  while (at < end) {
    const word = at >>> WORD_SHIFT;
    bitmap.words[word] &= ~bitsInWord(at, end);
    acceptInterruptsAt(word);
    at = (word + 1) << WORD_SHIFT;
  }
}

/** The bits of the pages from `at` to `end` that lie in the word of `at`. */
function bitsInWord(at: u32, end: u32): u32 {
  const from = ALL_FREE << (at & BIT_MASK);
  if (end >>> WORD_SHIFT !== at >>> WORD_SHIFT) {
    return from;
  }
  return from & ((1 << (end & BIT_MASK)) - 1);
}
