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
import { acceptInterrupts, acceptInterruptsAt } from "../arch/interrupt-window.ts";
import { entryFrame, entryIsBacked, entryIsMarked, setEntry, setEntryLike } from "../arch/page-entry.ts";
import { chargeWithoutLimits, takeRoom } from "./accounts.ts";
import { memoryIsThere, shareFrame } from "./frames.ts";
import { areUnmarked, countEntries, createEntries, createEntry, findEntry } from "./page-walk.ts";
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

/** Maps kept frames, from `address` on. The caller has seen that the memory is there. False where a page is marked: some are mapped then. */
export function mapKept(space: Space, address: u32, frames: Span<u32>, attributes: u32): bool {
  // The kernel wants them there: they count, and cannot be refused.
  chargeWithoutLimits(true);
  takeRoom(spaceSlot(space), frames.length);
  chargeWithoutLimits(false);
  let done: u32 = 0;
  while (done < frames.length) {
    acceptInterrupts();
    const at: u32 = address + done * PAGE_SIZE_BYTES;
    const entries = createEntries(space, at, frames.length - done);
    if (!areUnmarked(entries)) {
      return false;
    }
    let mapping: u32 = mappingAt(space, at);
    const like = entries[0];
    for (const entry of entries) {
      acceptInterruptsAt(done);
      shareFrame(frames[done], mapping);
      if (entry === like) {
        setEntry(entry, attributes, frames[done]);
      } else {
        setEntryLike(entry, like, frames[done]);
      }
      mapping++;
      done++;
    }
    countEntries(entries);
  }
  return true;
}

/** Takes a kept frame away from a page; one that has something else by now keeps that. */
export function unmapKept(space: Space, address: u32, frame: u32): void {
  const entry = findEntry(space, address);
  if (entry !== null && entryIsBacked(entry) && entryFrame(entry) === frame) {
    unmarkPage(space, address, createEntry(space, address));
  }
}
