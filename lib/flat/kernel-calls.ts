/**
 * One function for each kernel call of a flat task (lib/abi/flat.ts states their words and numbers).
 * No other file of lib/flat makes a kernel call.
 */
import type { Counter } from "../abi/call.ts";
import { type DmaCache, FlatCall } from "../abi/flat.ts";
import type { Status } from "../abi/status.ts";

/** Four words that go and come. */
export class FlatWords {
  word0: u32 = 0;
  word1: u32 = 0;
  word2: u32 = 0;
  word3: u32 = 0;
}

/** lib/flat/call.asm */
declare function flatCall(number: u32, words: FlatWords): u32;

/** Ends the caller. */
export function exitTask(status: u32): Status {
  const words: FlatWords = zeroed();
  words.word0 = status;
  return flatCall(FlatCall.EXIT, words) as Status;
}

/** Lets others of the same priority run first. */
export function yieldTask(): Status {
  const words: FlatWords = zeroed();
  return flatCall(FlatCall.YIELD, words) as Status;
}

/** Writes up to 16 bytes, packed in the words, to the kernel's consoles. */
export function logWords(words: FlatWords): Status {
  return flatCall(FlatCall.LOG, words) as Status;
}

/** Reads one of the kernel's counters into `words.word0`. Errors: BAD_CALL. */
export function counterGet(counter: Counter, words: FlatWords): Status {
  words.word0 = counter;
  return flatCall(FlatCall.COUNTER, words) as Status;
}

/** Start and end of the global heap, in words 0 and 1. */
export function heapBounds(words: FlatWords): Status {
  return flatCall(FlatCall.HEAP, words) as Status;
}

/** Adds pages to the global heap; word 0 is its end before. Errors: BAD_ARGUMENT, NO_MEMORY. */
export function heapGrow(pages: u32, words: FlatWords): Status {
  words.word0 = pages;
  return flatCall(FlatCall.HEAP_GROW, words) as Status;
}

/** Takes pages from the end of the global heap. Errors: BAD_ARGUMENT. */
export function heapShrink(pages: u32): Status {
  const words: FlatWords = zeroed();
  words.word0 = pages;
  return flatCall(FlatCall.HEAP_SHRINK, words) as Status;
}

/** Starts a task of the caller's program and priority; word 0 is its identity. Errors: NO_MEMORY. */
export function taskStart(entry: u32, argument: u32, words: FlatWords): Status {
  words.word0 = entry;
  words.word1 = argument;
  return flatCall(FlatCall.TASK_START, words) as Status;
}

/** OK while the task exists, then DEAD. */
export function taskState(task: u32): Status {
  const words: FlatWords = zeroed();
  words.word0 = task;
  return flatCall(FlatCall.TASK_STATE, words) as Status;
}

/** Maps physical memory; word 0 is its address. Errors: BAD_ADDRESS, BAD_ARGUMENT, PROTECTED, NO_MEMORY. */
export function dmaCreate(physical: u64, bytes: u32, cache: DmaCache, words: FlatWords): Status {
  words.word0 = u32(physical);
  words.word1 = u32(physical >> 32n);
  words.word2 = bytes;
  words.word3 = cache;
  return flatCall(FlatCall.DMA_CREATE, words) as Status;
}

/** Takes RAM in a row, below the physical page `limit`; words: address, physical low, high. Errors: BAD_ARGUMENT, NO_MEMORY. */
export function dmaBuffer(bytes: u32, alignment: u32, limit: u32, cache: DmaCache, words: FlatWords): Status {
  words.word0 = bytes;
  words.word1 = alignment;
  words.word2 = limit;
  words.word3 = cache;
  return flatCall(FlatCall.DMA_BUFFER, words) as Status;
}

/** Gives up a window of dmaCreate or dmaBuffer. Errors: BAD_ADDRESS. */
export function dmaDestroy(address: u32): Status {
  const words: FlatWords = zeroed();
  words.word0 = address;
  return flatCall(FlatCall.DMA_DESTROY, words) as Status;
}

/** Takes lower memory; word 0 is its address. Errors: NO_MEMORY. */
export function lowerTake(bytes: u32, words: FlatWords): Status {
  words.word0 = bytes;
  return flatCall(FlatCall.LOWER_TAKE, words) as Status;
}

/** Gives lower memory back. Errors: BAD_ADDRESS. */
export function lowerGive(address: u32): Status {
  const words: FlatWords = zeroed();
  words.word0 = address;
  return flatCall(FlatCall.LOWER_GIVE, words) as Status;
}

/** Any number, also one that no call has: for tests. */
export function rawCall(number: u32, words: FlatWords): Status {
  return flatCall(number, words) as Status;
}

/** Where the processor takes its ring-0 stack pointer from, in word 0. Errors: DENIED. */
export function vm86Place(words: FlatWords): Status {
  return flatCall(FlatCall.VM86, words) as Status;
}

/** The caller's own identity, in word 0. */
export function whoAmI(words: FlatWords): Status {
  return flatCall(FlatCall.SELF, words) as Status;
}

/** Ends another flat task. Errors: DEAD, DENIED. */
export function taskStop(task: u32): Status {
  const words: FlatWords = zeroed();
  words.word0 = task;
  return flatCall(FlatCall.TASK_STOP, words) as Status;
}
