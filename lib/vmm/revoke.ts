/**
 * Revocations (docs/decisions/0021): what the ACL server's ring names is taken away from the clients it is about.
 *
 * The ring is another task's memory: a record counts when it still stands there after it was copied. Whoever has
 * fallen behind asks anew about everything. A region whose verdict is younger than the revocation stays, and so
 * does a client whose notes are. The epoch is acknowledged when all of it is done, never before.
 */
import { MANIFEST_NONE, MANIFEST_SUBJECT_LABEL, Right } from "../abi/manifest.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT } from "../abi/memory-map.ts";
import { lowestBit } from "../core/bits.ts";
import { addSaturating } from "../core/rounding.ts";
import { RevocationKind } from "../proto/acl.ts";
import {
  type ManagerNotes,
  type NotedRegion,
  REGION_COPY_ON_WRITE,
  REGION_SHARED,
} from "../proto/manager-notes.ts";
import { type PolicyPublication, REVOCATIONS_MAX, type Revocation } from "../proto/policy-publication.ts";
import { type Client, notesOf, type Vmm, worldOf } from "./clients.ts";
import { finishRevocations, recheckClient, recheckRight, revokeRange, revokeRegion } from "./recheck.ts";
import { isRevoked, usesMemory } from "./regions.ts";

/** Ticks until the next try when nobody decided. */
const RETRY_TICKS: u32 = 1;
/** Tries in a row before a client without a decision loses what it has. */
export const UNDECIDED_TRIES_MAX: u32 = 50;

enum RecordState {
  /** It is the epoch's. */
  FOUND = 0,
  /** The epoch took nothing away. */
  ONLY_GRANTED = 1,
  /** Another has taken its place. */
  OVERWRITTEN = 2,
}

/** The publication is asked for again after the copy: the ACL server may have run in between. */
function readRecord(vmm: Vmm, epoch: u32, record: Revocation): RecordState {
  const publication: PolicyPublication = worldOf(vmm).publication();
  copy(record, publication.revocations[epoch % REVOCATIONS_MAX]);
  if (worldOf(vmm).publication().epoch - epoch >= REVOCATIONS_MAX || record.epoch > epoch) {
    return RecordState.OVERWRITTEN;
  }
  return record.epoch === epoch ? RecordState.FOUND : RecordState.ONLY_GRANTED;
}

/** Whether the record takes what a region is held by, going by right and object alone. */
function concerns(record: Revocation, region: NotedRegion): bool {
  if (isRevoked(region) || region.epoch >= record.epoch) {
    return false;
  }
  if (record.kind === RevocationKind.RULE) {
    // What may be copied on write is held by two rules, of which the notes name one.
    return region.rule === record.rule || (region.flags & REGION_COPY_ON_WRITE) !== 0;
  }
  if (record.right === Right.MEMORY) {
    return usesMemory(region);
  }
  const shared: bool = record.right === Right.SHARED_MEMORY && (region.flags & REGION_SHARED) !== 0;
  return shared && (record.object === MANIFEST_NONE || record.object === region.owner);
}

/** The subject has nothing of the right any more. */
function takeAll(vmm: Vmm, client: Client, record: Revocation): bool {
  const notes: ManagerNotes = notesOf(client);
  let done: bool = true;
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    if (concerns(record, notes.regions[i])) {
      done = revokeRegion(vmm, client, notes.regions[i]) && done;
    }
  }
  return done;
}

/** Asks anew about each right by which a region is held that the record speaks of. */
function recheckConcerned(vmm: Vmm, client: Client, record: Revocation): bool {
  const notes: ManagerNotes = notesOf(client);
  let memory: bool = false;
  let done: bool = true;
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    if (concerns(record, region)) {
      memory = memory || usesMemory(region);
      if ((region.flags & REGION_SHARED) !== 0) {
        done = recheckRight(vmm, client, Right.SHARED_MEMORY, region.owner) && done;
      }
    }
  }
  return (!memory || recheckRight(vmm, client, Right.MEMORY, 0)) && done;
}

function takeRange(vmm: Vmm, client: Client, record: Revocation): bool {
  const end: u32 = addSaturating(record.address, record.bytes);
  const endPage: u32 = (end >>> PAGE_SHIFT) + ((end & PAGE_OFFSET_MASK) !== 0 ? 1 : 0);
  return revokeRange(vmm, client, record.address >>> PAGE_SHIFT, endPage);
}

