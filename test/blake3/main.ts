/**
 * Hashes what blake3.test.ts asks for, by mixByVectors or mixPlainly as the kernel has them, in pieces of so many blocks. A program of 32 bits
 * for Linux: start.asm reads the questions and writes the answers.
 */
import {
  type BLAKE3_BYTES,
  type Blake3Step,
  beginBlake3,
  blake3,
  endBlake3,
  goOnWithBlake3,
  type Mix,
  mixPlainly,
} from "../../lib/core/blake3.ts";
import { wordAt } from "../../lib/core/little-endian.ts";

/** Of the longest input, and one before it, so that it does not lie on 16 bytes. */
const INPUT_WORDS = 4224;
const QUESTION_WORDS: u32 = 3;
const DIGEST_WORDS: u32 = 8;
const WAY_PLAIN: u32 = 1;
/** Of `blocks`: all at once. */
const WHOLE: u32 = 0;

/** boot/blake3.asm */
declare function mixByVectors(step: Blake3Step): void;
/** start.asm: word `index` of the questions; adds a word to the answers. */
declare function questionWord(index: u32): u32;
declare function addAnswer(word: u32): void;
declare function fail(): never;

const input: FixedArray<u32, typeof INPUT_WORDS> = zeroed();
const digest: FixedArray<u8, typeof BLAKE3_BYTES> = zeroed();

/** Each question: bytes of the input, blocks in a piece, which way. */
function answerAll(words: u32): void {
  const bytes = subSpan(spanOf(input), 1, INPUT_WORDS - 1);
  for (let i: u32 = 0; i < 4 * bytes.length; i++) {
    bytes[i >>> 2] |= u32(u8(i * 7 + (i >>> 5))) << ((i & 3) * 8);
  }
  for (let at: u32 = 0; at < words; at += QUESTION_WORDS) {
    hash(bytes, questionWord(at), questionWord(at + 1), questionWord(at + 2));
    for (let i: u32 = 0; i < DIGEST_WORDS; i++) {
      addAnswer(wordAt(spanOf(digest), 4 * i));
    }
  }
}
symbol(answerAll, "answerAll");

function hash(words: Span<u32>, bytes: u32, blocks: u32, way: u32): void {
  const mix: Mix = way === WAY_PLAIN ? mixPlainly : mixByVectors;
  if (blocks === WHOLE) {
    blake3(words, bytes, digest, mix);
    return;
  }
  beginBlake3();
  while (!goOnWithBlake3(words, bytes, blocks, mix)) {
    // The next piece.
  }
  endBlake3(digest);
}

function onPanic(_message: string, _file: string, _line: u32): never {
  fail();
}
symbol(onPanic, "ts2c_panic");
