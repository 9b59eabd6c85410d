/**
 * Bombs up to the quota: spaces, tasks, frames, page tables. Each ends in NO_MEMORY, leaves the machine its
 * memory, and when it is cleared away everything can be had again.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskNumberByName } from "../../../lib/user/information.ts";
import {
  addressSpaceAlloc,
  addressSpaceRelease,
  addressSpaceSet,
  callTask,
  counterGet,
  newAddressSpace,
  taskStart,
  taskStop,
} from "../../../lib/user/kernel-calls.ts";
import { selfIdentity, selfSpace } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { CHILD_STACK, type Child } from "../support/child.ts";
import { beginCode, CODE_ADDRESS, code2, makeCodeChild } from "../support/code.ts";
import { counter, mappingsAt, taskNamed } from "../support/marks.ts";
import { beginTests, finishTests, ok, okEqual, okStatus } from "../support/tap.ts";

/** As iso/system.ts of this test says; the task itself and its own space come on top. */
const QUOTA_PAGES: u32 = 1536;
const QUOTA_TABLES: u32 = 24;
const QUOTA_TASKS: u32 = 6;
const QUOTA_SPACES: u32 = 8;
const RIGHTS: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const BACKED: u32 = RIGHTS | ATTRIBUTE_BACKED;
const MANY = 64;
/** More than a page of nodes, and with those of the program itself less than two. */
const SHARERS: u32 = 600;
const ROUNDS: u32 = 20;
const DIRECTORY_BYTES: u32 = 0x20_0000;

const made: FixedArray<u32, typeof MANY> = zeroed();

function used(which: Counter): u32 {
  const words: SystemWords = zeroed();
  words.word1 = taskNumberByName("test");
  return counterGet(which, words) === Status.OK ? words.word0 : 0xffff_ffff;
}

/** Makes spaces until there are no more. Returns how many. */
function makeSpaces(): u32 {
  const words: SystemWords = zeroed();
  let count: u32 = 0;
  while (count < MANY && newAddressSpace(words) === Status.OK) {
    made[count] = words.word0;
    count += 1;
  }
  return count;
}

function releaseSpaces(count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    addressSpaceRelease(made[i], 0, 0);
  }
}

function testSpaces(): void {
  for (let round: u32 = 0; round < ROUNDS; round++) {
    const count: u32 = makeSpaces();
    if (round === 0 || count !== QUOTA_SPACES) {
      okEqual(count, QUOTA_SPACES, "a space bomb ends at the quota");
      okEqual(used(Counter.ACCOUNT_SPACES), QUOTA_SPACES + 1, "and is counted");
    }
    releaseSpaces(count);
  }
  okEqual(used(Counter.ACCOUNT_SPACES), 1, "spaces come back");
}

function testTasks(): void {
  const words: SystemWords = zeroed();
  const child: Child = zeroed();
  beginCode();
  // jmp to itself
  code2(0xeb, 0xfe);
  makeCodeChild(child);
  for (let round: u32 = 0; round < ROUNDS; round++) {
    // The first round's first task stays, so that the space does.
    let count: u32 = round === 0 ? 0 : 1;
    while (count < MANY && startHere(child, words) === Status.OK) {
      made[count] = words.word0;
      count += 1;
    }
    if (round === 0 || count !== QUOTA_TASKS) {
      okEqual(count, QUOTA_TASKS, "a task bomb ends at the quota");
      okEqual(used(Counter.ACCOUNT_TASKS), QUOTA_TASKS + 1, "and is counted");
    }
    for (let i: u32 = 1; i < count; i++) {
      taskStop(made[i]);
    }
  }
  taskStop(made[0]);
  okEqual(used(Counter.ACCOUNT_TASKS), 1, "tasks come back");
  okEqual(used(Counter.ACCOUNT_SPACES), 1, "and their space");
}

function startHere(child: Child, words: SystemWords): Status {
  return taskStart(selfIdentity(), child.space, CODE_ADDRESS, CHILD_STACK, words);
}

/** Backs pages one by one. Returns how many could be had. */
function backPages(space: u32): u32 {
  let count: u32 = 0;
  while (
    count < 2 * QUOTA_PAGES &&
    addressSpaceAlloc(space, ALLOCATION_START + (count << PAGE_SHIFT), 1, BACKED) === Status.OK
  ) {
    count += 1;
  }
  return count;
}

