/** The VMM server's answers, each status once, and the end of other clients. */
import { ALLOCATION_START, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../../../lib/proto/server-status.ts";
import {
  type Allocation,
  REQUEST_NUMBER_SHIFT,
  TraceKind,
  TraceRecord,
  type TraceStep,
  type Usage,
  VmmOperation,
  type VmmRegion,
} from "../../../lib/proto/vmm.ts";
import { taskNumberOf } from "../../../lib/user/information.ts";
import { callTask } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import {
  ownVmm,
  vmmAllocate,
  vmmCounters,
  vmmRegionOf,
  vmmRelease,
  vmmStop,
  vmmTrace,
  vmmUsage,
} from "../../../lib/user/vmm-client.ts";
import { taskNamed } from "../support/marks.ts";
import { beginTests, finishTests, ok, okEqual, okStatus } from "../support/tap.ts";

const LIMIT_BYTES: u32 = 128 * 1024;
const allocation: Allocation = zeroed();
const usage: Usage = zeroed();
const step: TraceStep = zeroed();

function allocate(bytes: u32, status: ServerStatus, name: string): u32 {
  vmmAllocate(bytes, allocation);
  okEqual(allocation.status, status, name);
  return allocation.address;
}

function testAllocate(): void {
  const first: u32 = allocate(1, ServerStatus.OK, "ALLOCATE of a byte");
  okEqual(first, ALLOCATION_START, "the first range is the lowest");
  okEqual(allocation.limit, LIMIT_BYTES, "the answer tells the limit");
  okEqual(allocation.rule, 1, "and the rule");
  ok(allocation.line !== 0, "and its line");
  const second: u32 = allocate(2 * PAGE_SIZE_BYTES, ServerStatus.OK, "ALLOCATE of two pages");
  okEqual(second, first + PAGE_SIZE_BYTES, "a byte takes a page");
  vmmUsage(usage);
  okEqual(usage.bytes, 3 * PAGE_SIZE_BYTES, "USAGE counts pages");
  okEqual(usage.regions, 2, "and regions");
  okEqual(usage.faults, 0, "nothing is backed before it is touched");
  okEqual(loadWord(second + PAGE_SIZE_BYTES), 0, "memory is zero");
  vmmUsage(usage);
  okEqual(usage.faults, 1, "a touch backs one page");
  storeWord(first, 7);
  okEqual(vmmRelease(first), ServerStatus.OK, "RELEASE");
  const again: u32 = allocate(PAGE_SIZE_BYTES, ServerStatus.OK, "ALLOCATE after it");
  okEqual(again, first, "a free range is used again");
  okEqual(loadWord(again), 0, "and is zero again");
  okEqual(vmmRelease(again), ServerStatus.OK, "RELEASE of it");
  okEqual(vmmRelease(second), ServerStatus.OK, "RELEASE of the other");
}

/** What is told about others, and their end, need the policy's permission, which this task has not. */
function testInspection(): void {
  const region: VmmRegion = zeroed();
  const own: u32 = taskNumberOf(selfIdentity());
  vmmRegionOf(ownVmm(), own, 0, region);
  okEqual(region.status, ServerStatus.BAD_ARGUMENT, "REGION after the last one");
  vmmRegionOf(ownVmm(), own + 1, 0, region);
  okEqual(region.status, ServerStatus.NOT_ALLOWED, "REGION of another task without the right");
  okEqual(vmmStop(ownVmm(), own + 1), ServerStatus.NOT_ALLOWED, "STOP of another task without the right");
  okEqual(vmmStop(ownVmm(), own), ServerStatus.NOT_ALLOWED, "STOP of oneself");
}

function testRefusals(): void {
  allocate(0, ServerStatus.BAD_ARGUMENT, "ALLOCATE of nothing");
  allocate(LIMIT_BYTES + 1, ServerStatus.REFUSED, "ALLOCATE over the limit");
  okEqual(allocation.rule, 1, "the refusal tells the rule");
  okEqual(allocation.limit, LIMIT_BYTES, "and the limit");
  okEqual(allocation.address, 0, "and no address");
  allocate(0xffff_ffff, ServerStatus.REFUSED, "ALLOCATE of everything");
  const all: u32 = allocate(LIMIT_BYTES, ServerStatus.OK, "ALLOCATE of just the limit");
  allocate(1, ServerStatus.REFUSED, "a byte more is refused");
  okEqual(vmmRelease(all + PAGE_SIZE_BYTES), ServerStatus.NOT_FOUND, "RELEASE inside a region");
  okEqual(vmmRelease(all + 4), ServerStatus.NOT_FOUND, "RELEASE of no page's address");
  okEqual(vmmRelease(0), ServerStatus.NOT_FOUND, "RELEASE of address 0");
  okEqual(vmmRelease(all), ServerStatus.OK, "RELEASE of it");
  okEqual(vmmRelease(all), ServerStatus.NOT_FOUND, "RELEASE of it again");
  vmmUsage(usage);
  okEqual(usage.bytes, 0, "nothing is held after that");
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.COUNTERS + 1;
  okStatus(callTask(ownVmm(), words), Status.OK, "the VMM answers an unknown operation");
  okEqual(words.word0, ServerStatus.BAD_OPERATION, "by saying so");
  testInspection();
}

function testTrace(): void {
  const address: u32 = allocate(PAGE_SIZE_BYTES, ServerStatus.OK, "ALLOCATE to be traced");
  vmmTrace(TraceRecord.REQUEST, 1, step);
  ok(step.kind === TraceKind.CHECK && step.hit && step.cost > 0, "the cache knew the verdict");
  vmmTrace(TraceRecord.REQUEST, 2, step);
  ok(step.kind === TraceKind.KERNEL && step.asked === 0, "then the kernel was asked");
  vmmTrace(TraceRecord.REQUEST, 3, step);
  okEqual(step.status, ServerStatus.BAD_ARGUMENT, "and then nobody");
  vmmTrace(TraceRecord.REQUEST, 0xffff_ffff, step);
  okEqual(step.status, ServerStatus.BAD_ARGUMENT, "TRACE of a step far away");
  vmmTrace(9 as TraceRecord, 0, step);
  okEqual(step.status, ServerStatus.BAD_ARGUMENT, "TRACE of no record");
  okEqual(vmmRelease(address), ServerStatus.OK, "RELEASE of it");
}

/** ALLOCATE with a request's number; the address, 0 where it is refused. */
function allocateNumbered(number: u32, bytes: u32): u32 {
  const words: SystemWords = zeroed();
  words.word0 = VmmOperation.ALLOCATE | (number << REQUEST_NUMBER_SHIFT);
  words.word1 = bytes;
  return callTask(ownVmm(), words) === Status.OK && (words.word0 & SERVER_STATUS_MASK) === 0
    ? words.word1
    : 0;
}

function heldBytes(): u32 {
  vmmUsage(usage);
  return usage.bytes;
}

/** A client that has heard no answer asks with the same number again. */
function testNumbers(): void {
  const first: u32 = allocateNumbered(7000, PAGE_SIZE_BYTES);
  okEqual(allocateNumbered(7000, PAGE_SIZE_BYTES), first, "a request that is repeated gives the same region");
  okEqual(heldBytes(), PAGE_SIZE_BYTES, "and no second one");
  const larger: u32 = allocateNumbered(7000, 2 * PAGE_SIZE_BYTES);
  okEqual(heldBytes(), 2 * PAGE_SIZE_BYTES, "with another size it gives up what nobody was told of");
  const second: u32 = allocateNumbered(7001, 2 * PAGE_SIZE_BYTES);
  ok(second !== 0 && second !== larger, "another number gives another region");
  okEqual(allocateNumbered(7001, LIMIT_BYTES), 0, "a refusal");
  okEqual(heldBytes(), 2 * PAGE_SIZE_BYTES, "of another size gives it up as well");
  const third: u32 = allocateNumbered(0, PAGE_SIZE_BYTES);
  const fourth: u32 = allocateNumbered(0, PAGE_SIZE_BYTES);
  ok(third !== 0 && fourth !== 0 && third !== fourth, "requests without a number are never the same");
  okEqual(vmmRelease(larger), ServerStatus.OK, "RELEASE of the first");
  okEqual(vmmRelease(third), ServerStatus.OK, "of the third");
  okEqual(vmmRelease(fourth), ServerStatus.OK, "and of the last");
  okEqual(heldBytes(), 0, "and all is given back");
}

/** A hit costs nobody a message, and is counted all the same. */
function testCounters(): void {
  const before: SystemWords = zeroed();
  const after: SystemWords = zeroed();
  okEqual(vmmCounters(ownVmm(), before), ServerStatus.OK, "COUNTERS");
  const address: u32 = allocate(PAGE_SIZE_BYTES, ServerStatus.OK, "ALLOCATE by a published verdict");
  okEqual(vmmRelease(address), ServerStatus.OK, "RELEASE without any");
  vmmCounters(ownVmm(), after);
  okEqual(after.word1, before.word1 + 1, "one question was answered by what is published");
  okEqual(after.word2, before.word2, "and nobody was asked");
}

/** The others ran before this task, being more urgent; each has ended in its way. */
function testOthers(): void {
  const words: SystemWords = zeroed();
  okStatus(callTask(taskNamed("wild"), words), Status.DEAD, "a client that left its region was ended");
  okStatus(callTask(taskNamed("runner"), words), Status.DEAD, "a client that kept its memory has ended");
  okStatus(callTask(taskNamed("poor"), words), Status.DEAD, "a client that a rule denies memory has gone on");
  okStatus(callTask(taskNamed("nobody"), words), Status.DEAD, "a client without a rule has gone on");
  okStatus(callTask(taskNamed("outsider"), words), Status.DEAD, "a task that is no client has gone on");
}

function main(): u32 {
  beginTests();
  testOthers();
  testAllocate();
  testRefusals();
  testTrace();
  testNumbers();
  testCounters();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
