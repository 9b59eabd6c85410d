/**
 * Page faults of clients. The words come from the kernel, which alone can send a FAULT; the address in them is the
 * client's doing, and what the bits say of the mark may have changed since: the kernel is asked again where it
 * matters. A touch of what was revoked goes to the client's handler, or ends it; so does every other fault
 * that the region's rights do not cover, with a line that says why.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_READ,
  ATTRIBUTE_WRITE,
} from "../abi/attributes.ts";
import { PAGE_SHIFT } from "../abi/memory-map.ts";
import { FAULT_BACKED, FAULT_EXECUTE, FAULT_WRITE, FaultAction } from "../abi/message.ts";
import { Status } from "../abi/status.ts";
import { type ManagerNotes, type NotedRegion, REGION_SHARED } from "../proto/manager-notes.ts";
import { TraceKind } from "../proto/vmm.ts";
import type { PageMark } from "../user/page-mark.ts";
import { findClientBySpace } from "./adopt.ts";
import { type Client, notesOf, policyOf, RECENT_PAGES, type Vmm, worldOf } from "./clients.ts";
import { backPage, mayWrite, rightsOf } from "./marks.ts";
import { FaultOutcome } from "./policy.ts";
import { findRegion, isRevoked, REGION_NONE } from "./regions.ts";
import { addStep, beginTrace, endTrace } from "./trace.ts";

const REVOKED_REASON: string = "its right was revoked";

function reasonOf(outcome: FaultOutcome): string {
  switch (outcome) {
    case FaultOutcome.RESOLVED:
      return "";
    case FaultOutcome.NO_FRAME:
      return "no frame is left";
    case FaultOutcome.KERNEL_REFUSED:
      return "the kernel refused to back the page";
    case FaultOutcome.BROKEN_PROMISE:
      return "a page that was granted was not there";
  }
}

/** What came of a kernel call for a page. */
export function outcomeOf(status: Status): FaultOutcome {
  if (status === Status.OK) {
    return FaultOutcome.RESOLVED;
  }
  return status === Status.NO_MEMORY ? FaultOutcome.NO_FRAME : FaultOutcome.KERNEL_REFUSED;
}

/** The page is backed, but the access needed more than its mark gives: copy-on-write, or a mark that lags behind. */
function mendRights(
  vmm: Vmm,
  client: Client,
  region: NotedRegion,
  page: u32,
  state: PageMark,
  write: bool,
): Status {
  const wanted: u32 = write ? ATTRIBUTE_WRITE : ATTRIBUTE_READ;
  const enough: bool = (state.attributes & wanted) !== 0;
  if (enough && (!write || (state.attributes & ATTRIBUTE_COPY_ON_WRITE) === 0)) {
    return Status.OK;
  }
  const rights: u32 = write ? rightsOf(region) : ATTRIBUTE_READ;
  return backPage(vmm, client.space, page, rights);
}

function resolve(vmm: Vmm, client: Client, region: NotedRegion, page: u32, bits: u32): FaultOutcome {
  if ((bits & FAULT_BACKED) !== 0) {
    const state: PageMark = zeroed();
    if (worldOf(vmm).get(client.space, page << PAGE_SHIFT, state) !== Status.OK) {
      return FaultOutcome.KERNEL_REFUSED;
    }
    if ((state.attributes & ATTRIBUTE_BACKED) !== 0) {
      return outcomeOf(mendRights(vmm, client, region, page, state, (bits & FAULT_WRITE) !== 0));
    }
  }
  return policyOf(vmm).fault(vmm, client, region, page);
}

/** Makes the page what the access needs. Returns an empty string, or why the client cannot go on. */
function bringPage(vmm: Vmm, client: Client, region: NotedRegion, page: u32, bits: u32): string {
  if ((bits & FAULT_EXECUTE) !== 0 || ((bits & FAULT_WRITE) !== 0 && !mayWrite(region))) {
    return "memory without that right";
  }
  if ((region.flags & REGION_SHARED) !== 0 && (bits & FAULT_BACKED) === 0) {
    return "shared memory that is not there any more";
  }
  const before: u32 = readTimeStampLow();
  let outcome: FaultOutcome = resolve(vmm, client, region, page, bits);
  while (outcome === FaultOutcome.NO_FRAME && policyOf(vmm).makeRoom(vmm, client)) {
    outcome = resolve(vmm, client, region, page, bits);
  }
  addStep(client.lastFault, TraceKind.KERNEL, vmm.self, 0, readTimeStampLow() - before);
  if (outcome === FaultOutcome.RESOLVED) {
    notesOf(client).faults += 1;
    client.recent[client.recentAt % RECENT_PAGES] = page;
    client.recentAt += 1;
  }
  return reasonOf(outcome);
}

/** The client goes on at its handler. Returns an empty string, or that it has none. */
function enterHandler(notes: ManagerNotes, words: SystemWords): string {
  words.word0 = notes.revokedStack === 0 ? FaultAction.RESUME : FaultAction.ENTER;
  words.word1 = notes.revokedHandler;
  words.word2 = notes.revokedStack;
  return notes.revokedHandler === 0 ? REVOKED_REASON : "";
}

/** Handles the fault of a client. The words become the answer. Returns an empty string, or why it ends. */
function handle(vmm: Vmm, client: Client, words: SystemWords): string {
  const notes: ManagerNotes = notesOf(client);
  const address: u32 = words.word0;
  const page: u32 = address >>> PAGE_SHIFT;
  const bits: u32 = words.word1;
  const index: u32 = findRegion(notes, page);
  words.word0 = FaultAction.RESUME;
  words.word1 = 0;
  if (index === REGION_NONE) {
    return "not its memory";
  }
  if (isRevoked(notes.regions[index])) {
    notes.revokedAddress = address;
    return enterHandler(notes, words);
  }
  return bringPage(vmm, client, notes.regions[index], page, bits);
}

/** Handles one fault in place: the words hold it first and the answer afterwards. */
export function handleFault(vmm: Vmm, sender: u32, words: SystemWords): void {
  const before: u32 = readTimeStampLow();
  const client: Client | null = findClientBySpace(vmm, words.word3);
  const address: u32 = words.word0;
  const bits: u32 = words.word1;
  const at: u32 = words.word2;
  let reason: string = "not a client";
  if (client !== null) {
    beginTrace(client.lastFault, TraceKind.FAULT, 0, vmm.self);
    reason = handle(vmm, client, words);
    endTrace(client.lastFault, readTimeStampLow() - before);
  }
  if (reason.length !== 0) {
    worldOf(vmm).report(policyOf(vmm).name, sender, address, bits, at, reason);
    words.word0 = FaultAction.END;
    words.word1 = 0;
  }
}
