/**
 * BLAKE3 without the machine's help: inputs of many lengths, folded into one digest. blake3.test.ts makes the same of
 * the image builder's BLAKE3, which it holds against the published vectors, and looks whether EXPECTED is that.
 */
import { BLAKE3_BYTES, blake3, mixPlainly } from "../../lib/core/blake3.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import { check, checkEqual, finish } from "./support/check.ts";

const INPUT_BYTES: u32 = 6200;
const INPUT_WORDS = 1550;
/** Around blocks, chunks and trees of two to six chunks. */
const LENGTHS: FixedArray<u32, 16> = arrayOf(
  0,
  1,
  2,
  3,
  63,
  64,
  65,
  127,
  1023,
  1024,
  1025,
  2048,
  2049,
  3073,
  4097,
  5121,
);
const STEP: u32 = 97;
const FOLD_WORDS = 16;
const DIGEST_WORDS: u32 = 8;
const EXPECTED = "abe5519422f7d03f2022382f33f702c4439be10201b74e4743bfdd3b0ac16262";

const input: FixedArray<u32, typeof INPUT_WORDS> = zeroed();
const digest: FixedArray<u8, typeof BLAKE3_BYTES> = zeroed();
/** The digest so far, then that of the next input. */
const fold: FixedArray<u32, typeof FOLD_WORDS> = zeroed();

function hexDigit(value: u32): u32 {
  return value < 10 ? 0x30 + value : 0x57 + value;
}

function digestWord(index: u32): u32 {
  return wordAt(spanOf(digest), 4 * index);
}

function foldIn(length: u32): void {
  blake3(spanOf(input), length, digest, mixPlainly);
  for (let i: u32 = 0; i < DIGEST_WORDS; i++) {
    fold[DIGEST_WORDS + i] = digestWord(i);
  }
  blake3(spanOf(fold), 2 * BLAKE3_BYTES, digest, mixPlainly);
  for (let i: u32 = 0; i < DIGEST_WORDS; i++) {
    fold[i] = digestWord(i);
  }
}

export function main(): i32 {
  for (let i: u32 = 0; i < INPUT_BYTES; i++) {
    input[i >>> 2] |= u32(u8(i * 7 + (i >>> 5))) << ((i & 3) * 8);
  }
  for (let i: u32 = 0; i < LENGTHS.length; i++) {
    foldIn(LENGTHS[i]);
  }
  for (let length: u32 = 0; length <= INPUT_BYTES; length += STEP) {
    foldIn(length);
  }
  checkEqual(EXPECTED.length, 2 * BLAKE3_BYTES, "digits");
  for (let i: u32 = 0; i < BLAKE3_BYTES; i++) {
    check(u32(EXPECTED.charCodeAt(2 * i)) === hexDigit(u32(digest[i]) >>> 4), "high digit");
    check(u32(EXPECTED.charCodeAt(2 * i + 1)) === hexDigit(u32(digest[i]) & 15), "low digit");
  }
  return finish("blake3");
}
