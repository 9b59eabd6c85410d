/**
 * Takes marks away; frames that no other page maps go back.
 */
import { PAGE_SHIFT, PAGE_SIZE_BYTES, USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { entryFrame, entryIsBacked, entryIsMarked, type PageEntry } from "../arch/page-entry.ts";
import { dropFrame } from "./frames.ts";
import { findEntry, removeEntry, skipMissingTables } from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";

/** `address` and `pages` are a checked range. Answers NOT_MARKED, having changed nothing, or OK. */
export function unmarkRange(space: Space, address: u32, pages: u32): Status {
  const end: u32 = address + (pages << PAGE_SHIFT);
  for (let at = address; at < end; at += PAGE_SIZE_BYTES) {
    const entry = findEntry(space, at);
    if (entry === null || !entryIsMarked(entry)) {
      return Status.NOT_MARKED;
    }
  }
  for (let at = address; at < end; at += PAGE_SIZE_BYTES) {
    const entry = findEntry(space, at);
    if (entry !== null) {
      unmarkPage(space, at, entry);
    }
  }
  return Status.OK;
}

/** Takes every mark of the space away, and with the marks its tables. */
export function unmarkAll(space: Space): void {
  let at: u32 = USER_START;
  while (at < USER_END) {
    const entry = findEntry(space, at);
    if (entry === null) {
      at = skipMissingTables(space, at);
      continue;
    }
    if (entryIsMarked(entry)) {
      unmarkPage(space, at, entry);
    }
    at += PAGE_SIZE_BYTES;
  }
}

/** Takes the mark of one page away. */
export function unmarkPage(space: Space, address: u32, entry: PageEntry): void {
  const backed: bool = entryIsBacked(entry);
  const frame: u32 = entryFrame(entry);
  removeEntry(space, address, entry);
  if (backed) {
    dropFrame(frame, mappingAt(space, address));
  }
}