function testFrames(): void {
  const words: SystemWords = zeroed();
  const before: u32 = used(Counter.ACCOUNT_FRAMES);
  const left: u32 = QUOTA_PAGES - before;
  const free: u32 = counter(Counter.FREE_FRAMES);
  okEqual(backPages(selfSpace()), left, "pages one by one end at the quota");
  okEqual(used(Counter.ACCOUNT_FRAMES), QUOTA_PAGES, "and are counted");
  okEqual(counter(Counter.FREE_FRAMES), free - left, "no frame more was taken");
  newAddressSpace(words);
  const space: u32 = words.word0;
  okStatus(addressSpaceAlloc(space, ALLOCATION_START, 1, BACKED), Status.NO_MEMORY, "nor in another space");
  okStatus(addressSpaceAlloc(space, ALLOCATION_START, 1, RIGHTS), Status.OK, "reserving takes no frame");
  const shared: u32 = RIGHTS | ATTRIBUTE_SOURCE_SHARE;
  okStatus(
    addressSpaceSet(space, ALLOCATION_START, 1, shared, ALLOCATION_START, selfSpace()),
    Status.NO_MEMORY,
    "a shared page counts in each space",
  );
  addressSpaceRelease(selfSpace(), ALLOCATION_START, left);
  okEqual(used(Counter.ACCOUNT_FRAMES), before, "pages come back");
  okStatus(
    addressSpaceAlloc(space, ALLOCATION_START + PAGE_SIZE_BYTES, left, BACKED),
    Status.OK,
    "what one space has given back another one gets",
  );
  okStatus(
    addressSpaceAlloc(selfSpace(), ALLOCATION_START, 1, BACKED),
    Status.NO_MEMORY,
    "and then the first one not",
  );
  okStatus(
    addressSpaceAlloc(space, ALLOCATION_START + (left + 1) * PAGE_SIZE_BYTES, 2, BACKED),
    Status.NO_MEMORY,
    "nor the other one more",
  );
  addressSpaceRelease(space, 0, 0);
  okEqual(used(Counter.ACCOUNT_FRAMES), before, "pages come back with their space");
  okStatus(
    addressSpaceAlloc(selfSpace(), ALLOCATION_START, left + 1, BACKED),
    Status.NO_MEMORY,
    "a call for more than the quota has changed nothing",
  );
  okEqual(used(Counter.ACCOUNT_FRAMES), before, "not even the count");
  okStatus(
    addressSpaceAlloc(selfSpace(), ALLOCATION_START, left, BACKED),
    Status.OK,
    "a call for all of it is fine",
  );
  addressSpaceRelease(selfSpace(), ALLOCATION_START, left);
}

/** A page in each 2 MiB takes a table each. */
function testTables(): void {
  const heap: u32 = counter(Counter.FREE_HEAP_BYTES);
  const before: u32 = used(Counter.ACCOUNT_TABLES);
  let count: u32 = 0;
  while (
    count < 2 * QUOTA_TABLES &&
    addressSpaceAlloc(selfSpace(), ALLOCATION_START + count * DIRECTORY_BYTES, 1, RIGHTS) === Status.OK
  ) {
    count += 1;
  }
  okEqual(count, QUOTA_TABLES - before, "page tables end at the quota");
  okEqual(used(Counter.ACCOUNT_TABLES), QUOTA_TABLES, "and are counted");
  for (let i: u32 = 0; i < count; i++) {
    addressSpaceRelease(selfSpace(), ALLOCATION_START + i * DIRECTORY_BYTES, 1);
  }
  okEqual(used(Counter.ACCOUNT_TABLES), before, "they come back");
  okEqual(counter(Counter.FREE_HEAP_BYTES), heap, "and the kernel's heap has them");
}

/** The third mapping of a frame and each after it takes a node in the kernel's heap, and 512 nodes a page. */
function testSharers(): void {
  const own: u32 = selfSpace();
  const tables: u32 = used(Counter.ACCOUNT_TABLES);
  const shared: u32 = RIGHTS | ATTRIBUTE_SOURCE_SHARE;
  const first: u32 = ALLOCATION_START + PAGE_SIZE_BYTES;
  addressSpaceAlloc(own, ALLOCATION_START, 1, BACKED);
  addressSpaceAlloc(own, first, 2 * SHARERS, RIGHTS);
  for (let i: u32 = 0; i < SHARERS; i++) {
    addressSpaceSet(own, first + (i << PAGE_SHIFT), 1, shared, ALLOCATION_START, own);
  }
  okEqual(used(Counter.ACCOUNT_TABLES), tables + 4, "the list of sharers counts as well as the three tables");
  let count: u32 = 3;
  while (
    count < 2 * QUOTA_TABLES &&
    addressSpaceAlloc(own, ALLOCATION_START + count * DIRECTORY_BYTES, 1, RIGHTS) === Status.OK
  ) {
    count += 1;
  }
  const rest: u32 = first + (SHARERS << PAGE_SHIFT);
  okStatus(
    addressSpaceSet(own, rest, 1, shared, first, own),
    Status.OK,
    "at the quota a page of it is filled",
  );
  okStatus(
    addressSpaceSet(own, rest, SHARERS, shared, first, own),
    Status.NO_MEMORY,
    "but there is no further one, and nothing was done",
  );
  okEqual(mappingsAt(own, first), SHARERS + 2, "the frame has as many mappings as before");
  addressSpaceRelease(own, ALLOCATION_START + 3 * DIRECTORY_BYTES, 1);
  okStatus(
    addressSpaceSet(own, rest, SHARERS, shared, first, own),
    Status.OK,
    "in place of a table it is had",
  );
  okEqual(mappingsAt(own, first), 2 * SHARERS + 1, "the frame has them all");
  for (let i: u32 = 4; i < count; i++) {
    addressSpaceRelease(own, ALLOCATION_START + i * DIRECTORY_BYTES, 1);
  }
  addressSpaceRelease(own, ALLOCATION_START, 2 * SHARERS + 1);
  okEqual(used(Counter.ACCOUNT_TABLES), tables, "all of it comes back");
}

function main(): u32 {
  beginTests();
  const words: SystemWords = zeroed();
  const frames: u32 = counter(Counter.FREE_FRAMES);
  const tables: u32 = used(Counter.ACCOUNT_TABLES);
  testSpaces();
  testFrames();
  testTables();
  testSharers();
  okEqual(used(Counter.ACCOUNT_TABLES), tables, "as many page tables and directories as before");
  okEqual(counter(Counter.FREE_FRAMES), frames, "as many free frames as before");
  testTasks();
  ok(counter(Counter.FREE_FRAMES) > 1000, "the machine has memory still");
  okStatus(callTask(taskNamed("bystander"), words), Status.OK, "a bystander answers");
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
