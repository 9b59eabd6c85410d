/**
 * The address sweep: a child reads, writes and executes at every page of the address space. Each must
 * succeed exactly where the child's marks allow it; everywhere else this task, its manager, must see
 * one fault with that very address, and see them in order.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_EXECUTE,
  ATTRIBUTE_READ,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { IDENTITY_NOBODY } from "../../../lib/abi/identity.ts";
import { PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { FaultAction } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { addressSpaceAlloc, replyWait } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";
import { buryChild, CHILD_STACK, CHILD_STACK_PAGES, type Child, startChild } from "../support/child.ts";
import { CODE_ADDRESS, makeCodeChild } from "../support/code.ts";
import { beginTests, finishTests, okEqual, okStatus } from "../support/tap.ts";
import { type SWEEP_COUNT, SWEEP_ENTRY, type Sweep, writeSweepCode } from "./code.ts";

const PAGES: u32 = 0x10_0000;
const RANGE_COUNT = 8;

class Range {
  address: u32 = 0;
  pages: u32 = 0;
  attributes: u32 = 0;
}

const child: Child = zeroed();
const sweeps: FixedArray<Sweep, typeof SWEEP_COUNT> = zeroed();
const ranges: FixedArray<Range, typeof RANGE_COUNT> = zeroed();
let rangeCount: u32 = 0;

/** A range that the child has, and the test expects. */
function expectRange(address: u32, pages: u32, attributes: u32): void {
  const range = ranges[rangeCount];
  range.address = address;
  range.pages = pages;
  range.attributes = attributes;
  rangeCount += 1;
}

/** Marks a range of the child, and expects it. */
function mark(address: u32, pages: u32, attributes: u32, name: string): void {
  okStatus(addressSpaceAlloc(child.space, address, pages, attributes), Status.OK, name);
  expectRange(address, pages, attributes);
}

/** Whether the child's marks allow a right at a page. */
function allows(page: u32, right: u32): bool {
  for (let i: u32 = 0; i < rangeCount; i++) {
    const range = ranges[i];
    const first: u32 = range.address >>> PAGE_SHIFT;
    if (page >= first && page - first < range.pages) {
      const backed: bool = (range.attributes & ATTRIBUTE_BACKED) !== 0;
      return backed && (range.attributes & ATTRIBUTE_RIGHTS & right) !== 0;
    }
  }
  return false;
}

/** The first page from `page` on that the right must fault at; PAGES when there is none. */
function nextForbidden(page: u32, right: u32): u32 {
  let at: u32 = page;
  while (at < PAGES && allows(at, right)) {
    at += 1;
  }
  return at;
}

/** Answers the child's faults until its loop ends. Returns how many were not the next one expected. */
function follow(sweep: Sweep, right: u32, firstHead: u32, words: SystemWords): u32 {
  let head: u32 = firstHead;
  let expected: u32 = nextForbidden(0, right);
  let wrong: u32 = 0;
  while (words.word2 !== sweep.end) {
    if (words.word0 !== expected << PAGE_SHIFT) {
      wrong += 1;
    }
    expected = nextForbidden(expected + 1, right);
    words.word0 = FaultAction.RESUME;
    words.word1 = sweep.resume;
    head = replyWait(head - 1, words);
  }
  return expected === PAGES ? wrong : wrong + 1;
}

function prepare(): void {
  writeSweepCode(sweeps);
  okStatus(makeCodeChild(child), Status.OK, "the child can be made");
  expectRange(CODE_ADDRESS, 1, ATTRIBUTE_READ | ATTRIBUTE_EXECUTE | ATTRIBUTE_BACKED);
  expectRange(CHILD_STACK, CHILD_STACK_PAGES, ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED);
  mark(0x4000_0000, 1, ATTRIBUTE_READ | ATTRIBUTE_BACKED, "the first page of a task's part, read only");
  mark(0x5000_0000, 3, ATTRIBUTE_READ | ATTRIBUTE_WRITE, "reserved pages");
  mark(0x6000_0000, 2, ATTRIBUTE_BACKED, "backed pages without rights");
  mark(0x7fff_f000, 2, ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED, "pages on both sides of a table");
  mark(0xbfff_f000, 1, ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED, "the last page of a task's part");
  okStatus(startChild(child, SWEEP_ENTRY), Status.OK, "the child can be started");
}

function main(): u32 {
  beginTests();
  prepare();
  const words: SystemWords = zeroed();
  let head: u32 = replyWait(IDENTITY_NOBODY, words);
  okEqual(
    follow(sweeps[0], ATTRIBUTE_READ, head, words),
    0,
    "reads succeed exactly where a page is readable",
  );
  head = resumeBehindEnd(words);
  okEqual(
    follow(sweeps[1], ATTRIBUTE_WRITE, head, words),
    0,
    "writes succeed exactly where a page is writable",
  );
  head = resumeBehindEnd(words);
  okEqual(
    follow(sweeps[2], ATTRIBUTE_EXECUTE, head, words),
    0,
    "jumps succeed exactly where a page is executable",
  );
  okStatus(buryChild(child), Status.OK, "the child can be ended");
  return finishTests();
}

/** The child goes on behind the read that has ended a loop. */
function resumeBehindEnd(words: SystemWords): u32 {
  words.word0 = FaultAction.RESUME;
  words.word1 = words.word2 + 5;
  return replyWait(child.task, words);
}

symbol(start, "_start");
symbol(main, "userMain");
