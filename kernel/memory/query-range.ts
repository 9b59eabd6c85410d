/**
 * What the mark of a page says.
 */
import { ATTRIBUTE_ACCESSED, ATTRIBUTE_DIRTY } from "../../lib/abi/attributes.ts";
import { PAGE_SIZE_BYTES, USER_END } from "../../lib/abi/memory-map.ts";
import { entryAttributes, entryFrame, entryIsBacked } from "../arch/page-entry.ts";
import { frameMappings } from "./frames.ts";
import { findEntry } from "./page-walk.ts";
import type { Space } from "./space.ts";

/** Pages that a run length counts at most, so that the call is bounded. */
export const RUN_LENGTH_MAX_PAGES: u32 = 1024;

export class Mark {
  /** ATTRIBUTE_*; 0 when the page is unmarked. */
  attributes: u32 = 0;
  /** Frame number, 0 when the page is not backed. */
  frame: u32 = 0;
  /** Pages from here on with the same rights and state, at most RUN_LENGTH_MAX_PAGES. */
  runPages: u32 = 0;
  /** Pages, of all spaces, that map the frame. */
  mappings: u32 = 0;
}

/** Fills `mark` in for the page that holds the checked address. */
export function queryMark(space: Space, address: u32, mark: Mark): void {
  const entry = findEntry(space, address);
  mark.attributes = 0;
  mark.frame = 0;
  mark.mappings = 0;
  if (entry !== null) {
    mark.attributes = entryAttributes(entry);
    if (entryIsBacked(entry)) {
      mark.frame = entryFrame(entry);
      mark.mappings = frameMappings(mark.frame);
    }
  }
  mark.runPages = runLength(space, address, mark.attributes);
}

function runLength(space: Space, address: u32, attributes: u32): u32 {
  const same: u32 = ~(ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY);
  let pages: u32 = 1;
  let at: u32 = address + PAGE_SIZE_BYTES;
  while (pages < RUN_LENGTH_MAX_PAGES && at < USER_END) {
    const entry = findEntry(space, at);
    const here: u32 = entry === null ? 0 : entryAttributes(entry);
    if ((here & same) !== (attributes & same)) {
      break;
    }
    pages++;
    at += PAGE_SIZE_BYTES;
  }
  return pages;
}
