/**
 * Puts what a range of a new space begins with into it: pages are backed and filled, some at a time, before the
 * task begins. When memory runs out some are there: the caller ends the space, and with it everything that was loaded.
 */
import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { fillFrame } from "../arch/frame-window.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import { entryIsMarked, setEntry } from "../arch/page-entry.ts";
import { takeRoom } from "../memory/accounts.ts";
import { memoryIsThere, takeFrameToFill } from "../memory/frames.ts";
import { countEntry, createEntry } from "../memory/page-walk.ts";
import { mappingAt, type Space, spaceSlot } from "../memory/space.ts";

/** Pages that one page table is for. */
const TABLE_PAGES_SHIFT: u32 = 9;
/** Two directories, and a table more than whole ones. */
const TABLES_MORE: u32 = 3;
/** Memory has run out, or a page is marked already. */
export const LOAD_FAILED: u32 = 0xffff_ffff;

/** What a range of a new space begins with; the rest of its pages is zero. */
export class RangeContents {
  address: u32 = 0;
  memoryBytes: u32 = 0;
  /** Where the contents lie, identity-mapped. */
  source: u32 = 0;
  sourceBytes: u32 = 0;
  /** ATTRIBUTE_READ, WRITE, EXECUTE */
  rights: u32 = 0;
}

/** How many pages a range has. */
export function pagesOfRange(range: RangeContents): u32 {
  const first: u32 = range.address & ~PAGE_OFFSET_MASK;
  return (range.address + range.memoryBytes - first + PAGE_SIZE_BYTES - 1) >>> PAGE_SHIFT;
}

/** Backs and fills pages number `from` to `end` of a range, at most to its last. Answers the next one's number, or LOAD_FAILED. */
export function loadPages(space: Space, range: RangeContents, from: u32, end: u32): u32 {
  const all: u32 = pagesOfRange(range);
  const stop: u32 = end < all ? end : all;
  const pages: u32 = stop - from;
  if (!memoryIsThere(pages, (pages >>> TABLE_PAGES_SHIFT) + TABLES_MORE, 0)) {
    return LOAD_FAILED;
  }
  takeRoom(spaceSlot(space), pages);
  const first: u32 = range.address & ~PAGE_OFFSET_MASK;
  for (let i: u32 = from; i < stop; i++) {
    acceptInterrupts();
    const at: u32 = first + (i << PAGE_SHIFT);
    const entry = createEntry(space, at);
    if (entryIsMarked(entry)) {
      return LOAD_FAILED;
    }
    const frame = takeFrameToFill(mappingAt(space, at));
    fillPage(frame, at, range);
    setEntry(entry, range.rights | ATTRIBUTE_BACKED, frame);
    countEntry(entry);
  }
  return stop;
}

/** Gives a frame the contents of the page at `at`. */
function fillPage(frame: u32, at: u32, range: RangeContents): void {
  const offset: u32 = at < range.address ? range.address - at : 0;
  const done: u32 = at < range.address ? 0 : at - range.address;
  const left: u32 = range.sourceBytes > done ? range.sourceBytes - done : 0;
  const room: u32 = PAGE_SIZE_BYTES - offset;
  fillFrame(frame, offset, range.source + done, left < room ? left : room);
}
