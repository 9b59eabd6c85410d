/**
 * BLAKE3 without a key, 32 bytes long: the hash of modules and of the manifest. Pure.
 * Source: "BLAKE3: one function, fast everywhere", O'Connor and others, 2020, sections 2.1 to 2.4.
 *
 * One state for whoever hashes. Not for secrets: nothing here hides its timing, and nothing
 * needs to. The work on blocks is given by the caller: `mixPlainly`, which is small and runs everywhere, or what a
 * machine does better. All of it can go in pieces, which lose nothing in between.
 */
export const BLAKE3_BYTES = 32;

const CHUNK_BYTES: u32 = 1024;
const BLOCK_BYTES: u32 = 64;
const BLOCK_WORDS = 16;
/** As many blocks as one piece can have. */
const CHUNK_BLOCKS: u32 = 16;
export const CHAIN_WORDS = 8;
const ROUNDS: u32 = 7;
const FLAG_CHUNK_START: u32 = 1;
const FLAG_CHUNK_END: u32 = 2;
const FLAG_PARENT: u32 = 4;
const FLAG_ROOT: u32 = 8;
/** One for each power of two of chunks that `bytes` can have. */
const WAITING_MAX = 22;

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

/** What a chunk or a part of the tree comes to. */
class Chain {
  words: FixedArray<u32, typeof CHAIN_WORDS> = zeroed();
}

/** Blocks in a row that are mixed into a chain. boot/blake3.asm knows the layout. */
export class Blake3Step {
  /** BLOCK_WORDS words for each block that is not mixed yet. */
  block: Span<u32> = zeroed();
  /** Goes in and comes out. */
  chain: FixedArray<u32, typeof CHAIN_WORDS> = zeroed();
  /** Number of the chunk; always below 2^32. */
  counter: u32 = 0;
  counterHigh: u32 = 0;
  /** Of each block, without its padding. */
  bytes: u32 = 0;
  /** Of the next block; those after it have none. */
  flags: u32 = 0;
}

/** Mixes the blocks of the step, all of them or a part of the first: what `block` leads to then is still to be mixed. */
export type Mix = (step: Blake3Step) => void;

const step: Blake3Step = zeroed();
/** Bytes that have been taken. */
let taken: u32 = 0;
/** The last block of a chunk, or both chains below a node. */
const own: FixedArray<u32, typeof BLOCK_WORDS> = zeroed();
/** Chains of the left trees that wait for their right side, the largest first. */
const waiting: FixedArray<Chain, typeof WAITING_MAX> = zeroed();
/** How many of them. */
let depth: u32 = 0;
/** How many of them the chain in hand is the right side of. */
let owed: u32 = 0;
const state: FixedArray<u32, typeof BLOCK_WORDS> = zeroed();
const message: FixedArray<u32, typeof BLOCK_WORDS> = zeroed();
const moved: FixedArray<u32, typeof BLOCK_WORDS> = zeroed();
/** Rounds that mixPlainly has done of a block. */
let rounds: u32 = 0;

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
  while (!goOnWithBlake3(words, bytes, CHUNK_BLOCKS, mix)) {
    // All of it at once.
  }
  endBlake3(digest);
}

/** The same in pieces: first this, then goOnWithBlake3 until it says that it is through, then endBlake3. */
export function beginBlake3(): void {
  step.block = subSpan(spanOf(own), 0, 0);
  taken = 0;
  depth = 0;
  owed = 0;
  rounds = 0;
}

/**
 * A piece: at most `blocks` blocks, which is not 0, of the same input as in the pieces before; as much of one as `mix` does at once; or one node of
 * the tree. True when all is mixed.
 */
export function goOnWithBlake3(words: Span<u32>, bytes: u32, blocks: u32, mix: Mix): bool {
  if (step.block.length === 0) {
    if (owed === 0) {
      takeBlocks(words, bytes, blocks);
    } else {
      takeNode(bytes);
    }
  }
  mix(step);
  if (step.block.length !== 0 || owed !== 0) {
    return false;
  }
  if (taken === bytes) {
    return true;
  }
  if ((taken & (CHUNK_BYTES - 1)) === 0) {
    copy(waiting[depth].words, step.chain);
    depth++;
  }
  return false;
}

