/** lib/core/page-compression: round trips of pages of every kind, the bound on their size, hostile input. */
import {
  COMPRESSED_WORDS_MAX,
  COMPRESSION_PAGE_WORDS,
  compressPage,
  decompressPage,
} from "../../lib/core/page-compression.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { randomEdge, startRandom } from "./support/random.ts";
import { nextRandom, type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 3000;
const GUARD: u32 = 0xdead_beef;
const page: FixedArray<u32, typeof COMPRESSION_PAGE_WORDS> = zeroed();
const again: FixedArray<u32, typeof COMPRESSION_PAGE_WORDS> = zeroed();
/** One word more than any page takes: it must stay as it is. */
const stream: FixedArray<u32, 1089> = zeroed();

/** Compresses and decompresses `page`. Returns the words that it took. */
function roundTrip(name: string): u32 {
  stream[COMPRESSED_WORDS_MAX] = GUARD;
  const words: u32 = compressPage(spanOf(page), subSpan(spanOf(stream), 0, COMPRESSED_WORDS_MAX));
  check(words !== 0 && words <= COMPRESSED_WORDS_MAX, name);
  checkEqual(stream[COMPRESSED_WORDS_MAX], GUARD, "nothing is written outside");
  for (let i: u32 = 0; i < COMPRESSION_PAGE_WORDS; i++) {
    again[i] = GUARD;
  }
  check(decompressPage(subSpan(spanOf(stream), 0, words), spanOf(again)), name);
  let same: bool = true;
  for (let i: u32 = 0; i < COMPRESSION_PAGE_WORDS; i++) {
    same = same && page[i] === again[i];
  }
  check(same, name);
  check(!decompressPage(subSpan(spanOf(stream), 0, words - 1), spanOf(again)), "a word too few is noticed");
  checkEqual(compressPage(spanOf(page), subSpan(spanOf(stream), 0, words - 1)), 0, "no place is noticed");
  return words;
}

function fill(first: u32, step: u32): void {
  for (let i: u32 = 0; i < COMPRESSION_PAGE_WORDS; i++) {
    page[i] = first + i * step;
  }
}

function testKnownPages(): void {
  fill(0, 0);
  checkEqual(roundTrip("zeros"), 64, "zeros take two bits each");
  fill(7, 0);
  checkEqual(roundTrip("one value"), 193, "a value again takes six bits");
  fill(0x5000_0000, 4);
  check(roundTrip("pointers") < 540, "pointers shrink to about half");
  fill(1, 1);
  check(roundTrip("counting") < 540, "small numbers shrink to about half");
  fill(1, 0x9e37_79b9);
  check(roundTrip("noise") > COMPRESSION_PAGE_WORDS, "noise does not shrink");
}

function randomWord(random: Random, kind: u32): u32 {
  switch (kind) {
    case 0:
      return nextRandom(random);
    case 1:
      return randomEdge(random);
    case 2:
      return randomBelow(random, 4) === 0 ? nextRandom(random) : 0;
    case 3:
      return 0x5000_0000 + randomBelow(random, 0x4000);
    default:
      return randomBelow(random, 3) * 0x0101_0101;
  }
}

function testRandomPages(random: Random): void {
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const kind: u32 = randomBelow(random, 5);
    const mixed: bool = randomBelow(random, 2) === 0;
    for (let i: u32 = 0; i < COMPRESSION_PAGE_WORDS; i++) {
      page[i] = randomWord(random, mixed ? randomBelow(random, 5) : kind);
    }
    roundTrip("a random page");
  }
}

/** Whatever the stream says, the answer is a page or false: the sanitizers watch for all else. */
function testHostileStreams(random: Random): void {
  let accepted: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const length: u32 = randomBelow(random, COMPRESSED_WORDS_MAX + 1);
    for (let i: u32 = 0; i < length; i++) {
      stream[i] = randomEdge(random);
    }
    accepted += decompressPage(subSpan(spanOf(stream), 0, length), spanOf(again)) ? 1 : 0;
  }
  check(accepted > 0 && accepted < ROUNDS, "some streams are pages, some are not");
}

export function main(): i32 {
  const random: Random = zeroed();
  startRandom(random, 1999);
  testKnownPages();
  testRandomPages(random);
  testHostileStreams(random);
  return finish("page-compression");
}
