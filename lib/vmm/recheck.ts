/**
 * Taking memory away from a client, and asking anew whether it may keep what it has.
 *
 * A region is marked REVOKED before its pages go, so that whoever finds the notes goes on. What cannot be decided
 * or done now is said to the caller, who must not acknowledge the policy's epoch then.
 */
import { INFORMATION_TASKS_MAX } from "../abi/information.ts";
import { Right } from "../abi/manifest.ts";
import { Status } from "../abi/status.ts";
import { bytesOfPages } from "../core/rounding.ts";
import type { Verdict } from "../proto/decision.ts";
import {
  type ManagerNotes,
  NOTES_REGIONS_MAX,
  type NotedRegion,
  REGION_COPY_ON_WRITE,
  REGION_REVOKED,
  REGION_SHARED,
} from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import { type Client, notesOf, policyOf, type Vmm } from "./clients.ts";
import { ask, coversPages, justify, statusOfVerdict } from "./decide.ts";
import { unmarkRange } from "./marks.ts";
import { discountRegion, insertRegion, isRevoked, REGION_NONE, usesMemory } from "./regions.ts";

/** Takes a region's pages away. Returns false where the kernel would not; the region is marked REVOKED all the same. */
export function revokeRegion(vmm: Vmm, client: Client, region: NotedRegion): bool {
  if (!isRevoked(region)) {
    discountRegion(notesOf(client), region);
    region.flags |= REGION_REVOKED;
    vmm.takenPages += region.pages;
  }
  if (unmarkRange(vmm, client.space, region.firstPage, region.pages) !== Status.OK) {
    return false;
  }
  policyOf(vmm).forget(vmm, client, region.firstPage, region.pages);
  return true;
}

/** Makes `page` the start of a region of its own. False where the table has no place. */
function splitAt(notes: ManagerNotes, index: u32, page: u32): bool {
  const lower: NotedRegion = notes.regions[index];
  if (page <= lower.firstPage || page - lower.firstPage >= lower.pages) {
    return true;
  }
  if (notes.regionCount >= NOTES_REGIONS_MAX) {
    return false;
  }
  const end: u32 = lower.firstPage + lower.pages;
  const upper: NotedRegion = insertRegion(notes, page, end - page, lower.flags);
  upper.rule = lower.rule;
  upper.line = lower.line;
  upper.epoch = lower.epoch;
  upper.tick = lower.tick;
  upper.owner = lower.owner;
  lower.pages = page - lower.firstPage;
  return true;
}

/**
 * Takes what the client has of a range of pages. A region that is only partly in it is split; where the notes have no
 * place for another, all of it goes.
 */
export function revokeRange(vmm: Vmm, client: Client, firstPage: u32, end: u32): bool {
  const notes: ManagerNotes = notesOf(client);
  let done: bool = true;
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    const regionEnd: u32 = region.firstPage + region.pages;
    if (isRevoked(region) || region.firstPage >= end || regionEnd <= firstPage) {
      continue;
    }
    if (region.firstPage < firstPage && splitAt(notes, i, firstPage)) {
      continue;
    }
    splitAt(notes, i, end);
    done = revokeRegion(vmm, client, notes.regions[i]) && done;
  }
  return done;
}

/** Whether a region is held by this right on this object. */
function isHeldBy(region: NotedRegion, right: Right, owner: u32): bool {
  if (right === Right.MEMORY) {
    return usesMemory(region);
  }
  return (region.flags & REGION_SHARED) !== 0 && region.owner === owner;
}

/** Pages that the client holds by the right. */
export function pagesHeldBy(notes: ManagerNotes, right: Right, owner: u32): u32 {
  if (right === Right.MEMORY) {
    return notes.memoryPages;
  }
  let pages: u32 = 0;
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    pages += !isRevoked(region) && isHeldBy(region, right, owner) ? region.pages : 0;
  }
  return pages;
}

/** The region that the client got last by the right; of those of one tick the highest. */
function latestRegion(notes: ManagerNotes, right: Right, owner: u32): u32 {
  let latest: u32 = REGION_NONE;
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    if (!isRevoked(region) && isHeldBy(region, right, owner)) {
      if (latest === REGION_NONE || region.tick >= notes.regions[latest].tick) {
        latest = i;
      }
    }
  }
  return latest;
}

/** Notes the new reason for what stays. What is held by two rights keeps the older of its verdicts. */
function justifyAll(vmm: Vmm, notes: ManagerNotes, right: Right, owner: u32, verdict: Verdict): void {
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    const byOne: bool = (region.flags & REGION_COPY_ON_WRITE) === 0;
    if (!isRevoked(region) && byOne && isHeldBy(region, right, owner)) {
      justify(vmm, region, verdict, false);
    }
  }
}

/**
 * Asks anew about all that the client holds by one right, and takes the latest regions until the rest is allowed.
 * @returns false where nobody decides, or the kernel would not
 */
export function recheckRight(vmm: Vmm, client: Client, right: Right, owner: u32): bool {
  const notes: ManagerNotes = notesOf(client);
  let pages: u32 = pagesHeldBy(notes, right, owner);
  if (pages === 0) {
    return true;
  }
  const verdict: Verdict = zeroed();
  ask(vmm, client.task, right, right === Right.MEMORY ? 0 : owner, bytesOfPages(pages), verdict);
  if (statusOfVerdict(verdict) === ServerStatus.NO_DECISION) {
    return false;
  }
  let allowed: bool = verdict.status === ServerStatus.OK;
  let done: bool = true;
  while (pages !== 0 && !allowed) {
    done = revokeRegion(vmm, client, notes.regions[latestRegion(notes, right, owner)]) && done;
    pages = pagesHeldBy(notes, right, owner);
    allowed = coversPages(verdict, pages);
  }
  justifyAll(vmm, notes, right, owner, verdict);
  return done;
}

/** Asks anew about all that the client holds. */
export function recheckClient(vmm: Vmm, client: Client): bool {
  let done: bool = recheckRight(vmm, client, Right.MEMORY, 0);
  for (let owner: u32 = 0; owner < INFORMATION_TASKS_MAX; owner++) {
    done = recheckRight(vmm, client, Right.SHARED_MEMORY, owner) && done;
  }
  return done;
}

/** Takes the pages of regions that are marked REVOKED already: the kernel would not, or a manager ended in between. */
export function finishRevocations(vmm: Vmm, client: Client): bool {
  const notes: ManagerNotes = notesOf(client);
  let done: bool = true;
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    if (isRevoked(notes.regions[i])) {
      done = revokeRegion(vmm, client, notes.regions[i]) && done;
    }
  }
  return done;
}
