/**
 * Random windows, buffers and moves of the global heap's end: after each, every page of what is held leads to
 * the physical page that it should, as the tables say that the processor walks, and nothing else does any more.
 */
import { DmaCache } from "../../../lib/abi/flat.ts";
import { Status } from "../../../lib/abi/status.ts";
import { createDma, createDmaBuffer, type Dma, destroyDma } from "../../../lib/flat/dma.ts";
import { heapEnd, SBRK_FAILED, sbrk, sbrkBack } from "../../../lib/flat/heap.ts";
import { loadWord, storeWord } from "../../../lib/flat/memory.ts";
import type { Stock } from "../verdict/verdict.ts";
import { NOT_MAPPED, walkPage } from "./tables.ts";
import { ok, okEqual, okStock, takeStock } from "./tap.ts";

const ROUNDS: u32 = 3000;
const SEED: u32 = 20_261_122;
const HELD = 12;
const PAGE_BYTES: u32 = 4096;
const PAGES_MAX: u32 = 48;
/** Beyond 4 GiB, where a small machine has nothing and a large one memory. */
const FAR: u64 = 0x1_1000_0000n;
const FAR_PAGES: u32 = 0x1000;

class Holding {
  /** 0: nothing. */
  address: u32 = 0;
  pages: u32 = 0;
  page: u32 = 0;
}

const held: FixedArray<Holding, typeof HELD> = zeroed();
let seed: u32 = SEED;
let grown: u32 = 0;
let made: u32 = 0;

function randomBelow(bound: u32): u32 {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 3) % bound;
}

/** A window or buffer; false when it is not there as it should be. */
function make(holding: Holding): bool {
  const window: Dma = zeroed();
  const pages: u32 = 1 + randomBelow(PAGES_MAX);
  const buffer: bool = randomBelow(2) === 0;
  if (buffer) {
    createDmaBuffer(pages * PAGE_BYTES, PAGE_BYTES << randomBelow(6), 0n, DmaCache.UNCACHED, window);
  } else {
    const physical: u64 = FAR + (u64(randomBelow(FAR_PAGES)) << 12n);
    createDma(physical, pages * PAGE_BYTES, DmaCache.UNCACHED, window);
  }
  if (window.status !== Status.OK) {
    // Another window overlaps it in part, over memory that is away already.
    return !buffer && window.status === Status.PROTECTED;
  }
  made += 1;
  holding.address = window.address;
  holding.pages = pages;
  holding.page = u32(window.physical >> 12n);
  return true;
}

function isThere(holding: Holding): bool {
  for (let i: u32 = 0; i < holding.pages; i++) {
    if (walkPage(holding.address + i * PAGE_BYTES) !== holding.page + i) {
      return false;
    }
  }
  return true;
}

function drop(holding: Holding): bool {
  const fine: bool = isThere(holding) && destroyDma(holding.address) === Status.OK;
  holding.address = 0;
  return fine;
}

/** The heap's end moves; what was written to a page is there until it goes. */
function moveEnd(): bool {
  const end: u32 = heapEnd();
  const pages: u32 = 1 + randomBelow(20);
  if (randomBelow(2) === 0 || grown < pages) {
    if (sbrk(pages) === SBRK_FAILED || walkPage(heapEnd()) !== NOT_MAPPED) {
      return false;
    }
    for (let i: u32 = 0; i < pages; i++) {
      storeWord(end + i * PAGE_BYTES, end + i);
    }
    grown += pages;
    return true;
  }
  const last: u32 = end - PAGE_BYTES;
  grown -= pages;
  return loadWord(last) !== 0 && sbrkBack(pages) && walkPage(last) === NOT_MAPPED;
}

function step(): bool {
  if (randomBelow(4) === 0) {
    return moveEnd();
  }
  const holding = held[randomBelow(HELD)];
  return holding.address === 0 ? make(holding) : drop(holding);
}

export function testRandom(): void {
  const before: Stock = zeroed();
  takeStock(before);
  let wrong: u32 = 0;
  for (let round: u32 = 0; round < ROUNDS && wrong === 0; round++) {
    wrong += step() ? 0 : 1;
    const looked = held[randomBelow(HELD)];
    wrong += looked.address === 0 || isThere(looked) ? 0 : 1;
  }
  okEqual(wrong, 0, "random windows, buffers and pages of the heap are where they should be (seed 20261122)");
  ok(made > ROUNDS / 4, "most of them were made");
  for (let i: u32 = 0; i < HELD; i++) {
    wrong += held[i].address === 0 || drop(held[i]) ? 0 : 1;
  }
  ok(wrong === 0 && sbrkBack(grown), "all are given back");
  okStock(before, "nothing is left of them");
}
