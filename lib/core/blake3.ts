/**
 * BLAKE3 without a key, 32 bytes long: the hash of modules and of the manifest. Pure.
 * Source: "BLAKE3: one function, fast everywhere", O'Connor and others, 2020, sections 2.1 to 2.4.
 *
 * One state for whoever hashes. Not for secrets: nothing here hides its timing, and nothing
 * needs to. The work on one block is given by the caller: `mixPlainly`, which is small and runs everywhere, or what a
 * machine does better.
 */
export const BLAKE3_BYTES = 32;

export const CHUNK_BYTES: u32 = 1024;
const BLOCK_BYTES: u32 = 64;
const BLOCK_WORDS = 16;
export const CHAIN_WORDS = 8;
const ROUNDS: u32 = 7;
const FLAG_CHUNK_START: u32 = 1;
const FLAG_CHUNK_END: u32 = 2;
const FLAG_PARENT: u32 = 4;
const FLAG_ROOT: u32 = 8;
/** One for each power of two of chunks that `bytes` can have. */
const WAITING_WORDS = 176;

/** Those of SHA-256. */
const START: FixedArray<u32, typeof CHAIN_WORDS> = arrayOf(
  0x6a09_e667,
  0xbb67_ae85,
  0x3c6e_f372,
  0xa54f_f53a,
  0x510e_527f,
  0x9b05_688c,
  0x1f83_d9ab,
  0x5be0_cd19,
);

/** Which word of the block before stands where in the next round. */
const ORDER: FixedArray<u8, typeof BLOCK_WORDS> = arrayOf(
  2,
  6,
  3,
  10,
  7,
  0,
  4,
  13,
  1,
  11,
  12,
  5,
  9,
  14,
  15,
  8,
);

/** One block, and what is mixed into it. boot/blake3.asm knows the layout. */
export class Blake3Step {
  /** BLOCK_WORDS words. */
  block: Span<u32> = zeroed();
  /** Goes in and comes out. */
  chain: FixedArray<u32, typeof CHAIN_WORDS> = zeroed();
  /** Number of the chunk. */
  counter: u32 = 0;
  /** Of the block, without its padding. */
  bytes: u32 = 0;
  flags: u32 = 0;
}

export type Mix = (step: Blake3Step) => void;

const step: Blake3Step = zeroed();
/** The last block of a chunk, or both chains below a node. */
const own: FixedArray<u32, typeof BLOCK_WORDS> = zeroed();
/** Chains of the left trees that wait for their right side, the largest first. */
const waiting: FixedArray<u32, typeof WAITING_WORDS> = zeroed();
/** How many of them. */
let depth: u32 = 0;
const state: FixedArray<u32, typeof BLOCK_WORDS> = zeroed();
const message: FixedArray<u32, typeof BLOCK_WORDS> = zeroed();
const moved: FixedArray<u32, typeof BLOCK_WORDS> = zeroed();

/**
 * Writes the hash of the first `bytes` bytes of `words` to `digest`. Little-endian words, so that no byte is
 * looked at by itself; there are words enough, and what lies after the last byte does not matter.
 */
export function blake3(
  words: Span<u32>,
  bytes: u32,
  digest: FixedArray<u8, typeof BLAKE3_BYTES>,
  mix: Mix,
): void {
  beginBlake3();
  let at: u32 = 0;
  while (bytes - at > CHUNK_BYTES) {
    at = mixWholeChunk(words, at, mix);
  }
  endBlake3(words, at, bytes, digest, mix);
}

/** The same in pieces: first this, then `mixWholeChunk` while more than one chunk is left, then `endBlake3`. */
export function beginBlake3(): void {
  depth = 0;
}

/** Takes the chunk that begins at byte `at`; answers where the next one does. */
export function mixWholeChunk(words: Span<u32>, at: u32, mix: Mix): u32 {
  mixChunk(words, at, CHUNK_BYTES, 0, mix);
  const next: u32 = at + CHUNK_BYTES;
  for (let chunks: u32 = next / CHUNK_BYTES; (chunks & 1) === 0; chunks >>>= 1) {
    depth--;
    mixParent(depth, 0, mix);
  }
  for (let i: u32 = 0; i < CHAIN_WORDS; i++) {
    waiting[depth * CHAIN_WORDS + i] = step.chain[i];
  }
  depth++;
  return next;
}

