/**
 * BLAKE2s-256 without a key (RFC 7693): the hash of modules and of the manifest. Pure.
 *
 * One state for whoever hashes: a hash in pieces is not interrupted by another one. Not for secrets: nothing here hides its
 * timing, and nothing needs to.
 */
export const BLAKE2S_BYTES = 32;

const BLOCK_BYTES: u32 = 64;
const BLOCK_WORDS = 16;
const STATE_WORDS = 8;
const ROUNDS: u32 = 10;
/** Parameter block of a 32-byte digest without key, sequential (RFC 7693, section 2.5). */
const PARAMETERS: u32 = 0x0101_0020;

/** RFC 7693, section 2.6. */
const START: FixedArray<u32, typeof STATE_WORDS> = arrayOf(
  0x6a09_e667,
  0xbb67_ae85,
  0x3c6e_f372,
  0xa54f_f53a,
  0x510e_527f,
  0x9b05_688c,
  0x1f83_d9ab,
  0x5be0_cd19,
);

/** RFC 7693, section 2.7: which word of the block is taken when; ROUNDS × BLOCK_WORDS. */
const SCHEDULE_ENTRIES = 160;
// biome-ignore format: the rows of the table
const SCHEDULE: FixedArray<u8, typeof SCHEDULE_ENTRIES> = arrayOf(
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
  11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
  7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
  9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
  2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
  12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
  13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
  6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
  10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
);

/** As many as an u8 can name, so that no index needs a check; the block's own words come first. */
const BLOCK_PLACES = 256;

class State {
  chain: FixedArray<u32, typeof STATE_WORDS> = zeroed();
  block: FixedArray<u32, typeof BLOCK_PLACES> = zeroed();
}

const state: State = zeroed();

/**
 * Writes the hash of the first `bytes` bytes of `words` to `digest`. Little-endian words, so that no byte is
 * looked at by itself; there are words enough, and what lies after the last byte does not matter.
 */
export function blake2s(words: Span<u32>, bytes: u32, digest: FixedArray<u8, typeof BLAKE2S_BYTES>): void {
  beginBlake2s();
  endBlake2s(words, mixBlake2s(words, bytes, 0, bytes), bytes, digest);
}

/** In pieces: a new hash begins. */
export function beginBlake2s(): void {
  for (let i: u32 = 0; i < STATE_WORDS; i++) {
    state.chain[i] = START[i];
  }
  state.chain[0] ^= PARAMETERS;
}

/**
 * Mixes the blocks of `bytes` bytes in all from byte `from` on, where the last call has stopped, up to byte `to`, but for the last block of
 * all. Answers where it has stopped.
 */
export function mixBlake2s(words: Span<u32>, bytes: u32, from: u32, to: u32): u32 {
  let at: u32 = from;
  while (at < to && bytes - at > BLOCK_BYTES) {
    const block = subSpan(words, at / 4, BLOCK_WORDS);
    for (let i: u32 = 0; i < BLOCK_WORDS; i++) {
      state.block[i] = block[i];
    }
    at += BLOCK_BYTES;
    mixBlock(at, 0);
  }
  return at;
}

/** Mixes the last block, which begins at byte `at`, and writes the digest. */
export function endBlake2s(
  words: Span<u32>,
  at: u32,
  bytes: u32,
  digest: FixedArray<u8, typeof BLAKE2S_BYTES>,
): void {
  takeRest(words, at / 4, bytes - at);
  mixBlock(bytes, 0xffff_ffff);
  for (let i: u32 = 0; i < BLAKE2S_BYTES; i++) {
    digest[i] = u8(state.chain[i >>> 2] >>> ((i & 3) * 8));
  }
}

/** The last block, of `bytes` bytes, filled up with zero bytes; it is empty only when there are no bytes at all. */
function takeRest(words: Span<u32>, first: u32, bytes: u32): void {
  for (let i: u32 = 0; i < BLOCK_WORDS; i++) {
    state.block[i] = 4 * i < bytes ? words[first + i] : 0;
  }
  if ((bytes & 3) !== 0) {
    const mask: u32 = (1 << ((bytes & 3) * 8)) - 1;
    state.block[(bytes >>> 2) & (BLOCK_WORDS - 1)] &= mask;
  }
}