/** Writes the hash. */
export function endBlake3(digest: FixedArray<u8, typeof BLAKE3_BYTES>): void {
  for (let i: u32 = 0; i < BLAKE3_BYTES; i += 4) {
    const word: u32 = step.chain[i >>> 2];
    digest[i] = u8(word);
    digest[i + 1] = u8(word >>> 8);
    digest[i + 2] = u8(word >>> 16);
    digest[i + 3] = u8(word >>> 24);
  }
}

/** The next blocks of a chunk; its last one alone. */
function takeBlocks(words: Span<u32>, bytes: u32, blocks: u32): void {
  const done: u32 = taken & (CHUNK_BYTES - 1);
  if (done === 0) {
    startChain(taken / CHUNK_BYTES, FLAG_CHUNK_START);
  }
  const rest: u32 = bytes - taken;
  const left: u32 = rest < CHUNK_BYTES - done ? rest : CHUNK_BYTES - done;
  if (left > BLOCK_BYTES) {
    const before: u32 = (left - 1) / BLOCK_BYTES;
    const count: u32 = before < blocks ? before : blocks;
    step.block = subSpan(words, taken / 4, count * BLOCK_WORDS);
    taken += count * BLOCK_BYTES;
  } else {
    takeLast(words, bytes, left);
  }
}

function takeLast(words: Span<u32>, bytes: u32, left: u32): void {
  if (left === BLOCK_BYTES) {
    step.block = subSpan(words, taken / 4, BLOCK_WORDS);
  } else {
    takeRest(words, taken / 4, left);
    step.bytes = left;
  }
  step.flags |= FLAG_CHUNK_END;
  taken += left;
  if (taken !== bytes) {
    // As many trees are whole now as the number of chunks can be halved.
    for (let chunks: u32 = taken / CHUNK_BYTES; (chunks & 1) === 0; chunks >>>= 1) {
      owed++;
    }
  } else {
    owed = depth;
    step.flags |= depth === 0 ? FLAG_ROOT : 0;
  }
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

/** The chain that waited last, and to its right the one in hand. */
function takeNode(bytes: u32): void {
  owed--;
  depth--;
  const left = waiting[depth];
  for (let i: u32 = 0; i < CHAIN_WORDS; i++) {
    own[i] = left.words[i];
    own[CHAIN_WORDS + i] = step.chain[i];
  }
  startChain(0, taken === bytes && depth === 0 ? FLAG_PARENT | FLAG_ROOT : FLAG_PARENT);
  step.block = spanOf(own);
}

function startChain(counter: u32, flags: u32): void {
  copy(step.chain, START);
  step.counter = counter;
  step.bytes = BLOCK_BYTES;
  step.flags = flags;
}

/**
 * The compression function, without anything of the machine: for processors that have nothing better. Does the first round, or two
 * further ones, of about 900 instructions each.
 */
export function mixPlainly(step: Blake3Step): void {
  if (rounds === 0) {
    startRounds(step);
  } else {
    mixRound();
  }
  mixRound();
  if (rounds === ROUNDS) {
    rounds = 0;
    for (let i: u32 = 0; i < CHAIN_WORDS; i++) {
      step.chain[i] = state[i] ^ state[CHAIN_WORDS + i];
    }
    step.flags = 0;
    step.block = subSpan(step.block, BLOCK_WORDS, step.block.length - BLOCK_WORDS);
  }
}

function startRounds(step: Blake3Step): void {
  for (let i: u32 = 0; i < BLOCK_WORDS; i++) {
    state[i] = i < CHAIN_WORDS ? step.chain[i] : START[i & 3];
    message[i] = step.block[i];
  }
  state[12] = step.counter;
  state[13] = step.counterHigh;
  state[14] = step.bytes;
  state[15] = step.flags;
}

function mixRound(): void {
  rounds++;
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
