/**
 * The rows of `make bench` that a flat task measures: `bench: NAME median worst`, as
 * programs/bench/samples.ts has them. `heap_alloc` is the kernel heap's allocator on memory of this task.
 */
import { DmaCache } from "../../lib/abi/flat.ts";
import { Status } from "../../lib/abi/status.ts";
import {
  addObjectPage,
  giveObject,
  ObjectGive,
  type ObjectHeap,
  objectClass,
  takeObject,
} from "../../lib/core/object-heap.ts";
import { medianOfSorted, sortValues, worstOfSorted } from "../../lib/core/statistics.ts";
import { createDma, type Dma, destroyDma } from "../../lib/flat/dma.ts";
import { SBRK_FAILED, sbrk, sbrkBack } from "../../lib/flat/heap.ts";
import { taskStop, yieldTask } from "../../lib/flat/kernel-calls.ts";
import { wordWindow } from "../../lib/flat/memory.ts";
import { print, printDecimal, printLine } from "../../lib/flat/print.ts";
import { start } from "../../lib/flat/start.ts";
import { startTask } from "../../lib/flat/tasks.ts";

const WARM_UP_ROUNDS: u32 = 100;
const SAMPLES_MAX = 1000;
const ROUNDS: u32 = 1100;
const OBJECT_BYTES: u32 = 64;
const HEAP_PAGES: u32 = 4;
/** Device space on every PC, and 2 MiB aligned as frame buffers are. */
const DEVICE: u64 = 0xe000_0000n;
const DEVICE_BYTES: u32 = 0x40_0000;

const samples: FixedArray<u32, typeof SAMPLES_MAX> = zeroed();
const heap: ObjectHeap = zeroed();
let emptyCost: u32 = 0;

function addSample(round: u32, cost: u32): void {
  if (round >= WARM_UP_ROUNDS) {
    samples[round - WARM_UP_ROUNDS] = cost < emptyCost ? 0 : cost - emptyCost;
  }
}

function endRow(name: string): void {
  sortValues(spanOf(samples));
  print("bench: ");
  print(name);
  print(" ");
  printDecimal(medianOfSorted(spanOf(samples)));
  print(" ");
  printDecimal(worstOfSorted(spanOf(samples)));
  printLine("");
}

function mustWork(worked: bool, reason: string): void {
  if (!worked) {
    panic(reason);
  }
}

function calibrate(): void {
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    addSample(i, readTimeStampLow() - before);
  }
  sortValues(spanOf(samples));
  emptyCost = medianOfSorted(spanOf(samples));
}

/** An object in use on each of some pages, so that no page comes or goes. */
function measureHeap(): void {
  const address = sbrk(HEAP_PAGES);
  mustWork(address !== SBRK_FAILED, "bench: sbrk");
  heap.words = wordWindow(address, HEAP_PAGES * 1024);
  const index = objectClass(OBJECT_BYTES);
  addObjectPage(heap, 1, index, 1);
  takeObject(heap, index, 1);
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    const distance = takeObject(heap, objectClass(OBJECT_BYTES), 1);
    addSample(i, readTimeStampLow() - before);
    mustWork(giveObject(heap, distance, 1) === ObjectGive.OK, "bench: heap_alloc");
  }
  endRow("heap_alloc");
  sbrkBack(HEAP_PAGES);
}

function measureSbrk(): void {
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    const address = sbrk(1);
    addSample(i, readTimeStampLow() - before);
    mustWork(address !== SBRK_FAILED, "bench: sbrk_page");
  }
  endRow("sbrk_page");
  mustWork(sbrkBack(ROUNDS), "bench: sbrk back");
}

function measureDma(): void {
  const window: Dma = zeroed();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    createDma(DEVICE, DEVICE_BYTES, DmaCache.WRITE_COMBINING, window);
    addSample(i, readTimeStampLow() - before);
    mustWork(window.status === Status.OK && destroyDma(window.address) === Status.OK, "bench: create_dma_4m");
  }
  endRow("create_dma_4m");
}

function partner(_task: u32, _argument: u32): never {
  for (;;) {
    yieldTask();
  }
}

/** To another flat task and back. */
function measureSwitch(): void {
  const other = startTask(partner, 0);
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    yieldTask();
    addSample(i, readTimeStampLow() - before);
  }
  endRow("switch_flat");
  mustWork(taskStop(other) === Status.OK, "bench: switch_flat");
}

function main(): u32 {
  calibrate();
  measureHeap();
  measureSbrk();
  measureDma();
  measureSwitch();
  return 0;
}

symbol(start, "_start");
symbol(main, "flatMain");
