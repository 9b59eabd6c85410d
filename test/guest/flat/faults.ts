/** A fault, an overflow, an endless loop in one flat task ends or delays that task alone. */
import { Counter } from "../../../lib/abi/call.ts";
import { Status } from "../../../lib/abi/status.ts";
import { heapEnd } from "../../../lib/flat/heap.ts";
import { taskState, taskStop, yieldTask } from "../../../lib/flat/kernel-calls.ts";
import { addressOfEntry, type FlatEntry, loadWord, storeWord } from "../../../lib/flat/memory.ts";
import { endSelf } from "../../../lib/flat/panic.ts";
import { startTask, waitForEnd } from "../../../lib/flat/tasks.ts";
import type { Stock } from "../verdict/verdict.ts";
import { counter, ok, okEqual, okStock, takeStock } from "./tap.ts";

const LARGE_WORDS = 8192;
const LOOP_TICKS: u32 = 6;

/** Set by a child that has survived what should have ended it. */
let survivors: Volatile<u32> = 0;
let depthReached: u32 = 0;
let spins: Volatile<u32> = 0;

function readAddress(_task: u32, address: u32): never {
  loadWord(address);
  survivors += 1;
  endSelf(0);
}

function writeAddress(_task: u32, address: u32): never {
  storeWord(address, 1);
  survivors += 1;
  endSelf(0);
}

function failCheck(_task: u32, argument: u32): never {
  if (argument !== 1) {
    survivors += 1;
  }
  panic("on purpose");
}

function deeper(depth: u32): u32 {
  depthReached = depth;
  return depth === 0xffff_ffff ? 0 : deeper(deeper(depth + 1));
}

function overflow(_task: u32, argument: u32): never {
  survivors += deeper(argument) | 1;
  endSelf(0);
}

/** One frame that is larger than stack and guard page together. */
function largeFrame(index: u32): u32 {
  const words: FixedArray<u32, typeof LARGE_WORDS> = zeroed();
  words[index] = index;
  return words[index / 2];
}

function overflowAtOnce(_task: u32, argument: u32): never {
  survivors += largeFrame(argument) | 1;
  endSelf(0);
}

function loop(_task: u32, _argument: u32): never {
  for (;;) {
    spins += 1;
  }
}

function expectEnd(entry: FlatEntry, argument: u32, name: string): void {
  const before: Stock = zeroed();
  takeStock(before);
  survivors = 0;
  const task = startTask(entry, argument);
  ok(task !== 0, "a task is started");
  waitForEnd(task);
  okEqual(survivors, 0, name);
  okStock(before, "all that it had is back");
}

function testLoop(): void {
  const before: Stock = zeroed();
  takeStock(before);
  spins = 0;
  const task = startTask(loop, 0);
  const begin: u32 = counter(Counter.TICKS);
  let turns: u32 = 0;
  while (counter(Counter.TICKS) - begin < LOOP_TICKS) {
    yieldTask();
    turns += 1;
  }
  ok(spins > 1000, "a task in an endless loop runs");
  ok(turns >= 2, "others run beside it");
  okEqual(taskState(task), Status.OK, "it runs for ever");
  okEqual(taskStop(task), Status.OK, "it can be stopped");
  okEqual(taskState(task), Status.DEAD, "it has ended");
  okEqual(taskStop(task), Status.DEAD, "it cannot be stopped twice");
  okStock(before, "all that it had is back after the loop");
}

export function testFaults(): void {
  expectEnd(readAddress, 0, "reading the null page ends the task");
  expectEnd(readAddress, 0xfff, "reading the null page's last word ends the task");
  expectEnd(writeAddress, 0x3000_0000, "writing where nothing is mapped ends the task");
  expectEnd(readAddress, heapEnd(), "reading beyond the global heap ends the task");
  expectEnd(writeAddress, addressOfEntry(readAddress), "writing to the own code ends the task");
  expectEnd(writeAddress, 0x10_0000, "writing to the kernel's code ends the task");
  expectEnd(readAddress, 0xffff_f000, "reading the closed frame window ends the task");
  expectEnd(failCheck, 1, "a failed check ends the task");
  expectEnd(overflow, 1, "a stack overflow ends the task");
  ok(depthReached > 100, "not before the stack was used");
  expectEnd(overflowAtOnce, 1, "a frame larger than the stack ends the task");
  for (let i: u32 = 0; i < 5; i++) {
    expectEnd(overflow, 1, "a stack overflow again ends the task");
  }
  testLoop();
}
