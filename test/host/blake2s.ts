/**
 * BLAKE2s-256: every length up to some blocks, folded into one digest. blake2s.test.ts makes the same of Node's
 * and looks whether EXPECTED is that.
 */
import { BLAKE2S_BYTES, blake2s } from "../../lib/core/blake2s.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import { check, checkEqual, finish } from "./support/check.ts";

const INPUT_BYTES: u32 = 1000;
const INPUT_WORDS = 250;
const FOLD_WORDS = 16;
const DIGEST_WORDS: u32 = 8;
const EXPECTED = "a92457d0dc40bb5ab468eeb4a891379ea0dea1f10fdbf41006750ff00ea697fa";

const input: FixedArray<u32, typeof INPUT_WORDS> = zeroed();
const digest: FixedArray<u8, typeof BLAKE2S_BYTES> = zeroed();
/** The digest so far, then that of the next input. */
const fold: FixedArray<u32, typeof FOLD_WORDS> = zeroed();

function hexDigit(value: u32): u32 {
  return value < 10 ? 0x30 + value : 0x57 + value;
}

function digestWord(index: u32): u32 {
  return wordAt(spanOf(digest), 4 * index);
}

export function main(): i32 {
  for (let i: u32 = 0; i < INPUT_BYTES; i++) {
    input[i >>> 2] |= u32(u8(i * 7 + (i >>> 5))) << ((i & 3) * 8);
  }
  for (let length: u32 = 0; length <= INPUT_BYTES; length++) {
    blake2s(spanOf(input), length, digest);
    for (let i: u32 = 0; i < DIGEST_WORDS; i++) {
      fold[DIGEST_WORDS + i] = digestWord(i);
    }
    blake2s(spanOf(fold), 2 * BLAKE2S_BYTES, digest);
    for (let i: u32 = 0; i < DIGEST_WORDS; i++) {
      fold[i] = digestWord(i);
    }
  }
  checkEqual(EXPECTED.length, 2 * BLAKE2S_BYTES, "digits");
  for (let i: u32 = 0; i < BLAKE2S_BYTES; i++) {
    check(u32(EXPECTED.charCodeAt(2 * i)) === hexDigit(u32(digest[i]) >>> 4), "high digit");
    check(u32(EXPECTED.charCodeAt(2 * i + 1)) === hexDigit(u32(digest[i]) & 15), "low digit");
  }
  return finish("blake2s");
}
