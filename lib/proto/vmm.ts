/**
 * The interface of every VMM server. Its callers are the tasks whose memory it manages; who calls
 * is what the kernel says. Word 0 of a request is the operation; ALLOCATE and MAP_SHARED may have the request's
 * number above it, which is never 0 and another one than the last until that was answered. Repeated with its number, such a request gives the
 * same region; what it gave before with another size goes.
 *
 * | operation | word 1 | word 2 | answer: word 0 | word 1 | word 2 | word 3 | repeating it |
 * |---|---|---|---|---|---|---|---|
 * | ALLOCATE | bytes | | status, line | address | limit in bytes | rule | with its number safe, else gives a second region |
 * | RELEASE | address | | status | | | | NOT_FOUND |
 * | USAGE | | | status | bytes held | regions held | pages backed on a fault so far | safe |
 * | TRACE | TraceRecord | step, from 0 | status, kind, flags | asker | asked, 0 is the kernel | cost | safe |
 * | WHY | address | task number, TASK_SELF for the caller | status, flags, line | rule | epoch | tick of the request | safe |
 * | EXCHANGE | task number, TASK_ALL for all clients | task number of the successor | status, line | clients handed over | rule | instructions that it took | MOVED or NOT_FOUND |
 * | ADOPTED | task number | | status | pages held | | instructions that the adoption took | safe |
 * | MAP_SHARED | task number of the owner | address there | status, line | address here | limit in bytes | rule | as ALLOCATE |
 * | ON_REVOKED | address of the handler, 0 for none | its stack pointer, 0 for that of the touch | status | | | | safe |
 * | LAST_REVOKED | | | status, line | address touched | rule | epoch | safe |
 * | REGION | number, from 0 | task number, TASK_SELF for the caller | status, REGION_IS_*, line | address | bytes | rule | safe |
 * | STOP | task number | | status | | | | NOT_FOUND |
 * | COUNTERS | | | status | questions that published verdicts answered | questions that were asked | | safe |
 *
 * Word 3 of TRACE is 0 for the caller, else a task number and 1. WHY, TRACE and REGION about another task need Right.POLICY with
 * PolicyUse.QUERY, STOP with PolicyUse.REVOKE: it ends the client. EXCHANGE Right.VMM_EXCHANGE on the successor,
 * MAP_SHARED Right.SHARED_MEMORY on the owner and, with COPY_ON_WRITE, Right.MEMORY for the sum; the owner is a client of the same
 * server and the range part of one region of its own. Word 3 of MAP_SHARED is the number of bytes with a
 * SharedMapping in its low bits. After EXCHANGE the caller asks the successor whether it has ADOPTED the client: NO_SPACE says
 * that it could not keep its promise and has given the client back.
 *
 * ALLOCATE rounds up to whole pages, reads as zero, and is readable and writable. Statuses: OK,
 * REFUSED (rule and limit tell why), NO_DECISION, NO_SPACE, KERNEL_REFUSED, BAD_ARGUMENT, NOT_ALLOWED.
 * RELEASE takes the start of a region. TRACE answers BAD_ARGUMENT after the last step.
 *
 *     word 0 of the answer to ALLOCATE          word 0 of the answer to TRACE
 *     31          16 15       4 3      0        31        16 15   9   8  7    4 3      0
 *    +--------------+----------+--------+      +------------+------+---+------+--------+
 *    | rule's line  |    0     | status |      |     0      |  0   |hit| kind | status |
 *    +--------------+----------+--------+      +------------+------+---+------+--------+
 */
import { SERVER_STATUS_MASK, ServerStatus } from "./server-status.ts";

export enum VmmOperation {
  ALLOCATE = 1,
  RELEASE = 2,
  USAGE = 3,
  TRACE = 4,
  WHY = 5,
  EXCHANGE = 6,
  ADOPTED = 7,
  MAP_SHARED = 8,
  ON_REVOKED = 9,
  LAST_REVOKED = 10,
  REGION = 11,
  STOP = 12,
  COUNTERS = 13,
}

/** In word 0 of a request. */
export const VMM_OPERATION_MASK: u32 = 0xff;
export const REQUEST_NUMBER_SHIFT: u32 = 8;
export const REQUEST_NUMBER_MAX: u32 = 0xff_ffff;

/** WHY: the caller itself. */
export const TASK_SELF: u32 = 0xffff_ffff;
/** EXCHANGE: every client that the caller may hand over. */
export const TASK_ALL: u32 = 0xffff_ffff;

/** Low bits of word 3 of MAP_SHARED: what the caller may do with the owner's pages. */
export enum SharedMapping {
  READ = 1,
  READ_WRITE = 2,
  /** Writable, with a copy of its own of each page that either writes. */
  COPY_ON_WRITE = 3,
}

/** Which policy a VMM server follows: WHY says it. */
export enum VmmPolicy {
  DEMAND = 1,
  REALTIME = 2,
  PREEMPTIVE = 3,
}

// Flags of word 0 of REGION, above the status.
export const REGION_IS_REVOKED: u32 = 0x10;
export const REGION_IS_SHARED: u32 = 0x20;

/** The policy's name, as the description's tasks bear it after `vmm-`. */
export function vmmPolicyName(policy: VmmPolicy): string {
  switch (policy) {
    case VmmPolicy.DEMAND:
      return "demand";
    case VmmPolicy.REALTIME:
      return "realtime";
    case VmmPolicy.PREEMPTIVE:
      return "preemptive";
    default:
      return "unknown";
  }
}

