/** Windows of the DMA AREA and lower memory, and that both end with their task. */

import { Counter } from "../../../lib/abi/call.ts";
import { DmaCache } from "../../../lib/abi/flat.ts";
import { DMA_END } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { createDma, type Dma, destroyDma } from "../../../lib/flat/dma.ts";
import { type FlatWords, heapBounds, taskStop, yieldTask } from "../../../lib/flat/kernel-calls.ts";
import { allocateLower, releaseLower } from "../../../lib/flat/lower.ts";
import { loadByte, loadWord, storeByte, storeWord } from "../../../lib/flat/memory.ts";
import { endSelf } from "../../../lib/flat/panic.ts";
import { startTask, waitForEnd } from "../../../lib/flat/tasks.ts";
import type { Stock } from "../verdict/verdict.ts";
import { counter, ok, okEqual, okStock, takeStock } from "./tap.ts";

const TEXT_SCREEN: u64 = 0xb_8000n;
/** From the start of the flat heap: frames are taken from the lower end. */
const FREE_RAM_DISTANCE: u32 = 0x380_0000;
const LONG_DISTANCE: u32 = 0x280_0000;
const LONG_BYTES: u32 = 0x100_0000;
const TURNS_MAX: u32 = 100_000;
const MIB: u32 = 0x10_0000;
const FRAME_BUFFER: u64 = 0xfd00_0000n;
const PIXELS: u32 = 64_000;
const MANY: u32 = 20_000;
const HELD = 32;

const held: FixedArray<u32, typeof HELD> = zeroed();
let seed: u32 = 0x2545_f491;
const words: FlatWords = zeroed();
let greedyBegan: u32 = 0;
let childWindow: u32 = 0;
let childLower: u32 = 0;

function nextRandom(): u32 {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return seed;
}

function expectRefusal(physical: u64, bytes: u32, cache: DmaCache, status: Status, name: string): void {
  const window: Dma = zeroed();
  createDma(physical, bytes, cache, window);
  okEqual(window.status, status, name);
}

function testDevice(): void {
  const window: Dma = zeroed();
  createDma(TEXT_SCREEN, 4000, DmaCache.UNCACHED, window);
  okEqual(window.status, Status.OK, "the text screen is mapped");
  okEqual(window.address, DMA_END - 0x1000, "at the upper end");
  const before: u8 = loadByte(window.address);
  storeByte(0xb_8000, 0x41);
  okEqual(u32(loadByte(window.address)), 0x41, "it shows what is there");
  storeByte(window.address, before);
  okEqual(u32(loadByte(0xb_8000)), u32(before), "and changes it");
  const again: Dma = zeroed();
  createDma(TEXT_SCREEN + 2n, 10, DmaCache.UNCACHED, again);
  okEqual(again.address, window.address + 2, "a part of it is the same window");
  expectRefusal(
    TEXT_SCREEN,
    4000,
    DmaCache.WRITE_COMBINING,
    Status.BAD_ARGUMENT,
    "not with another cache attribute",
  );
  okEqual(destroyDma(window.address), Status.OK, "one use less");
  okEqual(u32(loadByte(again.address - 2)), u32(before), "still there for the other");
  okEqual(destroyDma(again.address), Status.OK, "the last use");
  okEqual(destroyDma(again.address), Status.BAD_ADDRESS, "and no more");
}

function testRefusals(): void {
  expectRefusal(TEXT_SCREEN, 0, DmaCache.UNCACHED, Status.BAD_ADDRESS, "no bytes");
  expectRefusal(0xffff_ffff_ffff_f000n, 4096, DmaCache.UNCACHED, Status.BAD_ADDRESS, "beyond the processor");
  expectRefusal(
    0xffff_ffff_ffff_ffffn,
    0xffff_ffff,
    DmaCache.UNCACHED,
    Status.BAD_ADDRESS,
    "a range that wraps",
  );
  expectRefusal(TEXT_SCREEN, 1, 2 as DmaCache, Status.BAD_ARGUMENT, "a cache attribute that does not exist");
  expectRefusal(0n, 1, DmaCache.UNCACHED, Status.PROTECTED, "page 0");
  expectRefusal(0x1_0000n, 1, DmaCache.UNCACHED, Status.PROTECTED, "conventional memory");
  expectRefusal(0x10_0000n, 1, DmaCache.UNCACHED, Status.PROTECTED, "the kernel's code");
  expectRefusal(0xf_f000n, 0x1001, DmaCache.UNCACHED, Status.PROTECTED, "a ROM and a byte of the kernel");
  expectRefusal(0x1_0000_0000n, 0x4000_0000, DmaCache.UNCACHED, Status.NO_MEMORY, "more than the area");
}

