/**
 * Taking pages: from the client of the lowest priority first, from nobody above the one who needs a frame. Within a
 * client a hand goes over its pages (second chance): one that was used since the hand last came loses its accessed bit
 * and stays; of those not used the first clean one goes, else the first written one. Pages that several map, and
 * the last few that a client was given, stay: an instruction needs more than one page at a time.
 */
import {
  ATTRIBUTE_ACCESSED,
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_DIRTY,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_SHARE,
} from "../../lib/abi/attributes.ts";
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { COMPRESSION_PAGE_WORDS, compressPage } from "../../lib/core/page-compression.ts";
import { type ManagerNotes, type NotedRegion, REGION_SHARED } from "../../lib/proto/manager-notes.ts";
import type { PageMark } from "../../lib/user/page-mark.ts";
import { CLIENTS_MAX, type Client, notesOf, RECENT_PAGES, type Vmm, worldOf } from "../../lib/vmm/clients.ts";
import { READ_WRITE } from "../../lib/vmm/marks.ts";
import { type PageStore, storeDrop, storeKey, storePut } from "../../lib/vmm/page-store.ts";
import { FIRST_PAGE, isRevoked, PAGE_NONE } from "../../lib/vmm/regions.ts";
import { compressedPage, WINDOW_OUT } from "./bring.ts";

/** Free frames above which a refusal means the client's own quota, not the machine. */
const FREE_FRAMES_LOW: u32 = 32;
/** Pages that the hand looks at for one victim. */
const LOOKS_MAX: u32 = 512;
/** Unused pages that it looks at for a clean one. */
const CLEAN_LOOKS_MAX: u32 = 8;
/** Victims that may turn out not to shrink before another client is tried. */
const ATTEMPTS_MAX: u32 = 8;
/** A page that needs more words is not worth taking: 3 KiB. */
const STORED_WORDS_MAX: u32 = 768;

function isRecent(client: Client, page: u32): bool {
  for (let i: u32 = 0; i < RECENT_PAGES; i++) {
    if (client.recent[i] === page) {
      return true;
    }
  }
  return false;
}

/** The next page at or after `page` in a region whose pages can be taken; PAGE_NONE after the last. */
function nextOwnPage(notes: ManagerNotes, page: u32): u32 {
  for (let i: u32 = 0; i < notes.regionCount; i++) {
    const region: NotedRegion = notes.regions[i];
    if (!isRevoked(region) && (region.flags & REGION_SHARED) === 0) {
      if (page < region.firstPage) {
        return region.firstPage;
      }
      if (page < region.firstPage + region.pages) {
        return page;
      }
    }
  }
  return PAGE_NONE;
}

function canGo(state: PageMark): bool {
  const backed: bool = (state.attributes & ATTRIBUTE_BACKED) !== 0;
  return backed && state.mappings === 1 && (state.attributes & ATTRIBUTE_COPY_ON_WRITE) === 0;
}

/** Moves the hand to the next victim. PAGE_NONE: nothing of this client can go. */
function findVictim(vmm: Vmm, client: Client): u32 {
  const notes: ManagerNotes = notesOf(client);
  const state: PageMark = zeroed();
  let written: u32 = PAGE_NONE;
  let used: u32 = PAGE_NONE;
  let unused: u32 = 0;
  let wraps: u32 = 0;
  let looks: u32 = 0;
  let page: u32 = client.hand;
  while (looks < LOOKS_MAX && wraps < 3 && unused < CLEAN_LOOKS_MAX) {
    looks += 1;
    page = nextOwnPage(notes, page);
    if (page === PAGE_NONE) {
      page = FIRST_PAGE;
      wraps += 1;
      continue;
    }
    if (worldOf(vmm).get(client.space, page << PAGE_SHIFT, state) !== Status.OK) {
      return PAGE_NONE;
    }
    if ((state.attributes & ATTRIBUTE_BACKED) === 0) {
      page += state.runPages === 0 ? 1 : state.runPages;
      continue;
    }
    if (canGo(state) && !isRecent(client, page)) {
      if ((state.attributes & ATTRIBUTE_ACCESSED) !== 0) {
        used = page;
        worldOf(vmm).set(client.space, page << PAGE_SHIFT, 1, READ_WRITE, 0, 0);
      } else if ((state.attributes & ATTRIBUTE_DIRTY) === 0) {
        client.hand = page + 1;
        return page;
      } else {
        written = written === PAGE_NONE ? page : written;
        unused += 1;
      }
    }
    page += 1;
  }
  const victim: u32 = written !== PAGE_NONE ? written : used;
  client.hand = victim === PAGE_NONE ? page : victim + 1;
  return victim;
}

