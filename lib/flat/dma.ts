/**
 * Windows on physical memory: devices, frame buffers, buffers that devices read and write. A window
 * lies in the DMA AREA, is seen by all flat tasks, and ends with the task that created it.
 */
import type { DmaCache } from "../abi/flat.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import { dmaBuffer, dmaCreate, dmaDestroy, type FlatWords } from "./kernel-calls.ts";

/** What createDma found. */
export class Dma {
  /** OK; BAD_ADDRESS, BAD_ARGUMENT, PROTECTED, NO_MEMORY. */
  status: Status = Status.OK;
  /** Where the first byte of the range lies, after OK. */
  address: u32 = 0;
  /** Where that lies in physical memory. */
  physical: u64 = 0n;
}

/** Maps `bytes` bytes of physical memory from `physical` on, of any alignment and size. */
export function createDma(physical: u64, bytes: u32, cache: DmaCache, window: Dma): void {
  const words: FlatWords = zeroed();
  window.status = dmaCreate(physical, bytes, cache, words);
  window.address = window.status === Status.OK ? words.word0 : 0;
  window.physical = physical;
}

/**
 * Takes zeroed RAM in a row for a device: at most DMA_BUFFER_BYTES_MAX bytes, on an `alignment` in bytes (a
 * power of two; never less than a page), wholly below `limit` (0: anywhere). Ends with destroyDma.
 * Errors: BAD_ARGUMENT, NO_MEMORY.
 */
export function createDmaBuffer(bytes: u32, alignment: u32, limit: u64, cache: DmaCache, buffer: Dma): void {
  const words: FlatWords = zeroed();
  const pages: u64 = limit >> u64(PAGE_SHIFT);
  // Below the first page is nothing; page 1 is the kernel's.
  const end: u32 = pages > 0xffff_ffffn || limit === 0n ? 0 : u32(pages === 0n ? 1n : pages);
  buffer.status = dmaBuffer(bytes, alignment, end, cache, words);
  buffer.address = 0;
  if (buffer.status === Status.OK) {
    buffer.address = words.word0;
    buffer.physical = u64(words.word1) | (u64(words.word2) << 32n);
    fillWords(words.word0, 0, ((bytes + PAGE_OFFSET_MASK) & ~PAGE_OFFSET_MASK) >>> 2);
  }
}

/** Gives up one use of the window at an address of createDma. Errors: BAD_ADDRESS. */
export function destroyDma(address: u32): Status {
  return dmaDestroy(address);
}
