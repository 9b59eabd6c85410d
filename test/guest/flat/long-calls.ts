/** What flat tasks leave behind and look for, as much as there can be of it: no call and no end holds the machine for long. */
import { Counter } from "../../../lib/abi/call.ts";
import { DMA_BUFFER_BYTES_MAX, DmaCache } from "../../../lib/abi/flat.ts";
import { Status } from "../../../lib/abi/status.ts";
import { createDma, createDmaBuffer, type Dma, destroyDma } from "../../../lib/flat/dma.ts";
import { yieldTask } from "../../../lib/flat/kernel-calls.ts";
import { endSelf } from "../../../lib/flat/panic.ts";
import { startTask, waitForEnd } from "../../../lib/flat/tasks.ts";
import type { Stock } from "../verdict/verdict.ts";
import { counter, ok, okEqual, okStock, takeStock } from "./tap.ts";

/** The bounds, in instructions: for one hold of the machine, and for interrupts off. */
const LONGEST: u32 = 50_000;
const INTERRUPTS_OFF: u32 = 3000;
const PAGE_BYTES: u32 = 4096;
/** No large page fits into it. */
const WINDOW_BYTES: u32 = 511 * PAGE_BYTES;
/** All that one task can have, but for a few. */
const WINDOWS: u32 = 250;
const USES: u32 = 5000;
const GIB: u32 = 0x4000_0000;
const FRAMES_OF_4_GIB: u32 = 0x10_0000;
const YIELDS_MAX: u32 = 100_000;

let taken: u32 = 0;

function okHeld(what: string): void {
  const longest: u32 = counter(Counter.LONGEST_SLICE);
  okEqual(longest <= LONGEST ? 0 : longest, 0, what);
  const off: u32 = counter(Counter.INTERRUPTS_OFF);
  okEqual(off <= INTERRUPTS_OFF ? 0 : off, 0, "and interrupts were never off for long");
}

/** Takes nearly all windows, and one of them very often, and ends. */
function hoard(_task: u32, _argument: u32): never {
  const window: Dma = zeroed();
  for (let i: u32 = 0; i < WINDOWS; i++) {
    createDma(0x6_0000_0000n + (u64(i) << 21n), WINDOW_BYTES, DmaCache.UNCACHED, window);
    taken += window.status === Status.OK ? 1 : 0;
  }
  for (let i: u32 = 0; i < USES; i++) {
    createDma(0x6_0000_0000n, WINDOW_BYTES, DmaCache.UNCACHED, window);
    taken += window.status === Status.OK ? 1 : 0;
  }
  endSelf(0);
}

/** Windows go in slices; meanwhile others get theirs, and find none of the old ones. */
function testHoard(): void {
  const before: Stock = zeroed();
  takeStock(before);
  waitForEnd(startTask(hoard, 0));
  okEqual(taken, WINDOWS + USES, "a task has hundreds of windows, and uses one thousands of times");
  const window: Dma = zeroed();
  createDma(0x6_0000_0000n, WINDOW_BYTES, DmaCache.WRITE_COMBINING, window);
  okEqual(
    window.status,
    Status.OK,
    "its window is another's, with another cache attribute, when it has ended",
  );
  okEqual(destroyDma(window.address), Status.OK, "and goes");
  for (let i: u32 = 0; i < YIELDS_MAX && counter(Counter.FREE_HEAP_BYTES) !== before.heapBytes; i++) {
    yieldTask();
  }
  okStock(before, "all of them have gone");
  okHeld("the end of a task with hundreds of windows was in slices");
}

function testLongWindow(): void {
  const window: Dma = zeroed();
  createDma(0x6_0000_1000n, 2 * WINDOW_BYTES, DmaCache.UNCACHED, window);
  okEqual(window.status, Status.OK, "a window of a thousand single pages");
  okEqual(destroyDma(window.address), Status.OK, "and back");
  okHeld("neither has taken long");
}

/** The largest buffers, and one that only a look through all blocks of memory finds, or does not. */
function testSearch(): void {
  const before: Stock = zeroed();
  takeStock(before);
  const first: Dma = zeroed();
  const second: Dma = zeroed();
  createDmaBuffer(PAGE_BYTES, PAGE_BYTES, 0n, DmaCache.UNCACHED, first);
  createDmaBuffer(WINDOW_BYTES, PAGE_BYTES, 0n, DmaCache.UNCACHED, second);
  okEqual(second.status, Status.OK, "a buffer of 511 pages");
  destroyDma(second.address);
  createDmaBuffer(DMA_BUFFER_BYTES_MAX, PAGE_BYTES, 0n, DmaCache.UNCACHED, second);
  okEqual(second.status, Status.OK, "one of 512");
  destroyDma(second.address);
  destroyDma(first.address);
  okHeld("nobody has held the machine for long");
  const large: bool = before.frames > FRAMES_OF_4_GIB;
  createDmaBuffer(WINDOW_BYTES, GIB, 0n, DmaCache.UNCACHED, first);
  okEqual(first.status, large ? Status.OK : Status.NO_MEMORY, "a buffer on a whole GiB, where there is one");
  ok(!large || (u32(first.physical) & (GIB - 1)) === 0, "lies there");
  destroyDma(first.address);
  createDmaBuffer(WINDOW_BYTES, 2 * GIB, 0x8000_0000n, DmaCache.UNCACHED, first);
  okEqual(first.status, Status.NO_MEMORY, "one on 2 GiB and below them is nowhere");
  okHeld("the search through all blocks was in slices");
  okStock(before, "all frames are back");
}

export function testLongCalls(): void {
  testHoard();
  testLongWindow();
  testSearch();
}
