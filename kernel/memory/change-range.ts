/**
 * ADDRESS_SPACE_SET's work without a source: rights, backing of reserved pages, frames of their own
 * for pages that were copy-on-write, cache attributes of devices' pages.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_CACHE,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { forgetPage } from "../arch/active-space.ts";
import {
  entryAttributes,
  entryFrame,
  entryIsBacked,
  entryIsCopyOnWrite,
  entryIsDevice,
  entryIsMarked,
  entryLeadsToTable,
  MARK_DEVICE,
  type PageEntry,
  pointersAddress,
  setEntry,
} from "../arch/page-entry.ts";
import { endRow, joinRow, takeFrameInRow } from "./frame-row.ts";
import { dropFrame, frameMappings, takeCopy } from "./frames.ts";
import { type Operation, spend, UNITS_CLEAR, UNITS_COPY, UNITS_MARK, UNITS_SPLIT } from "./operation.ts";
import {
  createEntry,
  DIRECTORY_BYTES,
  directoryEnd,
  entryInTable,
  findDirectory,
  isWhole,
} from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";
import { TAKEN_FRAME } from "./take-device.ts";

/** Looks at the next pages. Answers NOT_MARKED, DENIED, BAD_ARGUMENT, or OK. */
export function checkChange(operation: Operation, space: Space): Status {
  while (operation.at < operation.end && operation.budget !== 0) {
    const directory = findDirectory(space, operation.at);
    if (directory === null || !entryIsMarked(directory)) {
      return Status.NOT_MARKED;
    }
    const status = entryLeadsToTable(directory)
      ? checkInTable(operation, directory)
      : checkDirectoryMark(operation);
    if (status !== Status.OK) {
      return status;
    }
  }
  return Status.OK;
}

function checkInTable(operation: Operation, directory: PageEntry): Status {
  const stop: u32 = directoryEnd(operation.at, operation.end);
  while (operation.at < stop && operation.budget !== 0) {
    const entry = entryInTable(directory, operation.at);
    if (!entryIsMarked(entry)) {
      return Status.NOT_MARKED;
    }
    const status = checkPage(operation, entry);
    if (status !== Status.OK) {
      return status;
    }
    operation.at += PAGE_SIZE_BYTES;
    spend(operation, 1);
  }
  return Status.OK;
}

function checkPage(operation: Operation, entry: PageEntry): Status {
  const attributes: u32 = operation.attributes;
  const backed: bool = entryIsBacked(entry);
  if ((attributes & ATTRIBUTE_CACHE) !== 0 && !(backed && entryIsDevice(entry))) {
    return Status.BAD_ARGUMENT;
  }
  if (!backed) {
    operation.frames += (attributes & ATTRIBUTE_BACKED) !== 0 ? 1 : 0;
  } else if (entryIsCopyOnWrite(entry) && (attributes & ATTRIBUTE_WRITE) !== 0) {
    if ((attributes & ATTRIBUTE_BACKED) === 0) {
      return Status.DENIED;
    }
    operation.frames++;
  }
  return Status.OK;
}

/** 2 MiB that are only reserved. */
function checkDirectoryMark(operation: Operation): Status {
  const stop: u32 = directoryEnd(operation.at, operation.end);
  const back: bool = (operation.attributes & ATTRIBUTE_BACKED) !== 0;
  if ((operation.attributes & ATTRIBUTE_CACHE) !== 0) {
    return Status.BAD_ARGUMENT;
  }
  operation.heapPages += back || !isWhole(operation.at, operation.end) ? 1 : 0;
  operation.frames += back ? (stop - operation.at) / PAGE_SIZE_BYTES : 0;
  operation.at = stop;
  spend(operation, 1);
  return Status.OK;
}

/** Changes the next pages. */
export function applyChange(operation: Operation, space: Space): void {
  const back: bool = (operation.attributes & ATTRIBUTE_BACKED) !== 0;
  while (operation.at < operation.end && operation.budget !== 0) {
    const at: u32 = operation.at;
    const directory = findDirectory(space, at);
    if (directory !== null && entryLeadsToTable(directory)) {
      spend(operation, changePage(operation, space, at, entryInTable(directory, at)));
      joinRow(operation, space, at);
      operation.at = at + PAGE_SIZE_BYTES;
    } else if (directory !== null && !back && isWhole(at, operation.end)) {
      setEntry(directory, operation.attributes & ATTRIBUTE_RIGHTS, 0);
      operation.at = at + DIRECTORY_BYTES;
      spend(operation, UNITS_MARK);
    } else {
      createEntry(space, at);
      spend(operation, UNITS_SPLIT);
    }
  }
}

/** Changes one page. Answers what it has cost, in units. */
function changePage(operation: Operation, space: Space, at: u32, entry: PageEntry): u32 {
  const wanted: u32 = operation.attributes;
  let units: u32 = UNITS_MARK;
  const attributes: u32 = wanted & (ATTRIBUTE_RIGHTS | ATTRIBUTE_BACKED);
  if (entryIsBacked(entry)) {
    units = changeBacked(space, at, entry, wanted);
    endRow(operation);
    forgetPage(pointersAddress(space.pointers), at);
  } else if ((attributes & ATTRIBUTE_BACKED) !== 0) {
    // What was not there no TLB knows.
    setEntry(entry, attributes, takeFrameInRow(operation, space, at));
    units = UNITS_CLEAR;
  } else {
    setEntry(entry, attributes, 0);
  }
  return units;
}

function changeBacked(space: Space, at: u32, entry: PageEntry, wanted: u32): u32 {
  const frame: u32 = entryFrame(entry);
  let attributes: u32 = (wanted & ATTRIBUTE_RIGHTS) | ATTRIBUTE_BACKED;
  if (entryIsDevice(entry)) {
    const cache: u32 = wanted & ATTRIBUTE_CACHE;
    attributes |= MARK_DEVICE | (cache !== 0 ? cache : entryAttributes(entry) & ATTRIBUTE_CACHE);
    attributes &= frame === TAKEN_FRAME ? ~ATTRIBUTE_RIGHTS : attributes;
  } else if (entryIsCopyOnWrite(entry)) {
    if ((attributes & ATTRIBUTE_WRITE) === 0) {
      attributes |= ATTRIBUTE_COPY_ON_WRITE;
    } else if (frameMappings(frame) > 1) {
      setEntry(entry, attributes, takeCopy(frame, mappingAt(space, at)));
      dropFrame(frame, mappingAt(space, at));
      return UNITS_COPY;
    }
  }
  setEntry(entry, attributes, frame);
  return UNITS_MARK;
}