function testFar(): void {
  const window: Dma = zeroed();
  createDma(0x8_0012_3456n, 16 * MIB, DmaCache.WRITE_COMBINING, window);
  okEqual(window.status, Status.OK, "16 MiB beyond 4 GiB");
  okEqual(window.address & 0xfff, 0x456, "at any byte");
  loadWord(window.address + 15 * MIB);
  okEqual(destroyDma(window.address + 3 * MIB), Status.OK, "given back by any address of it");
}

function testFreeRam(): void {
  const window: Dma = zeroed();
  const words: FlatWords = zeroed();
  heapBounds(words);
  createDma(u64(words.word0 + FREE_RAM_DISTANCE), 4096, DmaCache.UNCACHED, window);
  okEqual(window.status, Status.OK, "RAM that nobody uses");
  storeWord(window.address + 8, 0x1234_5678);
  okEqual(loadWord(window.address + 8), 0x1234_5678, "is memory");
  okEqual(destroyDma(window.address), Status.OK, "and given back");
}

/** A long range of RAM goes out in slices, and comes back in slices. */
function testLongRam(): void {
  const before: Stock = zeroed();
  takeStock(before);
  const window: Dma = zeroed();
  heapBounds(words);
  createDma(u64(words.word0 + LONG_DISTANCE), LONG_BYTES, DmaCache.UNCACHED, window);
  okEqual(window.status, Status.OK, "a window over 16 MiB of RAM");
  okEqual(before.frames - counter(Counter.FREE_FRAMES), LONG_BYTES >>> 12, "takes all of it");
  storeWord(window.address + LONG_BYTES - 4, 0x1234_5678);
  okEqual(loadWord(window.address + LONG_BYTES - 4), 0x1234_5678, "up to the last word");
  okEqual(destroyDma(window.address), Status.OK, "and gives it back");
  okStock(before, "whole, before the call returns");
}

/** Takes RAM beyond 4 GiB and keeps it: with 5 GB of memory that takes longer than a time slice. */
function greedy(_task: u32, _argument: u32): never {
  const window: Dma = zeroed();
  greedyBegan = 1;
  createDma(0x1_0000_0000n, 1000 * MIB, DmaCache.UNCACHED, window);
  greedyBegan = 2;
  for (;;) {
    yieldTask();
  }
}

/** A task is stopped in the middle of such a call, and another with its window made. */
function testLongEnds(): void {
  const before: Stock = zeroed();
  takeStock(before);
  for (let wanted: u32 = 1; wanted <= 2; wanted++) {
    greedyBegan = 0;
    const task = startTask(greedy, 0);
    while (greedyBegan < wanted) {
      yieldTask();
    }
    okEqual(taskStop(task), Status.OK, "a task with a window over RAM, or about to have one, is stopped");
    for (let turn: u32 = 0; turn < TURNS_MAX && counter(Counter.FREE_FRAMES) !== before.frames; turn++) {
      yieldTask();
    }
    okStock(before, "all RAM comes back");
  }
}

/** Where QEMU's firmware puts the linear frame buffer of its VGA card. */
function testFrameBuffer(): void {
  const window: Dma = zeroed();
  createDma(FRAME_BUFFER, 4 * MIB, DmaCache.WRITE_COMBINING, window);
  okEqual(window.status, Status.OK, "the linear frame buffer is mapped");
  for (let pixel: u32 = 0; pixel < PIXELS; pixel++) {
    storeWord(window.address + (pixel << 2), pixel ^ 0x00ff_8040);
  }
  let drawn: u32 = 0;
  for (let pixel: u32 = 0; pixel < PIXELS; pixel++) {
    drawn += loadWord(window.address + (pixel << 2)) === (pixel ^ 0x00ff_8040) ? 1 : 0;
  }
  okEqual(drawn, PIXELS, "and takes every pixel");
  okEqual(destroyDma(window.address), Status.OK, "and can be unmapped");
}

