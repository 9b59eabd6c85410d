/**
 * Windows on physical memory: devices, frame buffers, buffers that devices read and write. A window
 * lies in the DMA AREA, is seen by all flat tasks, and ends with the task that created it.
 */
import type { DmaCache } from "../abi/flat.ts";
import { Status } from "../abi/status.ts";
import { dmaCreate, dmaDestroy, type FlatWords } from "./kernel-calls.ts";

/** What createDma found. */
export class Dma {
  /** OK; BAD_ADDRESS, BAD_ARGUMENT, PROTECTED, NO_MEMORY. */
  status: Status = Status.OK;
  /** Where the first byte of the range lies, after OK. */
  address: u32 = 0;
}

/** Maps `bytes` bytes of physical memory from `physical` on, of any alignment and size. */
export function createDma(physical: u64, bytes: u32, cache: DmaCache, window: Dma): void {
  const words: FlatWords = zeroed();
  window.status = dmaCreate(physical, bytes, cache, words);
  window.address = window.status === Status.OK ? words.word0 : 0;
}

/** Gives up one use of the window at an address of createDma. Errors: BAD_ADDRESS. */
export function destroyDma(address: u32): Status {
  return dmaDestroy(address);
}
