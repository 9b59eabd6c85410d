/** lib/core/heap: the allocator behind malloc, also by a long random run with every block checked. */
import {
  addHeapChunk,
  HEAP_CHUNK_OVERHEAD_BYTES,
  HEAP_CHUNKS_MAX,
  type Heap,
  HeapFree,
  heapAllocate,
  heapChunkBytesFor,
  heapFree,
  takeEmptyHeapChunk,
} from "../../lib/core/heap.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const CHUNK_WORDS = 1024;
const CHUNKS = 4;
const TOTAL_WORDS = 4096;
const BLOCKS = 64;
const ROUNDS: u32 = 50_000;
const BASE: u32 = 0x5000_0000;

const storage: FixedArray<u32, typeof TOTAL_WORDS> = zeroed();
const heap: Heap = zeroed();
/** Address, bytes and stamp of the blocks that a random run holds. */
const addresses: FixedArray<u32, typeof BLOCKS> = zeroed();
const sizes: FixedArray<u32, typeof BLOCKS> = zeroed();
const stamps: FixedArray<u32, typeof BLOCKS> = zeroed();

function addChunk(number: u32): bool {
  const words: Span<u32> = subSpan(spanOf(storage), number * CHUNK_WORDS, CHUNK_WORDS);
  return addHeapChunk(heap, BASE + number * CHUNK_WORDS * 4, words);
}

function testEmpty(): void {
  checkEqual(heapAllocate(heap, 1), 0, "an empty heap gives nothing");
  checkEqual(takeEmptyHeapChunk(heap), 0, "an empty heap has no chunk");
  checkEqual(heapFree(heap, BASE), HeapFree.NOT_ALLOCATED, "free in an empty heap");
  checkEqual(heapFree(heap, 0), HeapFree.NOT_ALLOCATED, "free of address 0");
}

function testOneChunk(): void {
  check(addChunk(0), "the heap takes a chunk");
  const first: u32 = heapAllocate(heap, 10);
  const second: u32 = heapAllocate(heap, 0);
  check(first >= BASE && first < BASE + CHUNK_WORDS * 4, "a block lies in its chunk");
  checkEqual(first & 7, 0, "a block is aligned to 8");
  checkEqual(second & 7, 0, "an empty block is aligned to 8");
  check(second !== first && second !== 0, "an empty block is a block");
  checkEqual(heapFree(heap, first + 8), HeapFree.NOT_ALLOCATED, "free inside a block");
  checkEqual(heapFree(heap, first + 1), HeapFree.NOT_ALLOCATED, "free of an odd address");
  checkEqual(takeEmptyHeapChunk(heap), 0, "a chunk in use stays");
  checkEqual(heapFree(heap, first), HeapFree.OK, "free");
  checkEqual(heapFree(heap, first), HeapFree.NOT_ALLOCATED, "double free");
  checkEqual(heapFree(heap, second), HeapFree.OK, "free of the empty block");
  checkEqual(heapFree(heap, BASE), HeapFree.NOT_ALLOCATED, "free of the chunk's start");
  const whole: u32 = CHUNK_WORDS * 4 - HEAP_CHUNK_OVERHEAD_BYTES;
  const all: u32 = heapAllocate(heap, whole);
  check(all !== 0, "free neighbours join to the whole chunk");
  checkEqual(heapAllocate(heap, 0), 0, "a full chunk gives nothing");
  checkEqual(heapFree(heap, all), HeapFree.OK, "free of the whole chunk");
  checkEqual(heapAllocate(heap, whole + 1), 0, "more than a chunk holds");
  checkEqual(takeEmptyHeapChunk(heap), BASE, "an empty chunk is given back");
  checkEqual(heapFree(heap, all), HeapFree.NOT_ALLOCATED, "free after the chunk has gone");
}

function testSizes(): void {
  checkEqual(heapChunkBytesFor(0xffff_ffff), 0, "a request that cannot be");
  checkEqual(heapAllocate(heap, 0xffff_fffd), 0, "a request that would wrap");
  for (let bytes: u32 = 0; bytes < 40; bytes++) {
    const words: u32 = (heapChunkBytesFor(bytes) >>> 3) << 1;
    check(addHeapChunk(heap, BASE, subSpan(spanOf(storage), 0, words)), "a chunk just large enough is taken");
    const address: u32 = heapAllocate(heap, bytes);
    check(address !== 0, "a chunk just large enough holds the block");
    check(address + bytes <= BASE + words * 4, "the block ends in its chunk");
    heapFree(heap, address);
    takeEmptyHeapChunk(heap);
  }
}

function testManyChunks(): void {
  for (let i: u32 = 0; i < HEAP_CHUNKS_MAX; i++) {
    check(
      addHeapChunk(heap, BASE + i * 64, subSpan(spanOf(storage), i * 16, 16)),
      "as many chunks as there is room for",
    );
  }
  check(!addHeapChunk(heap, BASE, subSpan(spanOf(storage), 0, 16)), "one chunk too many");
  for (let i: u32 = 0; i < HEAP_CHUNKS_MAX; i++) {
    check(takeEmptyHeapChunk(heap) !== 0, "every chunk comes back");
  }
}

function wordsOf(slot: u32): Span<u32> {
  return subSpan(spanOf(storage), (addresses[slot] - BASE) >>> 2, sizes[slot] >>> 2);
}

/** A block must hold what was written into all of it. */
function checkBlock(slot: u32): void {
  for (const word of wordsOf(slot)) {
    if (word !== stamps[slot]) {
      check(false, "a block was written by somebody else");
      return;
    }
  }
}

function takeRandomBlock(random: Random, slot: u32): void {
  sizes[slot] = randomBelow(random, 400);
  addresses[slot] = heapAllocate(heap, sizes[slot]);
  if (addresses[slot] === 0) {
    return;
  }
  stamps[slot] = 0x0101_0101 * (1 + slot);
  const words: Span<u32> = wordsOf(slot);
  for (let i: u32 = 0; i < words.length; i++) {
    words[i] = stamps[slot];
  }
}

function testRandom(): void {
  const random: Random = zeroed();
  startRandom(random, 20261);
  for (let i: u32 = 0; i < CHUNKS; i++) {
    addChunk(i);
  }
  let refused: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const slot: u32 = randomBelow(random, BLOCKS);
    if (addresses[slot] === 0) {
      takeRandomBlock(random, slot);
      refused += addresses[slot] === 0 ? 1 : 0;
    } else {
      checkBlock(slot);
      checkEqual(heapFree(heap, addresses[slot]), HeapFree.OK, "free of a block in use");
      addresses[slot] = 0;
    }
  }
  check(refused < ROUNDS / 10, "the heap does not fragment away");
  for (let slot: u32 = 0; slot < BLOCKS; slot++) {
    if (addresses[slot] !== 0) {
      checkEqual(heapFree(heap, addresses[slot]), HeapFree.OK, "free at the end");
    }
  }
  for (let i: u32 = 0; i < CHUNKS; i++) {
    check(takeEmptyHeapChunk(heap) !== 0, "every chunk is empty at the end");
  }
}

export function main(): i32 {
  testEmpty();
  testOneChunk();
  testSizes();
  testManyChunks();
  testRandom();
  return finish("heap");
}
