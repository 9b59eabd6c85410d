/**
 * MAP_SHARED: pages of another client of this server appear in the caller's memory. The policy is asked about the
 * sum that the caller maps of that owner, and for copy-on-write about the caller's memory as well: each such page
 * may come to take a frame. The owner's pages are brought first, since only what is there can be shared.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_SHARE,
} from "../abi/attributes.ts";
import { Right } from "../abi/manifest.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../abi/memory-map.ts";
import { Status } from "../abi/status.ts";
import { addSaturating, bytesOfPages } from "../core/rounding.ts";
import type { Verdict } from "../proto/decision.ts";
import {
  type ManagerNotes,
  type NotedRegion,
  REGION_COMING,
  REGION_COPY_ON_WRITE,
  REGION_SHARED,
  REGION_WRITABLE,
} from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import { type Allocation, REQUEST_NUMBER_SHIFT, SharedMapping, TraceKind } from "../proto/vmm.ts";
import type { PageMark } from "../user/page-mark.ts";
import { CLIENTS_MAX, type Client, notesOf, policyOf, type Vmm, worldOf } from "./clients.ts";
import { askTraced, justify } from "./decide.ts";
import { backPage, READ_WRITE, statusOfKernel, unmarkRange } from "./marks.ts";
import { pagesHeldBy } from "./recheck.ts";
import {
  countRegion,
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

function flagsOf(mapping: u32): u32 {
  if (mapping === SharedMapping.READ_WRITE) {
    return REGION_SHARED | REGION_WRITABLE;
  }
  return mapping === SharedMapping.COPY_ON_WRITE ? REGION_SHARED | REGION_COPY_ON_WRITE : REGION_SHARED;
}

/** Whether the owner holds all of the range in one region, as memory of its own: what it maps of others is not its to share. */
function ownerHolds(owner: Client, firstPage: u32, pages: u32): bool {
  const notes: ManagerNotes = notesOf(owner);
  const index: u32 = findRegion(notes, firstPage);
  if (index === REGION_NONE || isRevoked(notes.regions[index])) {
    return false;
  }
  const region: NotedRegion = notes.regions[index];
  return (region.flags & REGION_SHARED) === 0 && pages <= region.pages - (firstPage - region.firstPage);
}

/**
 * Makes one page of the owner one that can be shared: where it is copy-on-write already, the owner gets one of its own, so
 * that the others see what it writes. A frame that others map as it is cannot become copy-on-write: they might write it.
 */
function bringForSharing(vmm: Vmm, owner: Client, page: u32, flags: u32): Status {
  const state: PageMark = zeroed();
  const found: Status = worldOf(vmm).get(owner.space, page << PAGE_SHIFT, state);
  if (found !== Status.OK) {
    return found;
  }
  if ((state.attributes & ATTRIBUTE_BACKED) === 0) {
    return policyOf(vmm).bring(vmm, owner, page);
  }
  const copies: bool = (state.attributes & ATTRIBUTE_COPY_ON_WRITE) !== 0;
  if (copies && (flags & REGION_COPY_ON_WRITE) === 0) {
    return backPage(vmm, owner.space, page, READ_WRITE);
  }
  return !copies && (flags & REGION_COPY_ON_WRITE) !== 0 && state.mappings > 1 ? Status.DENIED : Status.OK;
}

function bringAll(vmm: Vmm, owner: Client, firstPage: u32, pages: u32, flags: u32): Status {
  let status: Status = Status.OK;
  let i: u32 = 0;
  while (i < pages && status === Status.OK) {
    status = bringForSharing(vmm, owner, firstPage + i, flags);
    if (status === Status.NO_MEMORY && policyOf(vmm).makeRoom(vmm, owner)) {
      status = Status.OK;
    } else {
      i += 1;
    }
  }
  return status;
}

/** Marks the caller's range and gives it the owner's frames. A range that cannot be had is unmarked again. */
function map(vmm: Vmm, client: Client, to: u32, owner: Client, from: u32, pages: u32, flags: u32): Status {
  const writable: bool = (flags & REGION_WRITABLE) !== 0;
  let status: Status = bringAll(vmm, owner, from, pages, flags);
  if (status === Status.OK) {
    status = worldOf(vmm).alloc(client.space, to << PAGE_SHIFT, pages, ATTRIBUTE_READ);
  }
  if (status !== Status.OK) {
    return status;
  }
  const copies: bool = (flags & REGION_COPY_ON_WRITE) !== 0;
  const source: u32 = copies ? ATTRIBUTE_SOURCE_COPY_ON_WRITE : ATTRIBUTE_SOURCE_SHARE;
  const rights: u32 = writable ? READ_WRITE : ATTRIBUTE_READ;
  status = worldOf(vmm).set(
    client.space,
    to << PAGE_SHIFT,
    pages,
    rights | source,
    from << PAGE_SHIFT,
    owner.space,
  );
  if (status !== Status.OK) {
    unmarkRange(vmm, client.space, to, pages);
  }
  return status;
}

