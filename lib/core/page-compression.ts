/**
 * Compresses a page of 1024 words, as they come in programs: zeros, small numbers, pointers into one neighbourhood
 * (after WKdm: Wilson, Kaplan, Smaragdakis, "The case for compressed caching in virtual memory systems", USENIX 1999).
 *
 * Each word becomes two bits, its tag, which stand together in the first 64 words, and what belongs to them in a stream of bits
 * behind: nothing for zero; for one of the 16 words remembered 4 bits (which); for one of them in its upper 22
 * bits also the 10 lower bits; 32 bits for any other word. A word of the last two kinds is remembered in the place that its
 * upper bits choose. Lowest bits come first. Decompressing takes any input: it gives the page or false, and touches
 * nothing outside the two windows. Pure.
 */
export const COMPRESSION_PAGE_WORDS = 1024;
/** Words that a page takes at most: 34 bits for each of its words. */
export const COMPRESSED_WORDS_MAX = 1088;

const DICTIONARY_WORDS = 16;
const DICTIONARY_BITS: u32 = 4;
const LOW_BITS: u32 = 10;
const LOW_MASK: u32 = 0x3ff;
const TAG_BITS: u32 = 2;
const WORDS_OF_TAGS: u32 = 64;
/** Words whose tags are one word. */
const GROUP_WORDS: u32 = 16;
/** Fibonacci hashing of the upper bits: 2^32 divided by the golden ratio. */
const HASH_FACTOR: u32 = 0x9e37_79b9;
const HASH_SHIFT: u32 = 28;

enum Tag {
  ZERO = 0,
  SAME = 1,
  NEAR = 2,
  OTHER = 3,
}

class BitStream {
  /** Next word of the window. */
  at: u32 = 0;
  /** Bits of the word in hand: written and not stored yet, or read and not used yet. */
  held: u32 = 0;
  heldBits: u32 = 0;
  /** The window was too short. */
  failed: bool = false;
}

class Dictionary {
  words: FixedArray<u32, typeof DICTIONARY_WORDS> = zeroed();
}

function placeOf(word: u32): u32 {
  return ((word >>> LOW_BITS) * HASH_FACTOR) >>> HASH_SHIFT;
}

/** Appends the lowest `bits` bits, 1 to 32, of a value that has no others. */
function putBits(stream: BitStream, to: Span<u32>, value: u32, bits: u32): void {
  const held: u32 = stream.heldBits;
  const word: u32 = stream.held | (value << (held & 31));
  if (held + bits < 32) {
    stream.held = word;
    stream.heldBits = held + bits;
    return;
  }
  if (stream.at < to.length) {
    to[stream.at] = word;
  } else {
    stream.failed = true;
  }
  stream.at += 1;
  stream.held = held === 0 ? 0 : value >>> ((32 - held) & 31);
  stream.heldBits = held + bits - 32;
}

/** Takes the next `bits` bits, 1 to 31. After the end they are 0 and the stream has failed. */
function takeBits(stream: BitStream, from: Span<u32>, bits: u32): u32 {
  const mask: u32 = (u32(1) << (bits & 31)) - 1;
  if (stream.heldBits >= bits) {
    const value: u32 = stream.held & mask;
    stream.held >>>= bits & 31;
    stream.heldBits -= bits;
    return value;
  }
  if (stream.at >= from.length) {
    stream.failed = true;
    return 0;
  }
  const next: u32 = from[stream.at];
  const had: u32 = stream.heldBits;
  const word: u32 = stream.held | (next << (had & 31));
  stream.at += 1;
  stream.held = next >>> ((bits - had) & 31);
  stream.heldBits = 32 - (bits - had);
  return word & mask;
}

/** Appends what belongs to a word that is not zero. Returns its tag. */
function putWord(stream: BitStream, to: Span<u32>, dictionary: Dictionary, word: u32): Tag {
  const place: u32 = placeOf(word);
  const known: u32 = dictionary.words[place];
  if (known === word) {
    putBits(stream, to, place, DICTIONARY_BITS);
    return Tag.SAME;
  }
  dictionary.words[place] = word;
  if (known >>> LOW_BITS === word >>> LOW_BITS) {
    putBits(stream, to, place | ((word & LOW_MASK) << DICTIONARY_BITS), DICTIONARY_BITS + LOW_BITS);
    return Tag.NEAR;
  }
  putBits(stream, to, word, 32);
  return Tag.OTHER;
}

/** Compresses the words of one group. Returns their tags. */
function putGroup(stream: BitStream, to: Span<u32>, dictionary: Dictionary, group: Span<u32>): u32 {
  let tags: u32 = 0;
  let shift: u32 = 0;
  for (const word of group) {
    if (word !== 0) {
      tags |= putWord(stream, to, dictionary, word) << (shift & 31);
    }
    shift += TAG_BITS;
  }
  return tags;
}

/**
 * Compresses the words of a page (COMPRESSION_PAGE_WORDS) into `to`.
 * @returns how many words it took; 0 where `to` is too short, its contents are of no use then
 */
export function compressPage(page: Span<u32>, to: Span<u32>): u32 {
  const stream: BitStream = zeroed();
  const dictionary: Dictionary = zeroed();
  if (to.length < WORDS_OF_TAGS) {
    return 0;
  }
  stream.at = WORDS_OF_TAGS;
  for (let group: u32 = 0; group < WORDS_OF_TAGS && !stream.failed; group++) {
    to[group] = putGroup(stream, to, dictionary, subSpan(page, group * GROUP_WORDS, GROUP_WORDS));
  }
  if (stream.heldBits !== 0) {
    // Its bits below heldBits are all that count.
    putBits(stream, to, 0, 32 - stream.heldBits);
  }
  return stream.failed ? 0 : stream.at;
}

function takeWord(stream: BitStream, from: Span<u32>, dictionary: Dictionary, tag: u32): u32 {
  if (tag === Tag.OTHER) {
    const low: u32 = takeBits(stream, from, 16);
    const word: u32 = low | (takeBits(stream, from, 16) << 16);
    dictionary.words[placeOf(word)] = word;
    return word;
  }
  const place: u32 = takeBits(stream, from, DICTIONARY_BITS) & (DICTIONARY_WORDS - 1);
  if (tag === Tag.NEAR) {
    dictionary.words[place] = (dictionary.words[place] & ~LOW_MASK) | takeBits(stream, from, LOW_BITS);
  }
  return dictionary.words[place];
}

function takeGroup(
  stream: BitStream,
  from: Span<u32>,
  dictionary: Dictionary,
  group: Span<u32>,
  tags: u32,
): void {
  let rest: u32 = tags;
  for (let i: u32 = 0; i < group.length; i++) {
    const tag: u32 = rest & Tag.OTHER;
    group[i] = tag === Tag.ZERO ? 0 : takeWord(stream, from, dictionary, tag);
    rest >>>= TAG_BITS;
  }
}

/**
 * Fills the words of `page` (COMPRESSION_PAGE_WORDS) from what compressPage made. False, with some of them written, for
 * anything too short.
 */
export function decompressPage(from: Span<u32>, page: Span<u32>): bool {
  const stream: BitStream = zeroed();
  const dictionary: Dictionary = zeroed();
  if (from.length < WORDS_OF_TAGS) {
    return false;
  }
  stream.at = WORDS_OF_TAGS;
  for (let group: u32 = 0; group < WORDS_OF_TAGS && !stream.failed; group++) {
    takeGroup(stream, from, dictionary, subSpan(page, group * GROUP_WORDS, GROUP_WORDS), from[group]);
  }
  return !stream.failed;
}