// Flags of word 0 of WHY, above the status.
/** The verdict was in the table of verdicts. */
export const WHY_CACHED: u32 = 0x10;
/** A frame is there. */
export const WHY_BACKED: u32 = 0x20;
/** The right was revoked: a touch is refused. */
export const WHY_REVOKED: u32 = 0x40;
/** The page's contents are in the VMM's store. */
export const WHY_STORED: u32 = 0x80;
/** Three bits: a VmmPolicy. */
export const WHY_POLICY_SHIFT: u32 = 8;

/** Which of the last doings for the caller TRACE tells of. */
export enum TraceRecord {
  /** Its last ALLOCATE or RELEASE. */
  REQUEST = 0,
  /** Its last page fault. */
  FAULT = 1,
}

/** What one step of a trace was. A step lies within the steps before it that are still open. */
export enum TraceKind {
  /** The client asked the VMM; the cost is all that the VMM spent on it. */
  REQUEST = 0,
  /** The VMM asked the IPC cache. */
  CHECK = 1,
  /** The IPC cache asked the ACL server. */
  DECIDE = 2,
  /** The VMM made a kernel call. */
  KERNEL = 3,
  /** The kernel told the VMM of a fault of the client; the cost is all that the VMM spent on it. */
  FAULT = 4,
}

export class Allocation {
  status: ServerStatus = ServerStatus.OK;
  /** Where the memory starts; 0 unless `status` is OK. */
  address: u32 = 0;
  /** The most the caller may hold in all, in bytes. */
  limit: u32 = 0;
  /** Number of the rule that decided; 0: none did. */
  rule: u32 = 0;
  /** Line of the system description that states it. */
  line: u32 = 0;
}

export class Usage {
  status: ServerStatus = ServerStatus.OK;
  bytes: u32 = 0;
  regions: u32 = 0;
  /** Pages that came into being because they were touched. */
  faults: u32 = 0;
}

export class TraceStep {
  status: ServerStatus = ServerStatus.OK;
  kind: TraceKind = TraceKind.REQUEST;
  /** CHECK: the verdict was in the cache. */
  hit: bool = false;
  asker: u32 = 0;
  /** 0: the kernel. */
  asked: u32 = 0;
  /** Time-stamp units (instructions with -icount), from the asker's side. */
  cost: u32 = 0;
}

/** The answer to WHY. */
export class Reason {
  status: ServerStatus = ServerStatus.OK;
  /** WHY_* without the policy. */
  flags: u32 = 0;
  policy: VmmPolicy = 0 as VmmPolicy;
  rule: u32 = 0;
  line: u32 = 0;
  epoch: u32 = 0;
  tick: u32 = 0;
}

/** The answer to REGION. */
export class VmmRegion {
  status: ServerStatus = ServerStatus.OK;
  /** REGION_IS_* */
  flags: u32 = 0;
  address: u32 = 0;
  bytes: u32 = 0;
  rule: u32 = 0;
  line: u32 = 0;
}

const LINE_SHIFT: u32 = 16;
const WHY_FLAGS: u32 = 0xf0;
const WHY_POLICY_MASK: u32 = 7;
const KIND_SHIFT: u32 = 4;
const KIND_MASK: u32 = 0xf;
const HIT_BIT: u32 = 0x100;

export function encodeAllocation(allocation: Allocation, words: SystemWords): void {
  words.word0 = allocation.status | (allocation.line << LINE_SHIFT);
  words.word1 = allocation.address;
  words.word2 = allocation.limit;
  words.word3 = allocation.rule;
}

export function decodeAllocation(words: SystemWords, allocation: Allocation): void {
  allocation.status = (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
  allocation.line = words.word0 >>> LINE_SHIFT;
  allocation.address = words.word1;
  allocation.limit = words.word2;
  allocation.rule = words.word3;
}

export function encodeUsage(usage: Usage, words: SystemWords): void {
  words.word0 = usage.status;
  words.word1 = usage.bytes;
  words.word2 = usage.regions;
  words.word3 = usage.faults;
}

export function decodeUsage(words: SystemWords, usage: Usage): void {
  usage.status = (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
  usage.bytes = words.word1;
  usage.regions = words.word2;
  usage.faults = words.word3;
}

export function encodeTraceStep(step: TraceStep, words: SystemWords): void {
  words.word0 = step.status | (step.kind << KIND_SHIFT) | (step.hit ? HIT_BIT : 0);
  words.word1 = step.asker;
  words.word2 = step.asked;
  words.word3 = step.cost;
}

export function decodeTraceStep(words: SystemWords, step: TraceStep): void {
  step.status = (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
  step.kind = ((words.word0 >>> KIND_SHIFT) & KIND_MASK) as TraceKind;
  step.hit = (words.word0 & HIT_BIT) !== 0;
  step.asker = words.word1;
  step.asked = words.word2;
  step.cost = words.word3;
}

export function decodeReason(words: SystemWords, reason: Reason): void {
  reason.status = (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
  reason.flags = words.word0 & WHY_FLAGS;
  reason.policy = ((words.word0 >>> WHY_POLICY_SHIFT) & WHY_POLICY_MASK) as VmmPolicy;
  reason.line = words.word0 >>> LINE_SHIFT;
  reason.rule = words.word1;
  reason.epoch = words.word2;
  reason.tick = words.word3;
}

export function decodeRegion(words: SystemWords, region: VmmRegion): void {
  region.status = (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
  region.flags = words.word0 & (REGION_IS_REVOKED | REGION_IS_SHARED);
  region.line = words.word0 >>> LINE_SHIFT;
  region.address = words.word1;
  region.bytes = words.word2;
  region.rule = words.word3;
}
