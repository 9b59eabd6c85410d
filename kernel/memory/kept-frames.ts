/**
 * Frames that the kernel keeps for servers whatever tasks do: the information page, regions, notes.
 *
 * Invariants: the kernel has a reference of its own to each, so that it stays when nobody maps it; it counts
 * as mapped so often that no task can share or grant it (NO_MEMORY, as the ABI says of such frames); it
 * never moves. Who may only read it has it copy-on-write: the right to write comes with a frame of one's own.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_READ,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { entryFrame, entryIsBacked, entryIsMarked, setEntry } from "../arch/page-entry.ts";
import { chargeWithoutLimits, takeRoom } from "./accounts.ts";
import { memoryIsThere, shareFrame } from "./frames.ts";
import { countEntry, createEntry, findEntry } from "./page-walk.ts";
import { mappingAt, type Space, spaceSlot } from "./space.ts";
import { unmarkPage } from "./unmark-range.ts";

/** Attributes for a task that may write. */
export const KEPT_WRITABLE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
/** Attributes for a task that may only read. */
export const KEPT_READABLE: u32 = ATTRIBUTE_READ | ATTRIBUTE_BACKED | ATTRIBUTE_COPY_ON_WRITE;

/** Directory and table that one page may need. */
const TABLES_FOR_PAGE: u32 = 2;

/** Whether `pages` kept frames, in `ranges` ranges of less than 2 MiB, can be mapped with the memory that is there. */
export function keptMemoryIsThere(ranges: u32, pages: u32): bool {
  return memoryIsThere(0, 2 * TABLES_FOR_PAGE * ranges, pages);
}

/** Whether none of the pages is marked. */
export function rangeIsFree(space: Space, address: u32, pages: u32): bool {
  for (let i: u32 = 0; i < pages; i++) {
    const entry = findEntry(space, address + i * PAGE_SIZE_BYTES);
    if (entry !== null && entryIsMarked(entry)) {
      return false;
    }
  }
  return true;
}

/** Maps a kept frame. The caller has seen that the page is free and the memory there. */
export function mapKept(space: Space, address: u32, frame: u32, attributes: u32): void {
  // The kernel wants it there: it counts, and cannot be refused.
  chargeWithoutLimits(true);
  takeRoom(spaceSlot(space), 1);
  chargeWithoutLimits(false);
  const entry = createEntry(space, address);
  shareFrame(frame, mappingAt(space, address));
  setEntry(entry, attributes, frame);
  countEntry(entry);
}

/** Takes a kept frame away from a page; one that has something else by now keeps that. */
export function unmapKept(space: Space, address: u32, frame: u32): void {
  const entry = findEntry(space, address);
  if (entry !== null && entryIsBacked(entry) && entryFrame(entry) === frame) {
    unmarkPage(space, address, createEntry(space, address));
  }
}