function mapRegion(
  vmm: Vmm,
  client: Client,
  owner: Client,
  from: u32,
  pages: u32,
  flags: u32,
  number: u32,
  verdict: Verdict,
  allocation: Allocation,
): void {
  const notes: ManagerNotes = notesOf(client);
  const firstPage: u32 = findFreeRange(notes, pages);
  if (firstPage === PAGE_NONE) {
    allocation.status = ServerStatus.NO_SPACE;
    return;
  }
  const region: NotedRegion = insertRegion(notes, firstPage, pages, flags | REGION_COMING);
  region.owner = owner.number;
  const before: u32 = readTimeStampLow();
  allocation.status = statusOfKernel(map(vmm, client, firstPage, owner, from, pages, flags));
  addStep(client.lastRequest, TraceKind.KERNEL, vmm.self, 0, readTimeStampLow() - before);
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

/**
 * Asks about the sum of what is shared and, for copies, of the caller's memory. The verdict is the one about sharing, with the
 * older epoch of the two: a revocation between the answers reaches the region.
 */
function mayShare(
  vmm: Vmm,
  client: Client,
  owner: Client,
  pages: u32,
  flags: u32,
  verdict: Verdict,
): ServerStatus {
  const notes: ManagerNotes = notesOf(client);
  const copies: bool = (flags & REGION_COPY_ON_WRITE) !== 0;
  let epoch: u32 = 0xffff_ffff;
  if (copies) {
    const memory: u32 = addSaturating(bytesOfPages(notes.memoryPages), bytesOfPages(pages));
    const status: ServerStatus = askTraced(vmm, client, Right.MEMORY, 0, memory, verdict);
    if (status !== ServerStatus.OK) {
      return status;
    }
    epoch = verdict.epoch;
  }
  const held: u32 = bytesOfPages(pagesHeldBy(notes, Right.SHARED_MEMORY, owner.number));
  const total: u32 = addSaturating(held, bytesOfPages(pages));
  const status: ServerStatus = askTraced(vmm, client, Right.SHARED_MEMORY, owner.number, total, verdict);
  verdict.epoch = verdict.epoch < epoch ? verdict.epoch : epoch;
  return status;
}

function decideAndMap(vmm: Vmm, client: Client, words: SystemWords, allocation: Allocation): void {
  const mapping: u32 = words.word3 & PAGE_OFFSET_MASK;
  const pages: u32 = words.word3 >>> PAGE_SHIFT;
  const aligned: bool = (words.word2 & PAGE_OFFSET_MASK) === 0;
  const known: bool = mapping >= SharedMapping.READ && mapping <= SharedMapping.COPY_ON_WRITE;
  const copies: bool = mapping === SharedMapping.COPY_ON_WRITE;
  if (pages === 0 || !aligned || !known || (copies && !policyOf(vmm).copyOnWrite)) {
    allocation.status = ServerStatus.BAD_ARGUMENT;
    return;
  }
  if (words.word1 >= CLIENTS_MAX || words.word1 === client.number) {
    allocation.status = ServerStatus.NOT_FOUND;
    return;
  }
  const owner: Client = vmm.clients[words.word1];
  const flags: u32 = flagsOf(mapping);
  const number: u32 = words.word0 >>> REQUEST_NUMBER_SHIFT;
  const again: bool = isAskedAgain(notesOf(client), number);
  if (again && isDone(vmm, client, pages, flags, words.word1, allocation)) {
    return;
  }
  // The policy is asked first, so that nobody learns what another task holds who may not have it.
  const verdict: Verdict = zeroed();
  owner.number = words.word1;
  allocation.status = mayShare(vmm, client, owner, pages, flags, verdict);
  allocation.limit = verdict.limit;
  allocation.rule = verdict.rule;
  allocation.line = verdict.line;
  if (allocation.status !== ServerStatus.OK) {
    return;
  }
  if (owner.task === 0 || !ownerHolds(owner, words.word2 >>> PAGE_SHIFT, pages)) {
    allocation.status = ServerStatus.NOT_FOUND;
    return;
  }
  mapRegion(vmm, client, owner, words.word2 >>> PAGE_SHIFT, pages, flags, number, verdict, allocation);
}

/** MAP_SHARED, with the words of the request. */
export function mapShared(vmm: Vmm, client: Client, words: SystemWords, allocation: Allocation): void {
  const before: u32 = readTimeStampLow();
  beginTrace(client.lastRequest, TraceKind.REQUEST, client.task, vmm.self);
  decideAndMap(vmm, client, words, allocation);
  endTrace(client.lastRequest, readTimeStampLow() - before);
}
