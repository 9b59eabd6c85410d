/**
 * Changes marks: rights, backing of reserved pages, frames shared or granted from another range.
 * All conditions are looked at before the first change, so that a refusal has changed nothing.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_SOURCE,
  ATTRIBUTE_SOURCE_GRANT,
} from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { forgetPage } from "../arch/active-space.ts";
import {
  entryAttributes,
  entryFrame,
  entryIsBacked,
  entryIsMarked,
  type PageEntry,
  pointersAddress,
  setEntry,
} from "../arch/page-entry.ts";
import {
  dropFrame,
  freeFrameCount,
  memoryIsThere,
  shareFrame,
  sharerPagesFor,
  takeZeroedFrame,
} from "./frames.ts";
import { findEntry } from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";
import { unmarkPage } from "./unmark-range.ts";

/**
 * Sets rights, and backs reserved pages if `attributes` holds BACKED. Range and attributes are
 * checked. Answers NOT_MARKED or NO_MEMORY, or OK.
 */
export function changeRange(space: Space, address: u32, pages: u32, attributes: u32): Status {
  const end: u32 = address + (pages << PAGE_SHIFT);
  const back: bool = (attributes & ATTRIBUTE_BACKED) !== 0;
  let wanted: u32 = 0;
  for (let at = address; at < end; at += PAGE_SIZE_BYTES) {
    const entry = findEntry(space, at);
    if (entry === null || !entryIsMarked(entry)) {
      return Status.NOT_MARKED;
    }
    if (back && !entryIsBacked(entry)) {
      wanted++;
    }
  }
  if (wanted > freeFrameCount()) {
    return Status.NO_MEMORY;
  }
  const rights: u32 = attributes & ATTRIBUTE_RIGHTS;
  for (let at = address; at < end; at += PAGE_SIZE_BYTES) {
    const entry = findEntry(space, at);
    if (entry !== null) {
      changePage(space, at, entry, rights, back);
    }
  }
  return Status.OK;
}

function changePage(space: Space, at: u32, entry: PageEntry, rights: u32, back: bool): void {
  if (entryIsBacked(entry)) {
    setEntry(entry, rights | ATTRIBUTE_BACKED, entryFrame(entry));
  } else if (back) {
    setEntry(entry, rights | ATTRIBUTE_BACKED, takeZeroedFrame(mappingAt(space, at)));
  } else {
    setEntry(entry, rights, 0);
  }
  forgetPage(pointersAddress(space.pointers), at);
}

/**
 * Gives marked pages the frames of another range, shared or granted. Both ranges are checked, and
 * the caller manages both spaces. Answers NOT_MARKED (a page of either range is not marked, or one
 * of the source is not backed), DENIED (more rights than the source has), BAD_ARGUMENT (the ranges
 * overlap), or OK.
 */
export function changeFromSource(
  space: Space,
  address: u32,
  pages: u32,
  attributes: u32,
  source: Space,
  sourceAddress: u32,
): Status {
  const bytes: u32 = pages << PAGE_SHIFT;
  if (
    source.identity === space.identity &&
    sourceAddress < address + bytes &&
    address < sourceAddress + bytes
  ) {
    return Status.BAD_ARGUMENT;
  }
  const rights: u32 = attributes & ATTRIBUTE_RIGHTS;
  for (let offset: u32 = 0; offset < bytes; offset += PAGE_SIZE_BYTES) {
    const status = checkPair(
      findEntry(space, address + offset),
      findEntry(source, sourceAddress + offset),
      rights,
    );
    if (status !== Status.OK) {
      return status;
    }
  }
  if (!memoryIsThere(0, sharerPagesFor(pages))) {
    return Status.NO_MEMORY;
  }
  const grant: bool = (attributes & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_GRANT;
  for (let offset: u32 = 0; offset < bytes; offset += PAGE_SIZE_BYTES) {
    const to = findEntry(space, address + offset);
    const from = findEntry(source, sourceAddress + offset);
    if (to !== null && from !== null) {
      takeOver(space, address + offset, to, from, rights);
      if (grant) {
        unmarkPage(source, sourceAddress + offset, from);
      }
    }
  }
  return Status.OK;
}

function checkPair(to: PageEntry | null, from: PageEntry | null, rights: u32): Status {
  if (to === null || !entryIsMarked(to) || from === null || !entryIsBacked(from)) {
    return Status.NOT_MARKED;
  }
  if ((rights & ~entryAttributes(from)) !== 0) {
    return Status.DENIED;
  }
  return Status.OK;
}

/** Maps the source's frame in place of whatever backs the page. */
function takeOver(space: Space, address: u32, to: PageEntry, from: PageEntry, rights: u32): void {
  const frame: u32 = entryFrame(from);
  shareFrame(frame, mappingAt(space, address));
  const replaced: bool = entryIsBacked(to);
  const before: u32 = entryFrame(to);
  setEntry(to, rights | ATTRIBUTE_BACKED, frame);
  forgetPage(pointersAddress(space.pointers), address);
  if (replaced) {
    dropFrame(before, mappingAt(space, address));
  }
}
