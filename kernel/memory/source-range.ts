/**
 * ADDRESS_SPACE_SET's work with another range as the source: its frames are shared, shared
 * copy-on-write, or granted. What backs the target's pages before is dropped.
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
  entryIsDevice,
  entryIsMarked,
  entryLeadsToTable,
  MARK_DEVICE,
  type PageEntry,
  pointersAddress,
  setEntry,
} from "../arch/page-entry.ts";
import {
  dropDeviceFrame,
  dropFrame,
  moveDeviceMapping,
  moveFrameMapping,
  shareDeviceFrame,
  shareFrame,
} from "./frames.ts";
import { type Operation, OperationKind, spend, UNITS_MAP, UNITS_SPLIT } from "./operation.ts";
import { createEntry, DIRECTORY_BYTES, findDirectory, findEntry, removeEntry } from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";

/** Looks at the next pairs of pages. Answers NOT_MARKED, DENIED, or OK. */
export function checkSource(operation: Operation, space: Space, source: Space): Status {
  const copies: bool = (operation.attributes & ATTRIBUTE_COPY_ON_WRITE) !== 0;
  while (operation.at < operation.end && operation.budget !== 0) {
    const from = findEntry(source, sourceAt(operation));
    const to = findEntry(space, operation.at);
    if (to === null || !entryIsMarked(to) || from === null || !entryIsBacked(from)) {
      return Status.NOT_MARKED;
    }
    const given: u32 = operation.attributes & ATTRIBUTE_RIGHTS;
    if ((given & ~entryAttributes(from)) !== 0 || (copies && entryIsDevice(from))) {
      return Status.DENIED;
    }
    operation.nodes += operation.kind === OperationKind.SHARE ? 1 : 0;
    if (operation.at === operation.address || (operation.at & (DIRECTORY_BYTES - 1)) === 0) {
      operation.heapPages += isSplitFor(space, operation.at) ? 1 : 0;
    }
    operation.at += PAGE_SIZE_BYTES;
    spend(operation, UNITS_MAP / 3);
  }
  return Status.OK;
}

/** Whether the page's mark stands in the directory, so that changing it takes a table. */
function isSplitFor(space: Space, address: u32): bool {
  const directory = findDirectory(space, address);
  return directory !== null && !entryLeadsToTable(directory);
}

/** Changes the next pairs of pages. */
export function applySource(operation: Operation, space: Space, source: Space): void {
  while (operation.at < operation.end && operation.budget !== 0) {
    if (isSplitFor(space, operation.at)) {
      spend(operation, UNITS_SPLIT);
    }
    const to = createEntry(space, operation.at);
    const from = findEntry(source, sourceAt(operation));
    if (from === null) {
      panic("applySource: a page of the source has gone");
    }
    dropBefore(space, operation.at, to);
    if (operation.kind === OperationKind.GRANT) {
      grantPage(operation, space, source, to, from);
    } else {
      sharePage(operation, space, source, to, from);
    }
    forgetPage(pointersAddress(space.pointers), operation.at);
    operation.at += PAGE_SIZE_BYTES;
    spend(operation, UNITS_MAP);
  }
}

function sourceAt(operation: Operation): u32 {
  return operation.sourceAddress + (operation.at - operation.address);
}

function dropBefore(space: Space, address: u32, to: PageEntry): void {
  if (!entryIsBacked(to)) {
    return;
  }
  if (entryIsDevice(to)) {
    dropDeviceFrame(entryFrame(to), mappingAt(space, address));
  } else {
    dropFrame(entryFrame(to), mappingAt(space, address));
  }
}

/** What the target's page gets: its rights, and of the source what belongs to the frame. */
function givenAttributes(operation: Operation, from: PageEntry): u32 {
  const rights: u32 = (operation.attributes & ATTRIBUTE_RIGHTS) | ATTRIBUTE_BACKED;
  const before: u32 = entryAttributes(from);
  if (entryIsDevice(from)) {
    return rights | MARK_DEVICE | (before & ATTRIBUTE_CACHE);
  }
  // A frame that is copy-on-write for one is so for whoever gets it from there.
  return rights | ((operation.attributes | before) & ATTRIBUTE_COPY_ON_WRITE);
}

function sharePage(operation: Operation, space: Space, source: Space, to: PageEntry, from: PageEntry): void {
  const frame: u32 = entryFrame(from);
  const mapping: u32 = mappingAt(space, operation.at);
  if (entryIsDevice(from)) {
    shareDeviceFrame(frame, mapping);
  } else {
    shareFrame(frame, mapping);
  }
  setEntry(to, givenAttributes(operation, from), frame);
  if ((operation.attributes & ATTRIBUTE_COPY_ON_WRITE) !== 0) {
    const kept: u32 = entryAttributes(from) & ATTRIBUTE_RIGHTS & ~ATTRIBUTE_WRITE;
    setEntry(from, kept | ATTRIBUTE_BACKED | ATTRIBUTE_COPY_ON_WRITE, frame);
    forgetPage(pointersAddress(source.pointers), sourceAt(operation));
  }
}

function grantPage(operation: Operation, space: Space, source: Space, to: PageEntry, from: PageEntry): void {
  const frame: u32 = entryFrame(from);
  const mapping: u32 = mappingAt(space, operation.at);
  const before: u32 = mappingAt(source, sourceAt(operation));
  if (entryIsDevice(from)) {
    moveDeviceMapping(frame, before, mapping);
  } else {
    moveFrameMapping(frame, before, mapping);
  }
  setEntry(to, givenAttributes(operation, from), frame);
  removeEntry(source, sourceAt(operation), from);
}
