/**
 * The allocator behind `malloc`: blocks within chunks that somebody else supplies and takes back.
 *
 * A block is a header word, which holds its size in words with a mark above it, and what follows.
 * Blocks fill words 1 to length - 1 of a chunk; headers lie at odd words, so that every block's
 * memory is aligned to 8 bytes. Free neighbours are joined when an allocation walks over them.
 * A wrong `free` is recognised by the mark as far as that can be, and changes nothing. Pure: it
 * sees memory only through the chunk's window.
 */
export const HEAP_CHUNKS_MAX = 64;
/** Bytes of a chunk that its blocks cannot use, and the header of a block in it. */
export const HEAP_CHUNK_OVERHEAD_BYTES: u32 = 12;

const WORD_SHIFT: u32 = 2;
const ALIGN_MASK: u32 = 7;
const SIZE_MASK: u32 = 0x0fff_ffff;
const MARK_USED: u32 = 0xa000_0000;
const MARK_FREE: u32 = 0x5000_0000;
const FIRST_HEADER: u32 = 1;
const BLOCK_WORDS_MIN: u32 = 2;
/** Larger requests are refused at once, so that sizes cannot wrap. */
const REQUEST_BYTES_MAX: u32 = 0x3000_0000;

class HeapChunk {
  /** Address of its first word; 0 in a place without a chunk. */
  address: u32 = 0;
  words: Span<u32> = zeroed();
  usedBlocks: u32 = 0;
  /** Words in free blocks, their headers included. */
  freeWords: u32 = 0;
}

export class Heap {
  chunks: FixedArray<HeapChunk, typeof HEAP_CHUNKS_MAX> = zeroed();
}

export enum HeapFree {
  OK = 0,
  /** No block in use starts there. */
  NOT_ALLOCATED = 1,
}

/** Words of the block for a request, header included; 0 where it is too large. */
function blockWords(bytes: u32): u32 {
  if (bytes > REQUEST_BYTES_MAX) {
    return 0;
  }
  const payload: u32 = (bytes + 3) >>> WORD_SHIFT;
  const words: u32 = (payload + 2) & ~1;
  return words < BLOCK_WORDS_MIN ? BLOCK_WORDS_MIN : words;
}

/** Bytes that a chunk must have at least to hold one block for this request; 0 where it is too large. */
export function heapChunkBytesFor(bytes: u32): u32 {
  const words: u32 = blockWords(bytes);
  return words === 0 ? 0 : (words << WORD_SHIFT) + HEAP_CHUNK_OVERHEAD_BYTES;
}

/**
 * Gives the heap a chunk. `address` is a multiple of 8, the window's length even and at least 4.
 * @returns false when the heap has no place for another chunk; it is the caller's again
 */
export function addHeapChunk(heap: Heap, address: u32, words: Span<u32>): bool {
  for (let i: u32 = 0; i < HEAP_CHUNKS_MAX; i++) {
    const chunk: HeapChunk = heap.chunks[i];
    if (chunk.address === 0) {
      chunk.address = address;
      chunk.words = words;
      chunk.usedBlocks = 0;
      chunk.freeWords = words.length - 2;
      chunk.words[FIRST_HEADER] = MARK_FREE | chunk.freeWords;
      return true;
    }
  }
  return false;
}

/**
 * Makes the chunk that ends at `address` longer: `joined` is the window on it and on the even number of
 * words that follow. False when no chunk ends there; the memory is the caller's again.
 */
export function extendHeapChunk(heap: Heap, address: u32, joined: Span<u32>): bool {
  const chunk = chunkThatEndsAt(heap, address);
  if (chunk === null) {
    return false;
  }
  const before: u32 = chunk.words.length;
  chunk.words = joined;
  // What was the chunk's unused last word is the header of the new block.
  chunk.words[before - 1] = MARK_FREE | (joined.length - before);
  chunk.freeWords += joined.length - before;
  return true;
}

/** The address of the chunk that ends at `address`, or 0. */
export function heapChunkBefore(heap: Heap, address: u32): u32 {
  const chunk = chunkThatEndsAt(heap, address);
  return chunk === null ? 0 : chunk.address;
}

