/**
 * The policy `preemptive`: memory when it is touched, and when frames run short pages are taken from the client of
 * lowest priority, compressed into the store, and given back when they are touched. A page is at any time in one
 * place that counts: where the kernel backs it, that one; else the store; else it is zero. So the server can end
 * between any two of its calls. Handing a client over brings all its pages back first, or is refused.
 */
import { ATTRIBUTE_BACKED, ATTRIBUTE_MARKED, ATTRIBUTE_WRITE } from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT, PUBLISHED_END, STORE_VIEW } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { type NotedRegion, REGION_SHARED } from "../../lib/proto/manager-notes.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { VmmPolicy } from "../../lib/proto/vmm.ts";
import type { PageMark } from "../../lib/user/page-mark.ts";
import { type Client, notesOf, type Vmm, worldOf } from "../../lib/vmm/clients.ts";
import { grantReserved } from "../../lib/vmm/common-hooks.ts";
import { outcomeOf } from "../../lib/vmm/fault.ts";
import { statusOfKernel } from "../../lib/vmm/marks.ts";
import {
  keyPage,
  keyTask,
  openStore,
  type PageStore,
  storeDrop,
  storeDropRange,
  storeGet,
  storeHas,
  storeKey,
  storeKeyAt,
} from "../../lib/vmm/page-store.ts";
import { type FaultOutcome, PolicyHooks } from "../../lib/vmm/policy.ts";
import { findRegion, isRevoked, REGION_NONE } from "../../lib/vmm/regions.ts";
import { bringStored, compressedPage } from "./bring.ts";
import { makeRoom } from "./reclaim.ts";

const WORDS_OF_PAGE_SHIFT: u32 = 10;

const store: PageStore = zeroed();

/** Where the description has put the server's store: the first run of pages that it may write. 0 pages: it has none. */
function findStore(vmm: Vmm): Span<u32> {
  const state: PageMark = zeroed();
  let address: u32 = STORE_VIEW;
  while (address < PUBLISHED_END && worldOf(vmm).get(vmm.space, address, state) === Status.OK) {
    const marked: bool = (state.attributes & ATTRIBUTE_MARKED) !== 0;
    const rest: u32 = (PUBLISHED_END - address) >>> PAGE_SHIFT;
    const pages: u32 = state.runPages < rest ? state.runPages : rest;
    if (marked && (state.attributes & ATTRIBUTE_WRITE) !== 0) {
      return worldOf(vmm).words(address, pages << WORDS_OF_PAGE_SHIFT);
    }
    address += pages === 0 ? 1 << PAGE_SHIFT : pages << PAGE_SHIFT;
  }
  return worldOf(vmm).words(STORE_VIEW, 0);
}

/** Opens the store with what a server before this one has left. Called before clients are taken over. */
export function openOwnStore(vmm: Vmm): void {
  openStore(store, findStore(vmm));
}

/** Pages that are in the store now. */
export function storedPages(): u32 {
  return store.pages;
}

function fault(vmm: Vmm, client: Client, _region: NotedRegion, page: u32): FaultOutcome {
  return outcomeOf(bringStored(vmm, store, client, page));
}

function bring(vmm: Vmm, client: Client, page: u32): Status {
  return bringStored(vmm, store, client, page);
}

/** Everything comes back to the client; what has come back stays there when the rest does not fit. */
function handOver(vmm: Vmm, client: Client): ServerStatus {
  for (let cell: u32 = 1; cell <= store.cells && store.pages !== 0; cell++) {
    const key: u32 = storeKeyAt(store, cell);
    if (key !== 0 && keyTask(key) === client.number) {
      const status: Status = bringStored(vmm, store, client, keyPage(key));
      if (status !== Status.OK) {
        return statusOfKernel(status);
      }
    }
  }
  return ServerStatus.OK;
}

/** Whether the page is one that the store speaks for: the client's own, in use, and not backed. */
function isMissing(vmm: Vmm, client: Client, page: u32): bool {
  const state: PageMark = zeroed();
  const index: u32 = findRegion(notesOf(client), page);
  if (index === REGION_NONE || isRevoked(notesOf(client).regions[index])) {
    return false;
  }
  if ((notesOf(client).regions[index].flags & REGION_SHARED) !== 0) {
    return false;
  }
  const found: Status = worldOf(vmm).get(client.space, page << PAGE_SHIFT, state);
  return found === Status.OK && (state.attributes & ATTRIBUTE_BACKED) === 0;
}

/** Forgets what the store holds for another task of this number, or twice. */
function adopt(vmm: Vmm, client: Client): ServerStatus {
  for (let cell: u32 = 1; cell <= store.cells && store.pages !== 0; cell++) {
    const key: u32 = storeKeyAt(store, cell);
    if (key !== 0 && keyTask(key) === client.number) {
      const own: bool = storeGet(store, key, client.task, compressedPage()) !== 0;
      if (!own || !isMissing(vmm, client, keyPage(key))) {
        storeDrop(store, key);
      }
    }
  }
  return ServerStatus.OK;
}

function forget(_vmm: Vmm, client: Client, firstPage: u32, pages: u32): void {
  storeDropRange(store, client.number, firstPage, pages);
}

function stored(client: Client, page: u32): bool {
  return storeHas(store, storeKey(client.number, page));
}

function room(vmm: Vmm, client: Client): bool {
  return makeRoom(vmm, store, client);
}

export const PREEMPTIVE: PolicyHooks = new PolicyHooks(
  VmmPolicy.PREEMPTIVE,
  "vmm-preemptive",
  true,
  grantReserved,
  fault,
  bring,
  handOver,
  adopt,
  forget,
  stored,
  room,
);
