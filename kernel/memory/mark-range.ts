/**
 * ADDRESS_SPACE_ALLOC's work: free pages become reserved, or backed by fresh zeroed frames. 2 MiB
 * that are only reserved are one mark in the directory.
 */
import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
import { entryIsMarked, entryLeadsToTable, NO_ENTRY, type PageEntry, setEntry } from "../arch/page-entry.ts";
import { joinRow, takeFrameInRow } from "./frame-row.ts";
import { type Operation, spend, UNITS_CLEAR, UNITS_MARK, UNITS_TABLE } from "./operation.ts";
import {
  beginsPointer,
  countEntry,
  createDirectory,
  createEntry,
  DIRECTORY_BYTES,
  directoryEnd,
  entryInTable,
  findDirectory,
  findInTable,
  isWhole,
} from "./page-walk.ts";
import type { Space } from "./space.ts";

/** Looks at the next pages. Answers OVERLAP, or OK. */
export function checkMark(operation: Operation, space: Space): Status {
  const backed: bool = (operation.attributes & ATTRIBUTE_BACKED) !== 0;
  if (operation.at === operation.address) {
    operation.frames = backed ? (operation.end - operation.address) >>> PAGE_SHIFT : 0;
  }
  while (operation.at < operation.end && operation.budget !== 0) {
    const at: u32 = operation.at;
    const stop: u32 = directoryEnd(at, operation.end);
    const directory = findDirectory(space, at);
    if (directory === null && (at === operation.address || beginsPointer(at))) {
      operation.heapPages++;
    }
    if (directory === null || !entryIsMarked(directory)) {
      operation.heapPages += backed || !isWhole(at, operation.end) ? 1 : 0;
      spend(operation, 1);
    } else if (!entryLeadsToTable(directory) || anyMarked(directory, at, stop)) {
      return Status.OVERLAP;
    } else {
      spend(operation, ((stop - at) >>> PAGE_SHIFT) / 2 + 1);
    }
    operation.at = stop;
  }
  return Status.OK;
}

function anyMarked(directory: PageEntry, from: u32, stop: u32): bool {
  for (let at = from; at < stop; at += PAGE_SIZE_BYTES) {
    acceptInterruptsAt(at >>> PAGE_SHIFT);
    if (entryIsMarked(entryInTable(directory, at))) {
      return true;
    }
  }
  return false;
}

/** Marks the next pages. */
export function applyMark(operation: Operation, space: Space): void {
  const attributes: u32 = operation.attributes;
  const backed: bool = (attributes & ATTRIBUTE_BACKED) !== 0;
  while (operation.at < operation.end && operation.budget !== 0) {
    const at: u32 = operation.at;
    if (!backed && isWhole(at, operation.end)) {
      const directory = createDirectory(space, at);
      setEntry(directory, attributes, 0);
      countEntry(directory);
      operation.at = at + DIRECTORY_BYTES;
      spend(operation, UNITS_MARK);
      continue;
    }
    markPage(operation, space, at, backed);
    operation.at = at + PAGE_SIZE_BYTES;
    const fresh: u32 = (at & (DIRECTORY_BYTES - 1)) === 0 ? UNITS_TABLE : 0;
    spend(operation, (backed ? UNITS_CLEAR : UNITS_MARK) + fresh);
  }
}

function markPage(operation: Operation, space: Space, at: u32, backed: bool): void {
  const found = findInTable(space, at);
  const entry = found === NO_ENTRY ? createEntry(space, at) : found;
  countEntry(entry);
  if (backed) {
    setEntry(entry, operation.attributes, takeFrameInRow(operation, space, at));
    joinRow(operation, space, at);
  } else {
    setEntry(entry, operation.attributes, 0);
  }
}
