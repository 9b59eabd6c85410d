/**
 * `malloc` and `free`: small pieces of memory out of chunks that the VMM server gives.
 *
 * The heap grows by chunks of 64 KiB where the policy allows it, else by just what is needed, and
 * gives a chunk back as soon as nothing in it is used. Only for tasks that a VMM manages.
 */
import {
  addHeapChunk,
  type Heap,
  HeapFree,
  heapAllocate,
  heapChunkBytesFor,
  heapFree,
  takeEmptyHeapChunk,
} from "../core/heap.ts";
import { bytesOfPages, pagesFor } from "../core/rounding.ts";
import { ServerStatus } from "../proto/server-status.ts";
import type { Allocation } from "../proto/vmm.ts";
import { wordWindow } from "./memory.ts";
import { vmmAllocate, vmmRelease } from "./vmm-client.ts";

const CHUNK_BYTES: u32 = 0x1_0000;
const heap: Heap = zeroed();

/** Asks the VMM for a chunk of `bytes` bytes, a whole number of pages. */
function grow(bytes: u32): bool {
  const allocation: Allocation = zeroed();
  vmmAllocate(bytes, allocation);
  if (allocation.status !== ServerStatus.OK) {
    return false;
  }
  if (!addHeapChunk(heap, allocation.address, wordWindow(allocation.address, bytes >>> 2))) {
    vmmRelease(allocation.address);
    return false;
  }
  return true;
}

function growFor(bytes: u32): bool {
  const needed: u32 = heapChunkBytesFor(bytes);
  if (needed === 0) {
    return false;
  }
  const exact: u32 = bytesOfPages(pagesFor(needed));
  return (exact < CHUNK_BYTES && grow(CHUNK_BYTES)) || grow(exact);
}

/**
 * Takes `bytes` bytes of this task's memory, aligned to 8. Their contents are not defined.
 * @returns their address; 0 when there is no memory, or the policy gives no more
 */
export function malloc(bytes: u32): u32 {
  const address: u32 = heapAllocate(heap, bytes);
  if (address !== 0) {
    return address;
  }
  return growFor(bytes) ? heapAllocate(heap, bytes) : 0;
}

/** Gives memory of `malloc` back; 0 is nothing. Panics when no block in use starts at `address`. */
export function free(address: u32): void {
  if (address === 0) {
    return;
  }
  if (heapFree(heap, address) !== HeapFree.OK) {
    panic("free: this is not the start of memory in use");
  }
  const chunk: u32 = takeEmptyHeapChunk(heap);
  if (chunk !== 0 && vmmRelease(chunk) !== ServerStatus.OK) {
    panic("free: the VMM does not know its own region");
  }
}