/** Takes the last chunk, from byte `at` on, and writes the hash. */
export function endBlake3(
  words: Span<u32>,
  at: u32,
  bytes: u32,
  digest: FixedArray<u8, typeof BLAKE3_BYTES>,
  mix: Mix,
): void {
  mixChunk(words, at, bytes - at, depth === 0 ? FLAG_ROOT : 0, mix);
  while (depth > 0) {
    depth--;
    mixParent(depth, depth === 0 ? FLAG_ROOT : 0, mix);
  }
  for (let i: u32 = 0; i < BLAKE3_BYTES; i++) {
    digest[i] = u8(step.chain[i >>> 2] >>> ((i & 3) * 8));
  }
}

/** The chain of `bytes` bytes from `at` on, at most one chunk. */
function mixChunk(words: Span<u32>, at: u32, bytes: u32, root: u32, mix: Mix): void {
  startChain();
  step.counter = at / CHUNK_BYTES;
  step.bytes = BLOCK_BYTES;
  step.flags = FLAG_CHUNK_START;
  let first: u32 = at / 4;
  let left: u32 = bytes;
  while (left > BLOCK_BYTES) {
    step.block = subSpan(words, first, BLOCK_WORDS);
    mix(step);
    step.flags = 0;
    first += BLOCK_WORDS;
    left -= BLOCK_BYTES;
  }
  takeRest(words, first, left);
  step.bytes = left;
  step.flags |= FLAG_CHUNK_END | root;
  mix(step);
}

/** The last block of a chunk, filled up with zero bytes; it is empty only when there are no bytes at all. */
function takeRest(words: Span<u32>, first: u32, bytes: u32): void {
  for (let i: u32 = 0; i < BLOCK_WORDS; i++) {
    own[i] = 4 * i < bytes ? words[first + i] : 0;
  }
  if ((bytes & 3) !== 0) {
    own[(bytes >>> 2) & (BLOCK_WORDS - 1)] &= (1 << ((bytes & 3) * 8)) - 1;
  }
  step.block = spanOf(own);
}

/** The chain above the waiting one of this depth and the one in hand. */
function mixParent(depth: u32, root: u32, mix: Mix): void {
  for (let i: u32 = 0; i < CHAIN_WORDS; i++) {
    own[i] = waiting[depth * CHAIN_WORDS + i];
    own[CHAIN_WORDS + i] = step.chain[i];
  }
  startChain();
  step.block = spanOf(own);
  step.counter = 0;
  step.bytes = BLOCK_BYTES;
  step.flags = FLAG_PARENT | root;
  mix(step);
}

function startChain(): void {
  for (let i: u32 = 0; i < CHAIN_WORDS; i++) {
    step.chain[i] = START[i];
  }
}

/** The compression function, without anything of the machine: for processors that have nothing better. */
export function mixPlainly(step: Blake3Step): void {
  for (let i: u32 = 0; i < BLOCK_WORDS; i++) {
    state[i] = i < CHAIN_WORDS ? step.chain[i] : START[i & 3];
    message[i] = step.block[i];
  }
  state[12] = step.counter;
  state[13] = 0;
  state[14] = step.bytes;
  state[15] = step.flags;
  for (let round: u32 = 0; round < ROUNDS; round++) {
    for (let i: u32 = 0; i < 8; i++) {
      // First the columns, then the diagonals: each row one place further than the one above.
      const turn: u32 = i >>> 2;
      const b: u32 = 4 + ((i + turn) & 3);
      const c: u32 = 8 + ((i + 2 * turn) & 3);
      const d: u32 = 12 + ((i + 3 * turn) & 3);
      mixHalf(i & 3, b, c, d, message[2 * i], 16, 12);
      mixHalf(i & 3, b, c, d, message[2 * i + 1], 8, 7);
    }
    for (let i: u32 = 0; i < BLOCK_WORDS; i++) {
      moved[i] = message[u32(ORDER[i])];
    }
    for (let i: u32 = 0; i < BLOCK_WORDS; i++) {
      message[i] = moved[i];
    }
  }
  for (let i: u32 = 0; i < CHAIN_WORDS; i++) {
    step.chain[i] = state[i] ^ state[CHAIN_WORDS + i];
  }
}

function mixHalf(a: u32, b: u32, c: u32, d: u32, word: u32, turnD: u32, turnB: u32): void {
  state[a] += state[b] + word;
  state[d] = rotateRight(state[d] ^ state[a], turnD);
  state[c] += state[d];
  state[b] = rotateRight(state[b] ^ state[c], turnB);
}

/** `bits` is 1 to 31. */
function rotateRight(value: u32, bits: u32): u32 {
  return (value >>> (bits & 31)) | (value << ((32 - bits) & 31));
}
