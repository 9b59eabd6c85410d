/** Starting and ending flat tasks, up to the last byte of the kernel heap; switching without CR3. */
import { Counter } from "../../../lib/abi/call.ts";
import { FLAT_STACK_BYTES, FlatCall } from "../../../lib/abi/flat.ts";
import { Status } from "../../../lib/abi/status.ts";
import { type FlatWords, rawCall, taskState, taskStop, yieldTask } from "../../../lib/flat/kernel-calls.ts";
import { activePaging } from "../../../lib/flat/memory.ts";
import { endSelf } from "../../../lib/flat/panic.ts";
import { selfIdentity } from "../../../lib/flat/self.ts";
import { startTask, waitForEnd } from "../../../lib/flat/tasks.ts";
import type { Stock } from "../verdict/verdict.ts";
import { counter, ok, okEqual, okStock, takeStock } from "./tap.ts";

const ROUNDS: u32 = 300;

let go: Volatile<bool> = false;
let ran: u32 = 0;
let paging: u32 = 0;

function count(task: u32, argument: u32): never {
  if (task === selfIdentity()) {
    ran += argument;
  }
  endSelf(0);
}

function waitForGo(_task: u32, _argument: u32): never {
  while (!go) {
    yieldTask();
  }
  endSelf(0);
}

function notePaging(_task: u32, _argument: u32): never {
  paging = activePaging();
  endSelf(0);
}

function testMany(): void {
  const before: Stock = zeroed();
  takeStock(before);
  ran = 0;
  for (let i: u32 = 0; i < ROUNDS; i++) {
    waitForEnd(startTask(count, 2));
  }
  okEqual(ran, 2 * ROUNDS, "each task runs with its argument and knows itself");
  okStock(before, "hundreds of tasks leave nothing behind");
}

/** What three tasks take of the kernel heap, owner by owner. */
function testAccounting(): void {
  const page: u32 = 4096;
  const tables: u32 = counter(Counter.HEAP_TABLE_BYTES);
  const stacks: u32 = counter(Counter.HEAP_STACK_BYTES);
  const records: u32 = counter(Counter.HEAP_RECORD_BYTES);
  const free: u32 = counter(Counter.FREE_HEAP_BYTES);
  go = false;
  for (let i: u32 = 0; i < 3; i++) {
    startTask(waitForGo, 0);
  }
  const stackPages: u32 = FLAT_STACK_BYTES / page + 1;
  okEqual(
    counter(Counter.HEAP_STACK_BYTES) - stacks,
    3 * stackPages * page,
    "three stacks with their guards",
  );
  okEqual(counter(Counter.HEAP_RECORD_BYTES) - records, 3 * 16, "three records");
  const taken: u32 = free - counter(Counter.FREE_HEAP_BYTES);
  const inTables: u32 = counter(Counter.HEAP_TABLE_BYTES) - tables;
  okEqual(taken, 3 * stackPages * page + inTables, "the rest is page tables");
  go = true;
  const before: u32 = counter(Counter.TASKS) - 3;
  while (counter(Counter.TASKS) !== before) {
    yieldTask();
  }
  okEqual(counter(Counter.HEAP_STACK_BYTES), stacks, "the stacks are back");
  okEqual(counter(Counter.HEAP_TABLE_BYTES), tables, "the tables are back");
  okEqual(counter(Counter.HEAP_RECORD_BYTES), records, "the records are back");
}

/** As many as the kernel heap has stacks for. */
function testHeapRunsOut(): void {
  const before: Stock = zeroed();
  takeStock(before);
  go = false;
  let started: u32 = 0;
  let last = startTask(waitForGo, 0);
  while (last !== 0) {
    started += 1;
    last = startTask(waitForGo, 0);
  }
  ok(started > 100, "many tasks at once");
  ok(counter(Counter.FREE_HEAP_BYTES) < 10 * 4096, "until the kernel heap is used up");
  okEqual(counter(Counter.TASKS), before.tasks + started, "each is a task");
  go = true;
  while (counter(Counter.TASKS) !== before.tasks) {
    yieldTask();
  }
  okStock(before, "all of the heap is back");
}

function testCalls(): void {
  const words: FlatWords = zeroed();
  okEqual(rawCall(FlatCall.VM86 + 1, words), Status.BAD_CALL, "the first number that no call has");
  okEqual(rawCall(0xffff_ffff, words), Status.BAD_CALL, "the last one");
  okEqual(taskState(0), Status.DEAD, "nobody");
  okEqual(taskStop(0x10 | 0x1_0000 | 0x7ff0), Status.DEAD, "a task that never was");
  // The ACL server has the first slot and the first generation.
  okEqual(taskStop(0x1_0000), Status.DENIED, "a task of ring 3");
}

export function testTasks(): void {
  testCalls();
  testMany();
  const own: u32 = activePaging();
  waitForEnd(startTask(notePaging, 0));
  okEqual(paging, own, "CR3 is the same in the other task");
  okEqual(activePaging(), own, "and after it");
  testAccounting();
  testHeapRunsOut();
}
