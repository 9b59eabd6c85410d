/**
 * BLAKE3 without a key, 32 bytes long, for the image builder: Node has none. The kernel's is lib/core/blake3.ts; both are
 * tested against the published vectors. Source: "BLAKE3: one function, fast everywhere", 2020, sections 2.1 to 2.4.
 */
const CHUNK_BYTES = 1024;
const BLOCK_BYTES = 64;
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const ORDER = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
const FLAGS = { chunkStart: 1, chunkEnd: 2, parent: 4, root: 8 };
/** Places of the columns, then of the diagonals. */
const QUARTERS = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => {
  const turn = i >> 2;
  return [i & 3, 4 + ((i + turn) & 3), 8 + ((i + 2 * turn) & 3), 12 + ((i + 3 * turn) & 3)] as const;
});

/** The hash of `bytes`. */
export function blake3(bytes: Uint8Array): Buffer {
  const chain = treeOf(Buffer.from(bytes), 0, FLAGS.root);
  const digest = Buffer.alloc(32);
  for (const [index, word] of chain.entries()) digest.writeUInt32LE(word, index * 4);
  return digest;
}

/** The chain of a tree that begins with chunk number `first`: its left side is as large a whole tree as leaves a right side. */
function treeOf(bytes: Buffer, first: number, root: number): number[] {
  if (bytes.length <= CHUNK_BYTES) return chunk(bytes, first, root);
  const chunks = Math.ceil(bytes.length / CHUNK_BYTES);
  const left = 2 ** Math.floor(Math.log2(chunks - 1));
  const [before, after] = [bytes.subarray(0, left * CHUNK_BYTES), bytes.subarray(left * CHUNK_BYTES)];
  const below = [...treeOf(before, first, 0), ...treeOf(after, first + left, 0)];
  return mix(START, below, 0, BLOCK_BYTES, FLAGS.parent | root);
}

function chunk(bytes: Buffer, counter: number, root: number): number[] {
  const blocks = Math.max(1, Math.ceil(bytes.length / BLOCK_BYTES));
  let chain = START;
  for (let index = 0; index < blocks; index += 1) {
    const block = Buffer.alloc(BLOCK_BYTES);
    const taken = bytes.copy(block, 0, index * BLOCK_BYTES);
    const flags = (index === 0 ? FLAGS.chunkStart : 0) | (index === blocks - 1 ? FLAGS.chunkEnd | root : 0);
    const words = ORDER.map((_, word) => block.readUInt32LE(word * 4));
    chain = mix(chain, words, counter, Math.min(taken, BLOCK_BYTES), flags);
  }
  return chain;
}

/** The compression function, first half of its result. */
function mix(
  chain: readonly number[],
  block: readonly number[],
  counter: number,
  bytes: number,
  flags: number,
) {
  const state = Uint32Array.from([...chain, ...START.slice(0, 4), counter, 0, bytes, flags]);
  const half = (
    a: number,
    b: number,
    c: number,
    d: number,
    word: number,
    turns: readonly [number, number],
  ) => {
    state[a]! += state[b]! + word;
    state[d] = rotateRight(state[d]! ^ state[a]!, turns[0]);
    state[c]! += state[d]!;
    state[b] = rotateRight(state[b]! ^ state[c]!, turns[1]);
  };
  let words = block;
  for (let round = 0; round < 7; round += 1) {
    for (const [index, [a, b, c, d]] of QUARTERS.entries()) {
      half(a, b, c, d, words[2 * index]!, [16, 12]);
      half(a, b, c, d, words[2 * index + 1]!, [8, 7]);
    }
    const before = words;
    words = ORDER.map((from) => before[from]!);
  }
  return START.map((_, index) => (state[index]! ^ state[index + 8]!) >>> 0);
}

function rotateRight(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}
