/** lib/proto: what is encoded is decoded again, and hostile words give defined values. Also lib/core's small parts. */
import { Right } from "../../lib/abi/manifest.ts";
import { addSaturating, bytesOfPages, pagesFor } from "../../lib/core/rounding.ts";
import { medianOfSorted, sortValues, worstOfSorted } from "../../lib/core/statistics.ts";
import {
  DECISION_COST_MAX,
  DECISION_LINE_MAX,
  decideAmount,
  decodeQuestion,
  decodeVerdict,
  encodeQuestion,
  encodeVerdict,
  OPERATION_MASK,
  type Question,
  rightExists,
  type Verdict,
} from "../../lib/proto/decision.ts";
import { type CacheCounters, decodeCounters, encodeCounters } from "../../lib/proto/ipc-cache.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import {
  type Allocation,
  decodeAllocation,
  decodeTraceStep,
  encodeAllocation,
  encodeTraceStep,
  TraceKind,
  type TraceStep,
} from "../../lib/proto/vmm.ts";
import { check, checkEqual, finish } from "./support/check.ts";
import { nextRandom, type Random, startRandom } from "./support/random.ts";

const VALUES = 101;
const words: SystemWords = zeroed();
const values: FixedArray<u32, typeof VALUES> = zeroed();

function testQuestion(): void {
  const question: Question = zeroed();
  const read: Question = zeroed();
  question.subject = 0x1_0020;
  question.right = Right.MEMORY;
  question.object = 0xffff_ffff;
  question.amount = 0x8000_0001;
  encodeQuestion(2, question, words);
  checkEqual(words.word0 & OPERATION_MASK, 2, "operation");
  decodeQuestion(words, read);
  checkEqual(read.subject, question.subject, "subject");
  checkEqual(read.right, question.right, "right");
  checkEqual(read.object, question.object, "object");
  checkEqual(read.amount, question.amount, "amount");
  check(
    !rightExists(0) && rightExists(Right.MEMORY) && rightExists(Right.POLICY) && !rightExists(9),
    "rights that exist",
  );
}

function testVerdict(): void {
  const verdict: Verdict = zeroed();
  const read: Verdict = zeroed();
  verdict.status = ServerStatus.REFUSED;
  verdict.grant = true;
  verdict.hit = true;
  verdict.rule = 0x3ff_ffff;
  verdict.line = 70_000;
  verdict.limit = 0xffff_ffff;
  verdict.epoch = 9;
  verdict.askedCost = 1234;
  encodeVerdict(verdict, words);
  decodeVerdict(words, read);
  checkEqual(read.status, ServerStatus.REFUSED, "status");
  check(read.grant && read.hit, "grant and hit");
  checkEqual(read.rule, 0x3ff_ffff, "the last rule");
  checkEqual(read.line, DECISION_LINE_MAX, "a late line");
  checkEqual(read.limit, 0xffff_ffff, "limit");
  checkEqual(read.epoch, 9, "epoch");
  checkEqual(read.askedCost, 1234, "cost");
  verdict.askedCost = 70_000;
  encodeVerdict(verdict, words);
  decodeVerdict(words, read);
  checkEqual(read.askedCost, DECISION_COST_MAX, "a great cost");
  checkEqual(read.line, DECISION_LINE_MAX, "which leaves the line alone");
  read.grant = false;
  decideAmount(read, 0);
  checkEqual(read.status, ServerStatus.REFUSED, "a denying rule denies amount 0");
  read.grant = true;
  decideAmount(read, 0xffff_ffff);
  checkEqual(read.status, ServerStatus.OK, "up to the limit");
}

function testCounters(): void {
  const counters: CacheCounters = zeroed();
  counters.held = 256;
  counters.hits = 0xffff_ffff;
  counters.misses = 3;
  counters.evictions = 0x1_0000;
  counters.stale = 5;
  encodeCounters(counters, words);
  checkEqual(words.word0 & 0xf, ServerStatus.OK, "status of counters");
  decodeCounters(words, counters);
  checkEqual(counters.held, 256, "held");
  checkEqual(counters.hits, 0xffff_ffff, "hits");
  checkEqual(counters.evictions, 0xffff, "evictions stop counting");
  checkEqual(counters.stale, 5, "stale");
}

function testVmm(): void {
  const allocation: Allocation = zeroed();
  allocation.status = ServerStatus.NO_SPACE;
  allocation.line = 0xffff;
  allocation.address = 0x5000_0000;
  allocation.limit = 7;
  allocation.rule = 8;
  encodeAllocation(allocation, words);
  const read: Allocation = zeroed();
  decodeAllocation(words, read);
  check(read.status === ServerStatus.NO_SPACE && read.line === 0xffff, "status and line");
  check(read.address === 0x5000_0000 && read.limit === 7 && read.rule === 8, "address, limit, rule");
  const step: TraceStep = zeroed();
  step.kind = TraceKind.FAULT;
  step.hit = true;
  step.cost = 99;
  encodeTraceStep(step, words);
  const readStep: TraceStep = zeroed();
  decodeTraceStep(words, readStep);
  check(readStep.kind === TraceKind.FAULT && readStep.hit && readStep.cost === 99, "a step");
}

function testRounding(): void {
  checkEqual(pagesFor(0), 0, "no bytes");
  checkEqual(pagesFor(1), 1, "a byte");
  checkEqual(pagesFor(4096), 1, "a page");
  checkEqual(pagesFor(0xffff_ffff), 0x10_0000, "everything");
  checkEqual(bytesOfPages(0x10_0000), 0xffff_ffff, "everything in bytes");
  checkEqual(bytesOfPages(0xf_ffff), 0xffff_f000, "all but a page");
  checkEqual(addSaturating(0xffff_fff0, 0x20), 0xffff_ffff, "a sum that does not fit");
  checkEqual(addSaturating(1, 2), 3, "a sum");
}

function testStatistics(): void {
  const random: Random = zeroed();
  startRandom(random, 31337);
  for (let round: u32 = 0; round < 50; round++) {
    for (let i: u32 = 0; i < VALUES; i++) {
      values[i] = round === 0 ? VALUES - 1 - i : nextRandom(random) >>> (round % 32);
    }
    sortValues(spanOf(values));
    for (let i: u32 = 1; i < VALUES; i++) {
      check(values[i - 1] <= values[i], "sorted");
    }
    checkEqual(worstOfSorted(spanOf(values)), values[VALUES - 1], "worst");
    if (round === 0) {
      checkEqual(medianOfSorted(spanOf(values)), VALUES / 2, "median of 0 to 100");
    }
  }
  checkEqual(medianOfSorted(subSpan(spanOf(values), 0, 0)), 0, "median of nothing");
  sortValues(subSpan(spanOf(values), 0, 0));
}

export function main(): i32 {
  testQuestion();
  testVerdict();
  testCounters();
  testVmm();
  testRounding();
  testStatistics();
  return finish("proto");
}