/** RFC 7693, section 3.2; `bytes` is the count of bytes so far, `last` all ones for the last block. */
function mixBlock(bytes: u32, last: u32): void {
  const chain = state.chain;
  let v0: u32 = chain[0];
  let v1: u32 = chain[1];
  let v2: u32 = chain[2];
  let v3: u32 = chain[3];
  let v4: u32 = chain[4];
  let v5: u32 = chain[5];
  let v6: u32 = chain[6];
  let v7: u32 = chain[7];
  let v8: u32 = START[0];
  let v9: u32 = START[1];
  let v10: u32 = START[2];
  let v11: u32 = START[3];
  let v12: u32 = START[4] ^ bytes;
  let v13: u32 = START[5];
  let v14: u32 = START[6] ^ last;
  let v15: u32 = START[7];
  for (let round: u32 = 0; round < ROUNDS; round++) {
    const first: u32 = round * BLOCK_WORDS;
    v0 += v4 + word(first + 0);
    v12 = rotateRight(v12 ^ v0, 16);
    v8 += v12;
    v4 = rotateRight(v4 ^ v8, 12);
    v0 += v4 + word(first + 1);
    v12 = rotateRight(v12 ^ v0, 8);
    v8 += v12;
    v4 = rotateRight(v4 ^ v8, 7);
    v1 += v5 + word(first + 2);
    v13 = rotateRight(v13 ^ v1, 16);
    v9 += v13;
    v5 = rotateRight(v5 ^ v9, 12);
    v1 += v5 + word(first + 3);
    v13 = rotateRight(v13 ^ v1, 8);
    v9 += v13;
    v5 = rotateRight(v5 ^ v9, 7);
    v2 += v6 + word(first + 4);
    v14 = rotateRight(v14 ^ v2, 16);
    v10 += v14;
    v6 = rotateRight(v6 ^ v10, 12);
    v2 += v6 + word(first + 5);
    v14 = rotateRight(v14 ^ v2, 8);
    v10 += v14;
    v6 = rotateRight(v6 ^ v10, 7);
    v3 += v7 + word(first + 6);
    v15 = rotateRight(v15 ^ v3, 16);
    v11 += v15;
    v7 = rotateRight(v7 ^ v11, 12);
    v3 += v7 + word(first + 7);
    v15 = rotateRight(v15 ^ v3, 8);
    v11 += v15;
    v7 = rotateRight(v7 ^ v11, 7);
    v0 += v5 + word(first + 8);
    v15 = rotateRight(v15 ^ v0, 16);
    v10 += v15;
    v5 = rotateRight(v5 ^ v10, 12);
    v0 += v5 + word(first + 9);
    v15 = rotateRight(v15 ^ v0, 8);
    v10 += v15;
    v5 = rotateRight(v5 ^ v10, 7);
    v1 += v6 + word(first + 10);
    v12 = rotateRight(v12 ^ v1, 16);
    v11 += v12;
    v6 = rotateRight(v6 ^ v11, 12);
    v1 += v6 + word(first + 11);
    v12 = rotateRight(v12 ^ v1, 8);
    v11 += v12;
    v6 = rotateRight(v6 ^ v11, 7);
    v2 += v7 + word(first + 12);
    v13 = rotateRight(v13 ^ v2, 16);
    v8 += v13;
    v7 = rotateRight(v7 ^ v8, 12);
    v2 += v7 + word(first + 13);
    v13 = rotateRight(v13 ^ v2, 8);
    v8 += v13;
    v7 = rotateRight(v7 ^ v8, 7);
    v3 += v4 + word(first + 14);
    v14 = rotateRight(v14 ^ v3, 16);
    v9 += v14;
    v4 = rotateRight(v4 ^ v9, 12);
    v3 += v4 + word(first + 15);
    v14 = rotateRight(v14 ^ v3, 8);
    v9 += v14;
    v4 = rotateRight(v4 ^ v9, 7);
  }
  chain[0] ^= v0 ^ v8;
  chain[1] ^= v1 ^ v9;
  chain[2] ^= v2 ^ v10;
  chain[3] ^= v3 ^ v11;
  chain[4] ^= v4 ^ v12;
  chain[5] ^= v5 ^ v13;
  chain[6] ^= v6 ^ v14;
  chain[7] ^= v7 ^ v15;
}

/** The next word of the block, by the schedule. */
function word(index: u32): u32 {
  return state.block[u32(SCHEDULE[index])];
}

function rotateRight(value: u32, bits: u32): u32 {
  return (value >>> bits) | (value << (32 - bits));
}
