/** The global heap: contiguous, zeroed, shared, and never torn by two tasks that grow it at once. */
import { HEAP_STEP_PAGES_MAX } from "../../../lib/abi/flat.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { allocate, heapEnd, release, SBRK_FAILED, sbrk, sbrkBack } from "../../../lib/flat/heap.ts";
import { type FlatWords, heapGrow, heapShrink, yieldTask } from "../../../lib/flat/kernel-calls.ts";
import { type FlatLock, releaseLock, takeLock } from "../../../lib/flat/lock.ts";
import { loadWord, storeWord } from "../../../lib/flat/memory.ts";
import { endSelf } from "../../../lib/flat/panic.ts";
import { selfIdentity } from "../../../lib/flat/self.ts";
import { startTask, waitForEnd } from "../../../lib/flat/tasks.ts";
import type { Stock } from "../verdict/verdict.ts";
import { ok, okEqual, okStock, takeStock } from "./tap.ts";

const PIECES = 150;
/** More than one call's worth, so that another task could come in between. */
const PIECE_PAGES: u32 = 24;
const GROWERS: u32 = 2;
const COUNTED: u32 = 60_000;

/** Where the pieces of both growers begin. */
const pieces: FixedArray<u32, 300> = zeroed();
const lock: FlatLock = zeroed();
let counted: Volatile<u32> = 0;

function testEdges(): void {
  const words: FlatWords = zeroed();
  const end = heapEnd();
  okEqual(sbrk(0), end, "sbrk of nothing says where the end is");
  okEqual(heapGrow(HEAP_STEP_PAGES_MAX + 1, words), Status.BAD_ARGUMENT, "too much for one call");
  okEqual(heapShrink(HEAP_STEP_PAGES_MAX + 1), Status.BAD_ARGUMENT, "too much back for one call");
  ok(!sbrkBack(1_000_000), "more back than there is");
  okEqual(sbrk(1_000_000), SBRK_FAILED, "more than there can be");
  okEqual(heapEnd(), end, "nothing has changed");
}

function testContiguous(): void {
  const before: Stock = zeroed();
  takeStock(before);
  let end = heapEnd();
  let contiguous: bool = true;
  let zero: bool = true;
  for (let i: u32 = 0; i < 600; i++) {
    const address = sbrk(1);
    contiguous = contiguous && address === end;
    zero = zero && loadWord(address) === 0 && loadWord(address + PAGE_SIZE_BYTES - 4) === 0;
    storeWord(address, i);
    storeWord(address + PAGE_SIZE_BYTES - 4, i);
    end += PAGE_SIZE_BYTES;
  }
  ok(contiguous, "page after page");
  ok(zero, "pages of zeros");
  ok(sbrkBack(600), "all back");
  okStock(before, "frames and tables are back");
}

/** Grows the heap and marks its pages as its own. */
function grower(task: u32, number: u32): never {
  for (let i: u32 = 0; i < PIECES; i++) {
    const address = sbrk(PIECE_PAGES);
    pieces[number * PIECES + i] = address;
    for (let page: u32 = 0; page < PIECE_PAGES && address !== SBRK_FAILED; page++) {
      storeWord(address + (page << PAGE_SHIFT), task);
    }
    if (i % 16 === number) {
      yieldTask();
    }
  }
  endSelf(0);
}

function pieceIsWhole(address: u32, task: u32): bool {
  for (let page: u32 = 0; page < PIECE_PAGES; page++) {
    if (loadWord(address + (page << PAGE_SHIFT)) !== task) {
      return false;
    }
  }
  return true;
}

function testTwoGrowers(): void {
  const before: Stock = zeroed();
  takeStock(before);
  const end = heapEnd();
  const first = startTask(grower, 0);
  const second = startTask(grower, 1);
  waitForEnd(first);
  waitForEnd(second);
  okEqual(heapEnd() - end, (GROWERS * PIECES * PIECE_PAGES) << PAGE_SHIFT, "two growers, one heap");
  let whole: bool = true;
  for (let i: u32 = 0; i < GROWERS * PIECES; i++) {
    whole = whole && pieces[i] !== SBRK_FAILED && pieceIsWhole(pieces[i], i < PIECES ? first : second);
  }
  ok(whole, "every piece is one piece");
  ok(sbrkBack(GROWERS * PIECES * PIECE_PAGES), "all back again");
  okStock(before, "nothing is left of it");
}

function counterTask(task: u32, _argument: u32): never {
  for (let i: u32 = 0; i < COUNTED; i++) {
    takeLock(lock, task);
    const value: u32 = counted;
    if (i % 4096 === 0) {
      yieldTask();
    }
    counted = value + 1;
    releaseLock(lock, task);
  }
  endSelf(0);
}

function dieWithLock(task: u32, _argument: u32): never {
  takeLock(lock, task);
  endSelf(0);
}

function testLock(): void {
  counted = 0;
  const first = startTask(counterTask, 0);
  const second = startTask(counterTask, 0);
  waitForEnd(first);
  waitForEnd(second);
  okEqual(counted, 2 * COUNTED, "two tasks count under a lock");
  ok(!takeLock(lock, selfIdentity()), "the lock is free");
  releaseLock(lock, selfIdentity());
  waitForEnd(startTask(dieWithLock, 0));
  ok(takeLock(lock, selfIdentity()), "who dies with a lock loses it");
  releaseLock(lock, selfIdentity());
}

function fill(_task: u32, address: u32): never {
  for (let i: u32 = 0; i < 256; i++) {
    storeWord(address + i * 4, i * 3);
  }
  endSelf(0);
}

function testAllocator(): void {
  const first = allocate(1024);
  const before: Stock = zeroed();
  takeStock(before);
  ok(first !== 0 && (first & 7) === 0, "a block");
  waitForEnd(startTask(fill, first));
  okEqual(loadWord(first + 255 * 4), 255 * 3, "another task writes to it");
  okStock(before, "the block outlives the task");
  const large = allocate(300_000);
  ok(large !== 0 && (large & 7) === 0, "a large block");
  storeWord(large + 299_996, 7);
  const larger = allocate(500_000);
  ok(larger !== 0, "one more");
  storeWord(larger + 499_996, 8);
  okEqual(loadWord(large + 299_996), 7, "the heap is one piece, the blocks are two");
  release(large);
  okEqual(allocate(300_000), large, "its place is used again");
  release(large);
  release(larger);
  release(first);
  okEqual(allocate(0xffff_ffff), 0, "a block that cannot be");
}

export function testHeap(): void {
  testEdges();
  testContiguous();
  testTwoGrowers();
  testLock();
  testAllocator();
}
