/**
 * The ledger: whose memory this VMM manages, and which regions each client holds.
 *
 * Fixed tables, no heap. The regions of a client are sorted by address, do not overlap, and lie in
 * ALLOCATION_START..ALLOCATION_END; `pages` of a client is the sum over its regions. Whoever changes
 * the ledger asks the kernel first and enters only what the kernel did. Pure.
 */
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { ALLOCATION_END, ALLOCATION_START, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import {
  findIdentity,
  type IdentityMap,
  removeIdentity,
  SLOT_NONE,
  setIdentity,
} from "../../lib/core/identity-map.ts";
import type { Trace } from "./trace.ts";

export const CLIENTS_MAX = 32;
export const REGIONS_MAX = 128;
/** No region has this number. */
export const REGION_NONE: u32 = 0xffff_ffff;
/** No range was found: page 0 is never handed out. */
export const PAGE_NONE: u32 = 0;

const FIRST_PAGE: u32 = ALLOCATION_START >>> PAGE_SHIFT;
const END_PAGE: u32 = ALLOCATION_END >>> PAGE_SHIFT;

export class Region {
  firstPage: u32 = 0;
  pages: u32 = 0;
}

export class Client {
  /** Identity of the task; IDENTITY_NOBODY in a place that nobody has. */
  task: u32 = 0;
  space: u32 = 0;
  /** Pages of all its regions. */
  pages: u32 = 0;
  /** Pages backed because they were touched. */
  faults: u32 = 0;
  regionCount: u32 = 0;
  regions: FixedArray<Region, typeof REGIONS_MAX> = zeroed();
  /** What was last done for it on request, and on a fault. */
  lastRequest: Trace = zeroed();
  lastFault: Trace = zeroed();
}

export class Ledger {
  clients: FixedArray<Client, typeof CLIENTS_MAX> = zeroed();
  /** Slot numbers are those of `clients`. */
  byTask: IdentityMap = zeroed();
  bySpace: IdentityMap = zeroed();
}

/** Enters a client with no memory yet. Returns false, and nothing changed, when all places are taken. */
export function addClient(ledger: Ledger, task: u32, space: u32): bool {
  if (task === IDENTITY_NOBODY || space === IDENTITY_NOBODY) {
    return false;
  }
  for (let slot: u32 = 0; slot < CLIENTS_MAX; slot++) {
    const client: Client = ledger.clients[slot];
    if (client.task === IDENTITY_NOBODY) {
      client.task = task;
      client.space = space;
      setIdentity(ledger.byTask, slot, task);
      setIdentity(ledger.bySpace, slot, space);
      return true;
    }
  }
  return false;
}

/** Forgets the client in a slot and all that it held. */
export function dropClient(ledger: Ledger, slot: u32): void {
  const client: Client = ledger.clients[slot];
  removeIdentity(ledger.byTask, slot);
  removeIdentity(ledger.bySpace, slot);
  client.task = IDENTITY_NOBODY;
  client.space = IDENTITY_NOBODY;
  client.pages = 0;
  client.faults = 0;
  client.regionCount = 0;
  client.lastRequest.count = 0;
  client.lastFault.count = 0;
}

/** The client whose task this is, or null. */
export function clientOfTask(ledger: Ledger, task: u32): Client | null {
  const slot: u32 = findIdentity(ledger.byTask, task);
  return slot === SLOT_NONE || slot >= CLIENTS_MAX ? null : ledger.clients[slot];
}

/** The client whose space this is, or null. */
export function clientOfSpace(ledger: Ledger, space: u32): Client | null {
  const slot: u32 = findIdentity(ledger.bySpace, space);
  return slot === SLOT_NONE || slot >= CLIENTS_MAX ? null : ledger.clients[slot];
}

/** How many regions start at or before `page`: the place where one that starts after it belongs. */
function regionsUpTo(client: Client, page: u32): u32 {
  let low: u32 = 0;
  let high: u32 = client.regionCount;
  while (low < high) {
    const middle: u32 = (low + high) >>> 1;
    if (client.regions[middle].firstPage <= page) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The number of the region that holds `page`, or REGION_NONE. */
export function findRegion(client: Client, page: u32): u32 {
  const after: u32 = regionsUpTo(client, page);
  if (after === 0) {
    return REGION_NONE;
  }
  const region: Region = client.regions[after - 1];
  return page - region.firstPage < region.pages ? after - 1 : REGION_NONE;
}

/** The lowest free range of `pages` pages, first fit; PAGE_NONE when there is none, or no place for a region. */
export function findFreeRange(client: Client, pages: u32): u32 {
  if (pages === 0 || client.regionCount >= REGIONS_MAX) {
    return PAGE_NONE;
  }
  let start: u32 = FIRST_PAGE;
  for (let i: u32 = 0; i < client.regionCount; i++) {
    const region: Region = client.regions[i];
    if (region.firstPage - start >= pages) {
      return start;
    }
    start = region.firstPage + region.pages;
  }
  return END_PAGE - start >= pages ? start : PAGE_NONE;
}

/** Enters a range that `findFreeRange` found. */
export function addRegion(client: Client, firstPage: u32, pages: u32): void {
  const place: u32 = regionsUpTo(client, firstPage);
  let i: u32 = client.regionCount;
  while (i > place) {
    copy(client.regions[i], client.regions[i - 1]);
    i -= 1;
  }
  client.regions[place].firstPage = firstPage;
  client.regions[place].pages = pages;
  client.regionCount += 1;
  client.pages += pages;
}

/** Takes a region out. */
export function removeRegion(client: Client, region: u32): void {
  client.pages -= client.regions[region].pages;
  client.regionCount -= 1;
  for (let i: u32 = region; i < client.regionCount; i++) {
    copy(client.regions[i], client.regions[i + 1]);
  }
}
