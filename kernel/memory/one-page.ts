/**
 * One page at once, where that is simple: its table is there, and of frames only memory that nobody
 * copies on write. Each function answers false, and has changed nothing, where it is not so or
 * something is short: then an operation (operation.ts) does the work or says what is wrong.
 *
 * The caller has checked space, address and rights.
 */
import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { forgetPage } from "../arch/active-space.ts";
import {
  clearEntry,
  entryFrame,
  entryIsBacked,
  entryIsDevice,
  entryIsMarked,
  entryIsReserved,
  mayShareEntry,
  NO_ENTRY,
  pointersAddress,
  setEntry,
  shareEntry,
  tableOfEntry,
} from "../arch/page-entry.ts";
import { hasRoom, takeOneRoom, uncountMapping } from "./accounts.ts";
import {
  dropFrameAtOnce,
  frameIsAtHand,
  memoryIsThere,
  shareCountedFrame,
  takeZeroedFrame,
} from "./frames.ts";
import { countMark, uncountMark } from "./heap.ts";
import { frameIsHeld } from "./held-frame.ts";
import { createEntry, findInTable, giveEmptyTables, isUnmarkedDirectory, mayGetTable } from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";

/** A reserved page gets the frame of another. `rights`, READ among them, are seen to be such as the other has; other bits do not count. */
export function shareOnePage(space: Space, at: u32, source: Space, sourceAt: u32, rights: u32): bool {
  const to = findInTable(space, at);
  if (!entryIsReserved(to)) {
    return false;
  }
  const from = findInTable(source, sourceAt);
  const mapping: u32 = mappingAt(space, at);
  if (!mayShareEntry(from, rights) || !takeOneRoom(mapping)) {
    return false;
  }
  if (!shareCountedFrame(entryFrame(from), mapping)) {
    uncountMapping(mapping);
    return false;
  }
  // What was not there no TLB knows.
  shareEntry(to, from, rights);
  return true;
}

/** A reserved page gets its first frame. `attributes` are rights and BACKED. */
export function backOnePage(space: Space, at: u32, attributes: u32): bool {
  const entry = findInTable(space, at);
  const mapping: u32 = mappingAt(space, at);
  if (!entryIsReserved(entry) || !frameIsAtHand() || !hasRoom(mapping)) {
    return false;
  }
  setEntry(entry, attributes, takeZeroedFrame(mapping));
  return true;
}

/** An unmarked page becomes reserved, or backed by its first frame. `attributes` are rights and BACKED. */
export function markOnePage(space: Space, at: u32, attributes: u32): bool {
  let entry = findInTable(space, at);
  const mapping: u32 = mappingAt(space, at);
  const backed: bool = (attributes & ATTRIBUTE_BACKED) !== 0;
  if (backed && (!frameIsAtHand() || !hasRoom(mapping))) {
    return false;
  }
  if (entry === NO_ENTRY && isUnmarkedDirectory(space, at) && memoryIsThere(1, 1, 0) && mayGetTable(space)) {
    entry = createEntry(space, at);
  }
  if (entry === NO_ENTRY || entryIsMarked(entry)) {
    return false;
  }
  const frame: u32 = backed ? takeZeroedFrame(mapping) : 0;
  setEntry(entry, attributes, frame);
  countMark(tableOfEntry(entry));
  return true;
}

/** A page's mark goes, and with the last one of a table the table. */
export function unmarkOnePage(space: Space, at: u32): bool {
  const entry = findInTable(space, at);
  const backed: bool = entryIsBacked(entry);
  if (!entryIsMarked(entry) || (backed && (entryIsDevice(entry) || frameIsHeld()))) {
    return false;
  }
  if (backed && !dropFrameAtOnce(entryFrame(entry), mappingAt(space, at))) {
    return false;
  }
  clearEntry(entry);
  forgetPage(pointersAddress(space.pointers), at);
  if (uncountMark(tableOfEntry(entry))) {
    giveEmptyTables(space, at, entry);
  }
  return true;
}