/**
 * Puts the page, which the window shows and the client can only read, into the store. A page of zeros needs no place.
 * False: it does not shrink, or the store is full.
 */
function keep(vmm: Vmm, store: PageStore, client: Client, page: u32): bool {
  const words: Span<u32> = worldOf(vmm).words(WINDOW_OUT, COMPRESSION_PAGE_WORDS);
  let any: u32 = 0;
  for (const word of words) {
    any |= word;
  }
  if (any === 0) {
    return true;
  }
  const length: u32 = compressPage(words, subSpan(compressedPage(), 0, STORED_WORDS_MAX));
  const key: u32 = storeKey(client.number, page);
  return length !== 0 && storePut(store, key, client.task, subSpan(compressedPage(), 0, length));
}

/** Unmarks the page and reserves it again. Its contents are in the store now. */
function drop(vmm: Vmm, store: PageStore, client: Client, page: u32): bool {
  if (worldOf(vmm).release(client.space, page << PAGE_SHIFT, 1) !== Status.OK) {
    storeDrop(store, storeKey(client.number, page));
    return false;
  }
  // Where that fails the fault finds the page unmarked and reserves it then.
  worldOf(vmm).alloc(client.space, page << PAGE_SHIFT, 1, READ_WRITE);
  return true;
}

/** Takes one page. False: it stays as it was. */
function takePage(vmm: Vmm, store: PageStore, client: Client, page: u32): bool {
  const address: u32 = page << PAGE_SHIFT;
  if (worldOf(vmm).alloc(vmm.space, WINDOW_OUT, 1, ATTRIBUTE_READ) !== Status.OK) {
    return false;
  }
  // The client must not write what is being copied.
  let taken: bool = worldOf(vmm).set(client.space, address, 1, ATTRIBUTE_READ, 0, 0) === Status.OK;
  if (taken) {
    const share: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_SHARE;
    const shown: bool =
      worldOf(vmm).set(vmm.space, WINDOW_OUT, 1, share, address, client.space) === Status.OK;
    taken = shown && keep(vmm, store, client, page) && drop(vmm, store, client, page);
    if (!taken) {
      worldOf(vmm).set(client.space, address, 1, READ_WRITE, 0, 0);
    }
  }
  worldOf(vmm).release(vmm.space, WINDOW_OUT, 1);
  return taken;
}

function takeFrom(vmm: Vmm, store: PageStore, client: Client): bool {
  for (let attempt: u32 = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const page: u32 = findVictim(vmm, client);
    if (page === PAGE_NONE) {
      return false;
    }
    if (takePage(vmm, store, client, page)) {
      return true;
    }
  }
  return false;
}

/** Frees a frame for the client. False: nothing more can be taken. */
export function makeRoom(vmm: Vmm, store: PageStore, client: Client): bool {
  if (worldOf(vmm).freeFrames() > FREE_FRAMES_LOW) {
    return takeFrom(vmm, store, client);
  }
  for (let priority: u32 = 0; priority <= client.priority; priority++) {
    for (let number: u32 = 0; number < CLIENTS_MAX; number++) {
      const other: Client = vmm.clients[number];
      if (other.task !== IDENTITY_NOBODY && other.priority === priority) {
        if (takeFrom(vmm, store, other)) {
          return true;
        }
      }
    }
  }
  return false;
}
