/** Memory for devices: frames in a row, and that nothing of the flat domain moves out of a device's way. */
import { Counter } from "../../../lib/abi/call.ts";
import { DMA_BUFFER_BYTES_MAX, DmaCache } from "../../../lib/abi/flat.ts";
import { Status } from "../../../lib/abi/status.ts";
import { createDma, createDmaBuffer, type Dma, destroyDma } from "../../../lib/flat/dma.ts";
import { type FlatWords, heapBounds } from "../../../lib/flat/kernel-calls.ts";
import { addressOfEntry, loadWord, storeWord } from "../../../lib/flat/memory.ts";
import { endSelf } from "../../../lib/flat/panic.ts";
import { startTask, waitForEnd } from "../../../lib/flat/tasks.ts";
import type { Stock } from "../verdict/verdict.ts";
import { walkPage } from "./tables.ts";
import { counter, ok, okEqual, okStock, takeStock } from "./tap.ts";

const PAGE_BYTES: u32 = 4096;
const KIB_64: u32 = 0x1_0000;
/** From the start of the global heap, before which is no frame. */
const LIMIT_DISTANCE: u32 = 0x300_0000;
/** RAM in a machine of 5 GB. */
const FAR: u64 = 0x1_2000_0000n;
const FRAMES_OF_4_GIB: u32 = 0x10_0000;

let forgotten: u32 = 0;

function expectRefusal(bytes: u32, alignment: u32, limit: u64, status: Status, name: string): void {
  const buffer: Dma = zeroed();
  createDmaBuffer(bytes, alignment, limit, DmaCache.UNCACHED, buffer);
  okEqual(buffer.status, status, name);
}

function testRefusals(): void {
  expectRefusal(0, PAGE_BYTES, 0n, Status.BAD_ARGUMENT, "a buffer of no bytes");
  expectRefusal(DMA_BUFFER_BYTES_MAX + 1, PAGE_BYTES, 0n, Status.BAD_ARGUMENT, "more than one call gives");
  expectRefusal(PAGE_BYTES, 0, 0n, Status.BAD_ARGUMENT, "no alignment");
  expectRefusal(PAGE_BYTES, 0x3000, 0n, Status.BAD_ARGUMENT, "an alignment that is no power of two");
  expectRefusal(PAGE_BYTES, PAGE_BYTES, 0x10_0000n, Status.NO_MEMORY, "all below 1 MiB");
  expectRefusal(PAGE_BYTES, PAGE_BYTES, 1n, Status.NO_MEMORY, "all below the first byte");
  const buffer: Dma = zeroed();
  createDmaBuffer(PAGE_BYTES, PAGE_BYTES, 0n, 2 as DmaCache, buffer);
  okEqual(buffer.status, Status.BAD_ARGUMENT, "a buffer with a cache attribute that does not exist");
}

/** Whether the pages from an address on are the physical ones from `physical` on, as the tables say, and zero. */
function isRun(address: u32, physical: u64, bytes: u32): bool {
  for (let done: u32 = 0; done < bytes; done += PAGE_BYTES) {
    if (walkPage(address + done) !== u32((physical + u64(done)) >> 12n)) {
      return false;
    }
    if (loadWord(address + done) !== 0 || loadWord(address + done + PAGE_BYTES - 4) !== 0) {
      return false;
    }
  }
  return true;
}

function testRuns(): void {
  const before: Stock = zeroed();
  takeStock(before);
  const words: FlatWords = zeroed();
  heapBounds(words);
  const limit: u64 = u64(words.word0 + LIMIT_DISTANCE);
  const buffer: Dma = zeroed();
  createDmaBuffer(KIB_64 - 5, KIB_64, limit, DmaCache.UNCACHED, buffer);
  okEqual(buffer.status, Status.OK, "64 KiB for a device");
  okEqual(u32(buffer.physical) & (KIB_64 - 1), 0, "on 64 KiB");
  ok(buffer.physical + u64(KIB_64) <= limit, "below the limit");
  ok(isRun(buffer.address, buffer.physical, KIB_64), "frames in a row, of zeros");
  okEqual(before.frames - counter(Counter.FREE_FRAMES), 16, "16 frames less are free");
  storeWord(buffer.address + 4, 0x600d_600d);
  const part: Dma = zeroed();
  createDma(buffer.physical + 4n, 4, DmaCache.UNCACHED, part);
  okEqual(part.address, buffer.address + 4, "its physical address leads to the same window");
  okEqual(loadWord(part.address), 0x600d_600d, "with what was written");
  destroyDma(part.address);
  createDma(buffer.physical - 4096n, 8192, DmaCache.UNCACHED, part);
  okEqual(part.status, Status.PROTECTED, "no device's window takes its frames away");
  okEqual(destroyDma(buffer.address), Status.OK, "the buffer is given back");
  createDmaBuffer(DMA_BUFFER_BYTES_MAX, DMA_BUFFER_BYTES_MAX, 0n, DmaCache.WRITE_COMBINING, buffer);
  ok(isRun(buffer.address, buffer.physical, DMA_BUFFER_BYTES_MAX), "2 MiB in a row");
  okEqual(u32(buffer.physical) & (DMA_BUFFER_BYTES_MAX - 1), 0, "on 2 MiB");
  okEqual(destroyDma(buffer.address), Status.OK, "and back");
  okStock(before, "frames and tables of buffers are back");
}

function forgetful(_task: u32, _argument: u32): never {
  const buffer: Dma = zeroed();
  createDmaBuffer(KIB_64, PAGE_BYTES, 0n, DmaCache.UNCACHED, buffer);
  forgotten = buffer.address;
  endSelf(0);
}

function testEnd(): void {
  const before: Stock = zeroed();
  takeStock(before);
  waitForEnd(startTask(forgetful, 0));
  ok(forgotten !== 0, "a task has a buffer");
  okStock(before, "which ends with it");
}

/** The frame behind an address must stay where it is. */
function expectPinned(address: u32, name: string): void {
  const window: Dma = zeroed();
  createDma(u64(walkPage(address)) << 12n, PAGE_BYTES, DmaCache.UNCACHED, window);
  okEqual(window.status, Status.PROTECTED, name);
}

function testPinned(): void {
  const before: Stock = zeroed();
  takeStock(before);
  const words: FlatWords = zeroed();
  heapBounds(words);
  expectPinned(addressOfEntry(forgetful), "a flat program's code stays");
  expectPinned(words.word0, "the global heap stays");
  okStock(before, "a refused window takes nothing");
}

/** RAM beyond 4 GiB is RAM: with 5 GB of it a window takes a frame from the allocator, with less none. */
function testFar(): void {
  const before: Stock = zeroed();
  takeStock(before);
  const window: Dma = zeroed();
  createDma(FAR, PAGE_BYTES, DmaCache.UNCACHED, window);
  okEqual(window.status, Status.OK, "a window beyond 4 GiB");
  const taken: u32 = before.frames > FRAMES_OF_4_GIB ? 1 : 0;
  okEqual(before.frames - counter(Counter.FREE_FRAMES), taken, "takes RAM where there is some");
  destroyDma(window.address);
  okStock(before, "and gives it back");
}

export function testBuffers(): void {
  testRefusals();
  testRuns();
  testEnd();
  testPinned();
  testFar();
}
