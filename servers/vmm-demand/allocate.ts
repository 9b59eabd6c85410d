/**
 * ALLOCATE and RELEASE: the decision is asked for first, the kernel does it next, the ledger learns
 * of it last. Whatever fails, the ledger stays as it was.
 */
import { ATTRIBUTE_READ, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { Right } from "../../lib/abi/manifest.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { addSaturating, bytesOfPages, pagesFor } from "../../lib/core/rounding.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { type Allocation, TraceKind } from "../../lib/proto/vmm.ts";
import { askCache } from "../../lib/user/decision-client.ts";
import { aclIdentity, ipcCacheIdentity } from "../../lib/user/information.ts";
import { addressSpaceAlloc, addressSpaceRelease } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import {
  addRegion,
  type Client,
  findFreeRange,
  findRegion,
  PAGE_NONE,
  REGION_NONE,
  removeRegion,
} from "./ledger.ts";
import { addStep, beginTrace, endTrace, markHit, type Trace } from "./trace.ts";

/** Asks whether the client may hold `bytes` in all, and records the question. */
function askForTotal(client: Client, bytes: u32, verdict: Verdict): void {
  const question: Question = zeroed();
  question.subject = client.task;
  question.right = Right.MEMORY;
  question.amount = bytes;
  const before: u32 = readTimeStampLow();
  askCache(question, verdict);
  const cost: u32 = readTimeStampLow() - before;
  const trace: Trace = client.lastRequest;
  addStep(trace, TraceKind.CHECK, selfIdentity(), ipcCacheIdentity(), cost);
  if (verdict.hit) {
    markHit(trace);
  } else if (verdict.askedCost !== 0) {
    addStep(trace, TraceKind.DECIDE, ipcCacheIdentity(), aclIdentity(), verdict.askedCost);
  }
}

/** Has the kernel reserve the range: pages without frames, which the first touch will bring. */
function reserve(client: Client, firstPage: u32, pages: u32): ServerStatus {
  const before: u32 = readTimeStampLow();
  const status: Status = addressSpaceAlloc(
    client.space,
    firstPage << PAGE_SHIFT,
    pages,
    ATTRIBUTE_READ | ATTRIBUTE_WRITE,
  );
  addStep(client.lastRequest, TraceKind.KERNEL, selfIdentity(), 0, readTimeStampLow() - before);
  if (status === Status.OK) {
    return ServerStatus.OK;
  }
  return status === Status.NO_MEMORY ? ServerStatus.NO_SPACE : ServerStatus.KERNEL_REFUSED;
}

function allocateRange(client: Client, pages: u32, allocation: Allocation): void {
  const firstPage: u32 = findFreeRange(client, pages);
  if (firstPage === PAGE_NONE) {
    allocation.status = ServerStatus.NO_SPACE;
    return;
  }
  allocation.status = reserve(client, firstPage, pages);
  if (allocation.status === ServerStatus.OK) {
    addRegion(client, firstPage, pages);
    allocation.address = firstPage << PAGE_SHIFT;
  }
}

/** Only what the policy says reaches the client; every other reason is "nobody decided". */
function statusOfVerdict(status: ServerStatus): ServerStatus {
  return status === ServerStatus.OK || status === ServerStatus.REFUSED ? status : ServerStatus.NO_DECISION;
}

function decideAndAllocate(client: Client, bytes: u32, allocation: Allocation): void {
  const pages: u32 = pagesFor(bytes);
  if (pages === 0) {
    allocation.status = ServerStatus.BAD_ARGUMENT;
    return;
  }
  const verdict: Verdict = zeroed();
  askForTotal(client, addSaturating(bytesOfPages(client.pages), bytesOfPages(pages)), verdict);
  allocation.status = statusOfVerdict(verdict.status);
  allocation.limit = verdict.limit;
  allocation.rule = verdict.rule;
  allocation.line = verdict.line;
  if (allocation.status === ServerStatus.OK) {
    allocateRange(client, pages, allocation);
  }
}

/** ALLOCATE. */
export function allocate(client: Client, bytes: u32, allocation: Allocation): void {
  const before: u32 = readTimeStampLow();
  beginTrace(client.lastRequest, TraceKind.REQUEST, client.task, selfIdentity());
  decideAndAllocate(client, bytes, allocation);
  endTrace(client.lastRequest, readTimeStampLow() - before);
}

function releaseRegion(client: Client, address: u32): ServerStatus {
  const region: u32 = findRegion(client, address >>> PAGE_SHIFT);
  if (region === REGION_NONE || (address & PAGE_OFFSET_MASK) !== 0) {
    return ServerStatus.NOT_FOUND;
  }
  if (client.regions[region].firstPage !== address >>> PAGE_SHIFT) {
    return ServerStatus.NOT_FOUND;
  }
  const before: u32 = readTimeStampLow();
  const status: Status = addressSpaceRelease(client.space, address, client.regions[region].pages);
  addStep(client.lastRequest, TraceKind.KERNEL, selfIdentity(), 0, readTimeStampLow() - before);
  if (status !== Status.OK) {
    return ServerStatus.KERNEL_REFUSED;
  }
  removeRegion(client, region);
  return ServerStatus.OK;
}

/** RELEASE: the region that starts at `address`. */
export function release(client: Client, address: u32): ServerStatus {
  const before: u32 = readTimeStampLow();
  beginTrace(client.lastRequest, TraceKind.REQUEST, client.task, selfIdentity());
  const status: ServerStatus = releaseRegion(client, address);
  endTrace(client.lastRequest, readTimeStampLow() - before);
  return status;
}
