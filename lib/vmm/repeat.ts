/**
 * Requests that a client asks again because it has heard no answer: its server ended after it had given the memory
 * and before it could say so. The notes keep the number of the client's last request that gave memory, and where; the same
 * number once more gets the same region, not a second one. A client uses a number again only if it has heard nothing (decision 0063).
 */
import { Right } from "../abi/manifest.ts";
import { PAGE_SHIFT } from "../abi/memory-map.ts";
import { bytesOfPages } from "../core/rounding.ts";
import type { Verdict } from "../proto/decision.ts";
import {
  type ManagerNotes,
  type NotedRegion,
  REGION_COPY_ON_WRITE,
  REGION_SHARED,
  REGION_WRITABLE,
} from "../proto/manager-notes.ts";
import { ServerStatus } from "../proto/server-status.ts";
import type { Allocation } from "../proto/vmm.ts";
import { endRegion } from "./allocate.ts";
import { type Client, notesOf, type Vmm } from "./clients.ts";
import { askTraced } from "./decide.ts";
import { pagesHeldBy } from "./recheck.ts";
import { findRegion, isRevoked, REGION_NONE } from "./regions.ts";

const KINDS: u32 = REGION_SHARED | REGION_WRITABLE | REGION_COPY_ON_WRITE;

/** Whether the client's last request that gave memory had this number, which is not 0. */
export function isAskedAgain(notes: ManagerNotes, number: u32): bool {
  return notes.request === number && number !== 0;
}

/** The region that the client's last request gave, or REGION_NONE. */
function givenBefore(notes: ManagerNotes): u32 {
  const index: u32 = findRegion(notes, notes.requestPage);
  const isThere: bool = index !== REGION_NONE && notes.regions[index].firstPage === notes.requestPage;
  return isThere && !isRevoked(notes.regions[index]) ? index : REGION_NONE;
}

function answerAgain(vmm: Vmm, client: Client, region: NotedRegion, allocation: Allocation): void {
  const notes: ManagerNotes = notesOf(client);
  const verdict: Verdict = zeroed();
  const shared: bool = (region.flags & REGION_SHARED) !== 0;
  const right: Right = shared ? Right.SHARED_MEMORY : Right.MEMORY;
  const held: u32 = shared ? pagesHeldBy(notes, right, region.owner) : notes.memoryPages;
  allocation.status = askTraced(vmm, client, right, shared ? region.owner : 0, bytesOfPages(held), verdict);
  allocation.limit = verdict.limit;
  allocation.rule = verdict.rule;
  allocation.line = verdict.line;
  allocation.address = region.firstPage << PAGE_SHIFT;
}

/**
 * Whether the request, which is asked again, was done: then the answer is in `allocation`. What a request with its number gave
 * that asked for something else, or what the policy does not allow any more, goes: nobody was told of it.
 */
export function isDone(
  vmm: Vmm,
  client: Client,
  pages: u32,
  flags: u32,
  owner: u32,
  allocation: Allocation,
): bool {
  const index: u32 = givenBefore(notesOf(client));
  if (index === REGION_NONE) {
    return false;
  }
  const region: NotedRegion = notesOf(client).regions[index];
  if (region.pages === pages && (region.flags & KINDS) === flags && region.owner === owner) {
    answerAgain(vmm, client, region, allocation);
    if (allocation.status === ServerStatus.OK) {
      return true;
    }
  }
  allocation.address = 0;
  endRegion(vmm, client, index);
  return false;
}

/** The request has given the region: from here on it is done. The region is still coming. */
export function noteDone(notes: ManagerNotes, region: NotedRegion, number: u32): void {
  notes.requestPage = region.firstPage;
  notes.request = number;
}