function chunkThatEndsAt(heap: Heap, address: u32): HeapChunk | null {
  for (let i: u32 = 0; i < HEAP_CHUNKS_MAX; i++) {
    const chunk: HeapChunk = heap.chunks[i];
    if (chunk.address !== 0 && chunk.address + (chunk.words.length << WORD_SHIFT) === address) {
      return chunk;
    }
  }
  return null;
}

/** Takes a chunk without blocks in use out of the heap. Returns its address, or 0 when there is none. */
export function takeEmptyHeapChunk(heap: Heap): u32 {
  for (let i: u32 = 0; i < HEAP_CHUNKS_MAX; i++) {
    const chunk: HeapChunk = heap.chunks[i];
    if (chunk.address !== 0 && chunk.usedBlocks === 0) {
      const address: u32 = chunk.address;
      chunk.address = 0;
      return address;
    }
  }
  return 0;
}

function isFree(header: u32): bool {
  return (header & ~SIZE_MASK) === MARK_FREE;
}

/** Joins the free block at `header` with the free blocks right after it. Returns its size in words. */
function joinFree(chunk: HeapChunk, header: u32): u32 {
  let size: u32 = chunk.words[header] & SIZE_MASK;
  let next: u32 = header + size;
  while (next < chunk.words.length - 1 && isFree(chunk.words[next])) {
    size += chunk.words[next] & SIZE_MASK;
    next = header + size;
  }
  chunk.words[header] = MARK_FREE | size;
  return size;
}

/** Marks `words` words of the free block at `header` as used; the rest stays a free block. */
function takeBlock(chunk: HeapChunk, header: u32, size: u32, words: u32): void {
  if (size > words) {
    chunk.words[header + words] = MARK_FREE | (size - words);
  }
  chunk.words[header] = MARK_USED | words;
  chunk.usedBlocks += 1;
  chunk.freeWords -= words;
}

/** First fit in one chunk. Returns the block's address, or 0. */
function allocateInChunk(chunk: HeapChunk, words: u32): u32 {
  let header: u32 = FIRST_HEADER;
  while (header < chunk.words.length - 1) {
    let size: u32 = chunk.words[header] & SIZE_MASK;
    if (isFree(chunk.words[header])) {
      size = joinFree(chunk, header);
      if (size >= words) {
        takeBlock(chunk, header, size, words);
        return chunk.address + ((header + 1) << WORD_SHIFT);
      }
    }
    if (size === 0) {
      panic("malloc: a block's header was overwritten");
    }
    header += size;
  }
  return 0;
}

/** Takes `bytes` bytes, aligned to 8. Returns their address; 0 when no chunk has room. */
export function heapAllocate(heap: Heap, bytes: u32): u32 {
  const words: u32 = blockWords(bytes);
  if (words === 0) {
    return 0;
  }
  for (let i: u32 = 0; i < HEAP_CHUNKS_MAX; i++) {
    const chunk: HeapChunk = heap.chunks[i];
    if (chunk.address !== 0 && chunk.freeWords >= words) {
      const address: u32 = allocateInChunk(chunk, words);
      if (address !== 0) {
        return address;
      }
    }
  }
  return 0;
}

function freeInChunk(chunk: HeapChunk, offset: u32): HeapFree {
  if ((offset & ALIGN_MASK) !== 0 || offset === 0) {
    return HeapFree.NOT_ALLOCATED;
  }
  const header: u32 = (offset >>> WORD_SHIFT) - 1;
  const size: u32 = chunk.words[header] & SIZE_MASK;
  if ((chunk.words[header] & ~SIZE_MASK) !== MARK_USED || size < BLOCK_WORDS_MIN) {
    return HeapFree.NOT_ALLOCATED;
  }
  if (size > chunk.words.length - 1 - header) {
    return HeapFree.NOT_ALLOCATED;
  }
  chunk.words[header] = MARK_FREE | size;
  chunk.usedBlocks -= 1;
  chunk.freeWords += size;
  return HeapFree.OK;
}

/** Gives a block back. */
export function heapFree(heap: Heap, address: u32): HeapFree {
  for (let i: u32 = 0; i < HEAP_CHUNKS_MAX; i++) {
    const chunk: HeapChunk = heap.chunks[i];
    const offset: u32 = address - chunk.address;
    if (chunk.address !== 0 && offset < chunk.words.length << WORD_SHIFT) {
      return freeInChunk(chunk, offset);
    }
  }
  return HeapFree.NOT_ALLOCATED;
}
