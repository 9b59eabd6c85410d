/**
 * ALLOCATE and RELEASE. The decision is asked for first, then the notes say that the region is coming or going,
 * then the kernel does it, and the notes say last that it is done. Whatever fails, the notes are as they were.
 */
import { Right } from "../abi/manifest.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import { addSaturating, bytesOfPages, pagesFor } from "../core/rounding.ts";
import type { Verdict } from "../proto/decision.ts";
import { type ManagerNotes, type NotedRegion, REGION_COMING, REGION_GOING } from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import { type Allocation, TraceKind } from "../proto/vmm.ts";
import { type Client, notesOf, policyOf, type Vmm } from "./clients.ts";
import { askTraced, justify } from "./decide.ts";
import { statusOfKernel, unmarkRange } from "./marks.ts";
import {
  countRegion,
  discountRegion,
  findFreeRange,
  findRegion,
  insertRegion,
  isRevoked,
  PAGE_NONE,
  REGION_NONE,
  removeRegion,
} from "./regions.ts";
import { isAskedAgain, isDone, noteDone } from "./repeat.ts";
import { addStep, beginTrace, endTrace } from "./trace.ts";

/** Has the policy mark the pages; makes room as long as that helps. */
function grant(vmm: Vmm, client: Client, firstPage: u32, pages: u32): ServerStatus {
  const before: u32 = readTimeStampLow();
  let status: Status = policyOf(vmm).grant(vmm, client, firstPage, pages);
  while (status === Status.NO_MEMORY && policyOf(vmm).makeRoom(vmm, client)) {
    status = policyOf(vmm).grant(vmm, client, firstPage, pages);
  }
  addStep(client.lastRequest, TraceKind.KERNEL, vmm.self, 0, readTimeStampLow() - before);
  return statusOfKernel(status);
}

function allocateRange(
  vmm: Vmm,
  client: Client,
  number: u32,
  pages: u32,
  verdict: Verdict,
  allocation: Allocation,
): void {
  const notes: ManagerNotes = notesOf(client);
  const firstPage: u32 = findFreeRange(notes, pages);
  if (firstPage === PAGE_NONE) {
    allocation.status = ServerStatus.NO_SPACE;
    return;
  }
  const region: NotedRegion = insertRegion(notes, firstPage, pages, REGION_COMING);
  allocation.status = grant(vmm, client, firstPage, pages);
  if (allocation.status !== ServerStatus.OK) {
    removeRegion(notes, findRegion(notes, firstPage));
    return;
  }
  justify(vmm, region, verdict, true);
  countRegion(notes, region);
  noteDone(notes, region, number);
  region.flags &= ~REGION_COMING;
  allocation.address = firstPage << PAGE_SHIFT;
}

function decideAndAllocate(vmm: Vmm, client: Client, number: u32, bytes: u32, allocation: Allocation): void {
  const pages: u32 = pagesFor(bytes);
  if (pages === 0) {
    allocation.status = ServerStatus.BAD_ARGUMENT;
    return;
  }
  if (isAskedAgain(notesOf(client), number) && isDone(vmm, client, pages, 0, 0, allocation)) {
    return;
  }
  const verdict: Verdict = zeroed();
  const total: u32 = addSaturating(bytesOfPages(notesOf(client).memoryPages), bytesOfPages(pages));
  allocation.status = askTraced(vmm, client, Right.MEMORY, 0, total, verdict);
  allocation.limit = verdict.limit;
  allocation.rule = verdict.rule;
  allocation.line = verdict.line;
  if (allocation.status === ServerStatus.OK) {
    allocateRange(vmm, client, number, pages, verdict, allocation);
  }
}

/** ALLOCATE. `number` is the client's for this request, or 0. */
export function allocate(vmm: Vmm, client: Client, number: u32, bytes: u32, allocation: Allocation): void {
  const before: u32 = readTimeStampLow();
  beginTrace(client.lastRequest, TraceKind.REQUEST, client.task, vmm.self);
  decideAndAllocate(vmm, client, number, bytes, allocation);
  endTrace(client.lastRequest, readTimeStampLow() - before);
}

/** Unmarks a region and takes it out of the notes. */
export function endRegion(vmm: Vmm, client: Client, index: u32): Status {
  const notes: ManagerNotes = notesOf(client);
  const region: NotedRegion = notes.regions[index];
  region.flags |= REGION_GOING;
  const status: Status = isRevoked(region)
    ? Status.OK
    : unmarkRange(vmm, client.space, region.firstPage, region.pages);
  if (status !== Status.OK) {
    region.flags &= ~REGION_GOING;
    return status;
  }
  policyOf(vmm).forget(vmm, client, region.firstPage, region.pages);
  if (!isRevoked(region)) {
    discountRegion(notes, region);
  }
  removeRegion(notes, index);
  return Status.OK;
}

function releaseRegion(vmm: Vmm, client: Client, address: u32): ServerStatus {
  const notes: ManagerNotes = notesOf(client);
  const index: u32 = findRegion(notes, address >>> PAGE_SHIFT);
  if (index === REGION_NONE || (address & PAGE_OFFSET_MASK) !== 0) {
    return ServerStatus.NOT_FOUND;
  }
  if (notes.regions[index].firstPage !== address >>> PAGE_SHIFT) {
    return ServerStatus.NOT_FOUND;
  }
  const before: u32 = readTimeStampLow();
  const status: Status = endRegion(vmm, client, index);
  addStep(client.lastRequest, TraceKind.KERNEL, vmm.self, 0, readTimeStampLow() - before);
  return status === Status.OK ? ServerStatus.OK : ServerStatus.KERNEL_REFUSED;
}

/** RELEASE: the region that starts at `address`, revoked or not. */
export function release(vmm: Vmm, client: Client, address: u32): ServerStatus {
  const before: u32 = readTimeStampLow();
  beginTrace(client.lastRequest, TraceKind.REQUEST, client.task, vmm.self);
  const status: ServerStatus = releaseRegion(vmm, client, address);
  endTrace(client.lastRequest, readTimeStampLow() - before);
  return status;
}