function applyRecord(vmm: Vmm, client: Client, record: Revocation): bool {
  const own: bool = record.subject === client.number;
  switch (record.kind) {
    case RevocationKind.SUBJECT:
      if (own || record.subject === MANIFEST_NONE) {
        return takeAll(vmm, client, record);
      }
      // Who has the label only the ACL server knows.
      return (record.subject & MANIFEST_SUBJECT_LABEL) === 0 || recheckConcerned(vmm, client, record);
    case RevocationKind.RULE:
      return recheckConcerned(vmm, client, record);
    case RevocationKind.RANGE:
      return !own || takeRange(vmm, client, record);
    default:
      return recheckClient(vmm, client);
  }
}

/** Ranges are not in the policy, so asking anew does not find them: those that the ring still has are taken. */
function takeLatestRanges(vmm: Vmm, client: Client, epoch: u32): bool {
  const since: u32 = notesOf(client).epoch;
  const record: Revocation = zeroed();
  let done: bool = true;
  for (let slot: u32 = 0; slot < REVOCATIONS_MAX; slot++) {
    copy(record, worldOf(vmm).publication().revocations[slot]);
    const range: bool = record.kind === RevocationKind.RANGE && record.subject === client.number;
    if (range && record.epoch > since && record.epoch <= epoch) {
      done = takeRange(vmm, client, record) && done;
    }
  }
  return done;
}

/** Brings one client from the epoch of its notes to `epoch`. False: not all is done, its notes stay behind. */
export function bringUpToDate(vmm: Vmm, client: Client, epoch: u32): bool {
  const notes: ManagerNotes = notesOf(client);
  const record: Revocation = zeroed();
  let done: bool = vmm.undecidedTries === 0 || finishRevocations(vmm, client);
  let behind: bool = epoch - notes.epoch >= REVOCATIONS_MAX;
  for (let next: u32 = notes.epoch + 1; next <= epoch && !behind; next++) {
    const state: RecordState = readRecord(vmm, next, record);
    behind = state === RecordState.OVERWRITTEN;
    if (state === RecordState.FOUND) {
      done = applyRecord(vmm, client, record) && done;
    }
  }
  if (behind) {
    done = takeLatestRanges(vmm, client, epoch) && recheckClient(vmm, client) && done;
  }
  if (done) {
    notes.epoch = epoch;
  }
  return done;
}

/** Takes all that a client holds about which nobody decides. */
function giveUpOn(vmm: Vmm, client: Client): void {
  const notes: ManagerNotes = notesOf(client);
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    if (!isRevoked(notes.regions[i])) {
      revokeRegion(vmm, client, notes.regions[i]);
    }
  }
}

/** Brings all clients to the published epoch. False: somebody is behind, the alarm will try again. */
export function applyRevocations(vmm: Vmm): bool {
  const epoch: u32 = worldOf(vmm).publication().epoch;
  let done: bool = true;
  for (let rest: u32 = vmm.present; rest !== 0; rest &= rest - 1) {
    const client: Client = vmm.clients[lowestBit(rest)];
    if (notesOf(client).epoch !== epoch) {
      let clean: bool = bringUpToDate(vmm, client, epoch);
      if (!clean && vmm.undecidedTries >= UNDECIDED_TRIES_MAX) {
        giveUpOn(vmm, client);
        clean = bringUpToDate(vmm, client, epoch);
      }
      done = clean && done;
    }
  }
  vmm.undecidedTries = done ? 0 : vmm.undecidedTries + 1;
  if (done) {
    vmm.epoch = epoch;
  } else {
    worldOf(vmm).alarm(RETRY_TICKS);
  }
  return done;
}

/** Applies what is published and, when all of it is done, tells the ACL server so. */
export function acknowledgePolicy(vmm: Vmm): void {
  vmm.owesAcknowledgement = !applyRevocations(vmm);
  if (!vmm.owesAcknowledgement) {
    const pages: u32 = vmm.takenPages;
    vmm.takenPages = 0;
    if (!worldOf(vmm).acknowledge(vmm.epoch, pages)) {
      vmm.takenPages = pages;
      vmm.owesAcknowledgement = true;
      worldOf(vmm).alarm(RETRY_TICKS);
    }
  }
}
