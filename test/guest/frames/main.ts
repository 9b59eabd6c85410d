/** Nothing leaks: not by marks, not by shares and grants, not by tasks that end in any way. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceRelease,
  addressSpaceSet,
  taskExit,
  taskStop,
} from "../../../lib/user/kernel-calls.ts";
import { selfSpace } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { buryChild, type Child, makeChildSpace, waitForEnd } from "../support/child.ts";
import { beginCode, code2, startCodeChild } from "../support/code.ts";
import { counter } from "../support/marks.ts";
import { startProgramChild } from "../support/program.ts";
import { beginTests, finishTests, ok, okEqual } from "../support/tap.ts";
import { testIdle } from "./idle.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const HERE: u32 = ALLOCATION_START;
const ROUNDS: u32 = 100;
const SEED: u32 = 811_2026;

class Counts {
  frames: u32 = 0;
  heap: u32 = 0;
  tasks: u32 = 0;
  spaces: u32 = 0;
}

const before: Counts = zeroed();
const child: Child = zeroed();
let random: u32 = SEED;
let failures: u32 = 0;

function remember(): void {
  before.frames = counter(Counter.FREE_FRAMES);
  before.heap = counter(Counter.FREE_HEAP_BYTES);
  before.tasks = counter(Counter.TASKS);
  before.spaces = counter(Counter.SPACES);
  failures = 0;
}

function expectSame(name: string): void {
  ok(failures === 0, name);
  okEqual(counter(Counter.FREE_FRAMES), before.frames, "as many free frames");
  okEqual(counter(Counter.FREE_HEAP_BYTES), before.heap, "as much free heap");
  okEqual(counter(Counter.TASKS), before.tasks, "as many tasks");
  okEqual(counter(Counter.SPACES), before.spaces, "as many spaces");
}

function must(status: Status): void {
  if (status !== Status.OK) {
    failures += 1;
  }
}

function randomBelow(bound: u32): u32 {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return (random >>> 3) % bound;
}

/** Marks of all sizes at places all over the space, in it and out again. */
function stormOfMarks(): void {
  remember();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const address: u32 = HERE + (randomBelow(0x4_0000) << PAGE_SHIFT);
    const pages: u32 = 1 + randomBelow(30);
    const backed: u32 = randomBelow(2) === 0 ? ATTRIBUTE_BACKED : 0;
    must(addressSpaceAlloc(selfSpace(), address, pages, READ_WRITE | backed));
    if (backed === 0) {
      must(
        addressSpaceSet(selfSpace(), address, 1 + randomBelow(pages), READ_WRITE | ATTRIBUTE_BACKED, 0, 0),
      );
    }
    must(addressSpaceRelease(selfSpace(), address, pages));
  }
  expectSame("a storm of marks (seed 8112026)");
}

/** Frames that travel: shared with a child's space and granted to it, then all released in either order. */
function stormOfSources(): void {
  remember();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    must(makeChildSpace(child));
    must(addressSpaceAlloc(selfSpace(), HERE, 8, READ_WRITE | ATTRIBUTE_BACKED));
    must(addressSpaceAlloc(child.space, HERE, 8, READ_WRITE | (i % 3 === 0 ? ATTRIBUTE_BACKED : 0)));
    const half: u32 = HERE + (4 << PAGE_SHIFT);
    must(addressSpaceSet(child.space, HERE, 4, READ_WRITE | ATTRIBUTE_SOURCE_SHARE, HERE, selfSpace()));
    must(addressSpaceSet(child.space, half, 4, READ_WRITE | ATTRIBUTE_SOURCE_GRANT, half, selfSpace()));
    if (i % 2 === 0) {
      must(addressSpaceRelease(selfSpace(), HERE, 4));
      must(buryChild(child));
    } else {
      must(buryChild(child));
      must(addressSpaceRelease(selfSpace(), HERE, 4));
    }
  }
  expectSame("a storm of shares and grants");
}

/** A child of this program that ends itself. */
function exitAtOnce(task: u32, _space: u32): never {
  taskExit(task, 0);
  panic("a task goes on after EXIT");
}

/** One child, ended in one of five ways: exit, fault, exception, stop, destruction of its space. */
function oneChild(way: u32): void {
  beginCode();
  if (way === 0) {
    must(startProgramChild(child, exitAtOnce));
  } else if (way === 2) {
    code2(0x0f, 0x0b); // ud2
    must(startCodeChild(child));
  } else {
    must(startCodeChild(child));
  }
  if (way === 3) {
    must(taskStop(child.task));
  } else if (way === 4) {
    must(buryChild(child));
  }
  waitForEnd(child);
}

function stormOfTasks(way: u32, name: string): void {
  remember();
  for (let i: u32 = 0; i < ROUNDS / 5; i++) {
    oneChild(way);
  }
  expectSame(name);
}

/** All frames there are, then none more, then all back. */
function everyFrame(): void {
  remember();
  const backed: u32 = READ_WRITE | ATTRIBUTE_BACKED;
  must(addressSpaceAlloc(selfSpace(), HERE, before.frames, backed));
  okEqual(counter(Counter.FREE_FRAMES), 0, "no frame is free");
  okEqual(
    addressSpaceAlloc(selfSpace(), 0x9000_0000, 1, backed),
    Status.NO_MEMORY,
    "one more frame is NO_MEMORY",
  );
  must(addressSpaceRelease(selfSpace(), HERE, before.frames));
  expectSame("every frame taken and given back");
}

/** Calls that are refused half-way through their checks. */
function stormOfRefusals(): void {
  remember();
  must(addressSpaceAlloc(selfSpace(), HERE + (5 << PAGE_SHIFT), 1, READ_WRITE));
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const overlap: Status = addressSpaceAlloc(selfSpace(), HERE, 10, READ_WRITE | ATTRIBUTE_BACKED);
    const source: Status = addressSpaceSet(
      selfSpace(),
      HERE,
      1,
      READ_WRITE | ATTRIBUTE_SOURCE_SHARE,
      HERE,
      selfSpace(),
    );
    if (overlap !== Status.OVERLAP || source === Status.OK) {
      failures += 1;
    }
  }
  must(addressSpaceRelease(selfSpace(), HERE + (5 << PAGE_SHIFT), 1));
  expectSame("a storm of refusals");
}

function main(): u32 {
  beginTests();
  testIdle();
  stormOfMarks();
  stormOfSources();
  stormOfTasks(0, "tasks that exit");
  stormOfTasks(1, "tasks that are ended after a fault");
  stormOfTasks(2, "tasks that are ended by an exception");
  stormOfTasks(3, "tasks that are stopped");
  stormOfTasks(4, "tasks whose space is destroyed");
  stormOfRefusals();
  everyFrame();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