/** A window that takes all of the area but its last 2 MiB finds room. */
function okAreaIsEmpty(name: string): void {
  const window: Dma = zeroed();
  createDma(0x8_0000_0000n, 1022 * MIB, DmaCache.UNCACHED, window);
  okEqual(window.status, Status.OK, name);
  destroyDma(window.address);
}

function randomBytes(): u32 {
  const bits: u32 = nextRandom() % 23;
  return (nextRandom() & ((1 << (bits & 31)) - 1)) + 1;
}

function testMany(): void {
  const window: Dma = zeroed();
  let made: u32 = 0;
  let fine: bool = true;
  for (let i: u32 = 0; i < MANY; i++) {
    const place: u32 = nextRandom() % HELD;
    if (held[place] !== 0) {
      fine = fine && destroyDma(held[place]) === Status.OK;
      held[place] = 0;
    } else {
      createDma(0x2_0000_0000n + u64(nextRandom()), randomBytes(), DmaCache.UNCACHED, window);
      fine = fine && window.status === Status.OK;
      held[place] = window.address;
      made += 1;
    }
  }
  for (let place: u32 = 0; place < HELD; place++) {
    fine = fine && (held[place] === 0 || destroyDma(held[place]) === Status.OK);
    held[place] = 0;
  }
  ok(fine && made > MANY / 3, "thousands of windows of mixed sizes");
  createDma(0x2_0000_0000n, 1, DmaCache.UNCACHED, window);
  okEqual(window.address, DMA_END - 0x1000, "then the highest page is free");
  destroyDma(window.address);
  okAreaIsEmpty("then the area is empty");
}

/** Takes what it does not give back. */
function forgetful(_task: u32, _argument: u32): never {
  const window: Dma = zeroed();
  createDma(0x3_0000_0000n, 5 * MIB, DmaCache.UNCACHED, window);
  createDma(0x3_0000_0000n, 5 * MIB, DmaCache.UNCACHED, window);
  createDma(0x4_0000_0000n, 5, DmaCache.WRITE_COMBINING, window);
  childWindow = window.address;
  childLower = allocateLower(100);
  endSelf(0);
}

function testEnd(): void {
  const before: Stock = zeroed();
  takeStock(before);
  waitForEnd(startTask(forgetful, 0));
  ok(childWindow !== 0 && childLower !== 0, "a task has windows and lower memory");
  okStock(before, "its windows' tables end with it");
  okEqual(destroyDma(childWindow), Status.BAD_ADDRESS, "nobody has its windows");
  okAreaIsEmpty("its windows end with it");
  const lower = allocateLower(100);
  okEqual(lower, childLower, "its lower memory ends with it");
  ok(releaseLower(lower), "given back");
}

function testLower(): void {
  const first = allocateLower(1);
  const second = allocateLower(4096);
  ok(first >= 0x1_0000 && second + 4096 <= 0xa_0000, "lower memory lies where real mode reaches it");
  ok((first & 15) === 0 && (second & 15) === 0 && first !== second, "on paragraphs");
  storeWord(second, 0xabcd);
  okEqual(loadWord(second), 0xabcd, "it is memory");
  okEqual(allocateLower(0x9_0000), 0, "more than there is");
  okEqual(allocateLower(0), 0, "nothing");
  ok(!releaseLower(second + 16), "not from the middle");
  ok(releaseLower(first) && releaseLower(second), "both back");
  ok(!releaseLower(first), "not twice");
}

export function testDma(): void {
  const before: Stock = zeroed();
  takeStock(before);
  testDevice();
  testFrameBuffer();
  testRefusals();
  testFar();
  testFreeRam();
  testLongRam();
  testLongEnds();
  testMany();
  okStock(before, "tables and frames are back");
  testEnd();
  testLower();
}
