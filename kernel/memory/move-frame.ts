/**
 * Moves one frame in use elsewhere: contents, and every mapping of every sharer.
 *
 * A frame of a few mappings moves at once. One of more is held meanwhile: its pages are not present, one after
 * the other; then the contents move; then the pages are present again, with the new frame. Both ways stop
 * where the slice ends (operation.ts), so a task may fault on a page that is held: it goes on with the
 * work, and so does everybody who is about to change marks.
 *
 * Invariants: one frame is held at most; while one is, no mark changes, so its list of sharers stays
 * as it is; a page that is held tells its rights and frame as before. Never fails: the caller has seen that a
 * frame is free, and that nothing has pinned this one.
 */
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { forgetPage } from "../arch/active-space.ts";
import type { FrameRecord } from "../arch/frame-record.ts";
import { copyFrame } from "../arch/frame-window.ts";
import {
  entryFrame,
  entryIsBacked,
  exchangeFrame,
  holdEntry,
  type PageEntry,
  pointersAddress,
  releaseEntry,
} from "../arch/page-entry.ts";
import { takeFrame } from "./frame-blocks.ts";
import { mappingPage, mappingSlot, NO_MAPPING } from "./frame-mappings.ts";
import { FRAME_OUT, type FrameTable, NO_FRAME } from "./frame-table.ts";
import { frameTable, sharerPool } from "./frames.ts";
import { frameIsHeld, heldFrame, setHeldFrame } from "./held-frame.ts";
import { type Operation, spend, UNITS_COPY, UNITS_SPLIT } from "./operation.ts";
import { findEntry, findLarge } from "./page-walk.ts";
import { NO_NODE } from "./sharer-pool.ts";
import { type Space, spaceOfSlot } from "./space.ts";

/** A frame with more mappings is held: splitting a large page for each of so many still fits into a slice. */
const AT_ONCE_MAX: u32 = 4;
/** From a mapping to its entry, and its change. */
const UNITS_MAPPING: u32 = 4;

// Where in the list of mappings: these two, or the number of a node, which is larger.
const CURSOR_FIRST: u32 = 0;
const CURSOR_SECOND: u32 = 1;
const CURSOR_END: u32 = 0xffff_ffff;

/** Where the frame that is held moves to. */
let target: u32 = NO_FRAME;
let cursor: u32 = CURSOR_FIRST;
/** The contents have moved: pages become present again. */
let releasing: bool = false;

/** Moves a frame of few mappings at once; begins to hold one of more. The frame it leaves is out. */
export function moveFrame(operation: Operation, frame: u32): void {
  const table = frameTable();
  const from = table.records[frame - table.firstFrame];
  const to = takeFrame(table, from.mapping);
  if (from.references > AT_ONCE_MAX) {
    setHeldFrame(frame);
    target = to;
    cursor = CURSOR_FIRST;
    releasing = false;
    return;
  }
  copyFrame(to, frame);
  copyRecord(table, frame, to);
  let at: u32 = CURSOR_FIRST;
  while (at !== CURSOR_END) {
    const mapping = mappingAtCursor(from, at);
    const entry = entryOfMapping(operation, mapping, frame);
    exchangeFrame(entry, to);
    forgetPage(pointersAddress(spaceOf(mapping).pointers), mappingPage(mapping) << PAGE_SHIFT);
    at = nextCursor(from, at);
  }
  from.references = FRAME_OUT;
  spend(operation, UNITS_COPY);
}

/** Goes on with the frame that is held while the budget lasts. */
export function workOnHeld(operation: Operation): void {
  while (frameIsHeld() && operation.budget !== 0) {
    if (cursor !== CURSOR_END) {
      visitMapping(operation);
    } else if (releasing) {
      frameTable().records[heldFrame() - frameTable().firstFrame].references = FRAME_OUT;
      setHeldFrame(NO_FRAME);
    } else {
      copyFrame(target, heldFrame());
      // Until the end both records tell the mappings, as pages with either frame are looked at.
      copyRecord(frameTable(), heldFrame(), target);
      releasing = true;
      cursor = CURSOR_FIRST;
      spend(operation, UNITS_COPY);
    }
  }
}

function visitMapping(operation: Operation): void {
  const table = frameTable();
  const record = table.records[heldFrame() - table.firstFrame];
  const mapping = mappingAtCursor(record, cursor);
  const entry = entryOfMapping(operation, mapping, heldFrame());
  if (releasing) {
    exchangeFrame(entry, target);
    releaseEntry(entry);
  } else {
    holdEntry(entry);
    forgetPage(pointersAddress(spaceOf(mapping).pointers), mappingPage(mapping) << PAGE_SHIFT);
  }
  cursor = nextCursor(record, cursor);
}

function mappingAtCursor(record: FrameRecord, at: u32): u32 {
  if (at === CURSOR_FIRST) {
    return record.mapping;
  }
  return at === CURSOR_SECOND ? record.secondOrNext : sharerPool().nodes[at].mapping;
}

function nextCursor(record: FrameRecord, at: u32): u32 {
  if (at === CURSOR_FIRST) {
    return record.secondOrNext === NO_MAPPING ? CURSOR_END : CURSOR_SECOND;
  }
  const node = at === CURSOR_SECOND ? record.sharers : sharerPool().nodes[at].next;
  return node === NO_NODE ? CURSOR_END : node;
}

function copyRecord(table: FrameTable, frame: u32, to: u32): void {
  const from = table.records[frame - table.firstFrame];
  const record = table.records[to - table.firstFrame];
  record.references = from.references;
  record.secondOrNext = from.secondOrNext;
  record.sharers = from.sharers;
}

/** The entry that maps the frame there. */
function entryOfMapping(operation: Operation, mapping: u32, frame: u32): PageEntry {
  const space = spaceOf(mapping);
  const address: u32 = mappingPage(mapping) << PAGE_SHIFT;
  spend(operation, findLarge(space, address) === null ? UNITS_MAPPING : UNITS_MAPPING + UNITS_SPLIT);
  const entry = findEntry(space, address);
  if (entry === null || !entryIsBacked(entry) || entryFrame(entry) !== frame) {
    panic("a frame moves that is not mapped where its record says");
  }
  return entry;
}

function spaceOf(mapping: u32): Space {
  return spaceOfSlot(mappingSlot(mapping));
}
