/**
 * ADDRESS_SPACE_SET's work with a device as the source: pages become windows on physical addresses.
 * That the caller holds them was looked at before (device-ranges.ts).
 *
 * Memory that is in use there moves away first; the window then holds its frames, cleared, as its own.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_CACHE,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_UNCACHED,
} from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { forgetPage } from "../arch/active-space.ts";
import { clearFrame } from "../arch/frame-window.ts";
import {
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
import { countMapping } from "./accounts.ts";
import { useFrame } from "./frame-blocks.ts";
import { frameIsManaged } from "./frame-table.ts";
import { dropDeviceFrame, dropFrame, frameTable, pinFrame } from "./frames.ts";
import { type Operation, spend, UNITS_CLEAR, UNITS_MARK, UNITS_SPLIT } from "./operation.ts";
import { createEntry, DIRECTORY_BYTES, findDirectory, findEntry } from "./page-walk.ts";
import { managedFramesIn, relocateFrames, touchesKernel } from "./relocate.ts";
import { mappingAt, type Space } from "./space.ts";

/** A call whose range holds memory is for at most so many pages, so that moving it fits into one slice. */
export const DEVICE_MEMORY_MAX_PAGES: u32 = 8;

/** Looks at the next pages. Answers NOT_MARKED, PROTECTED, BAD_ARGUMENT, or OK. */
export function checkDevice(operation: Operation, space: Space): Status {
  const pages: u32 = (operation.end - operation.address) >>> PAGE_SHIFT;
  if (touchesKernel(frameTable(), operation.firstFrame, pages)) {
    return Status.PROTECTED;
  }
  if (pages > DEVICE_MEMORY_MAX_PAGES && managedFramesIn(operation.firstFrame, pages) !== 0) {
    return Status.BAD_ARGUMENT;
  }
  while (operation.at < operation.end && operation.budget !== 0) {
    const entry = findEntry(space, operation.at);
    if (entry === null || !entryIsMarked(entry)) {
      return Status.NOT_MARKED;
    }
    if (operation.at === operation.address || (operation.at & (DIRECTORY_BYTES - 1)) === 0) {
      operation.heapPages += standsInDirectory(space, operation.at) ? 1 : 0;
    }
    operation.at += PAGE_SIZE_BYTES;
    spend(operation, 2);
  }
  return Status.OK;
}

function standsInDirectory(space: Space, address: u32): bool {
  const directory = findDirectory(space, address);
  return directory !== null && !entryLeadsToTable(directory);
}

/** Moves memory that lies in the range away, all or nothing. Answers PROTECTED, NO_MEMORY, or OK. */
export function makeRoomForDevice(operation: Operation): Status {
  const pages: u32 = (operation.end - operation.address) >>> PAGE_SHIFT;
  if (managedFramesIn(operation.firstFrame, pages) === 0) {
    return Status.OK;
  }
  return relocateFrames(operation.firstFrame, pages);
}

/** Changes the next pages. */
export function applyDevice(operation: Operation, space: Space): void {
  const cache: u32 = operation.attributes & ATTRIBUTE_CACHE;
  const attributes: u32 =
    (operation.attributes & ATTRIBUTE_RIGHTS) |
    ATTRIBUTE_BACKED |
    MARK_DEVICE |
    (cache !== 0 ? cache : ATTRIBUTE_UNCACHED);
  while (operation.at < operation.end && operation.budget !== 0) {
    const at: u32 = operation.at;
    if (standsInDirectory(space, at)) {
      spend(operation, UNITS_SPLIT);
    }
    const entry = createEntry(space, at);
    dropBefore(space, at, entry);
    const frame: u32 = operation.firstFrame + ((at - operation.address) >>> PAGE_SHIFT);
    if (frameIsManaged(frameTable(), frame)) {
      lendFrame(frame, mappingAt(space, at));
      spend(operation, UNITS_CLEAR);
    }
    setEntry(entry, attributes, frame);
    forgetPage(pointersAddress(space.pointers), at);
    operation.at = at + PAGE_SIZE_BYTES;
    spend(operation, UNITS_MARK);
  }
}

/** A frame that is out becomes the window's. It goes back to the allocator with its last mapping. */
function lendFrame(frame: u32, mapping: u32): void {
  clearFrame(frame);
  useFrame(frameTable(), frame, mapping);
  countMapping(mapping);
  pinFrame(frame);
}

function dropBefore(space: Space, address: u32, entry: PageEntry): void {
  if (!entryIsBacked(entry)) {
    return;
  }
  if (entryIsDevice(entry)) {
    dropDeviceFrame(entryFrame(entry), mappingAt(space, address));
  } else {
    dropFrame(entryFrame(entry), mappingAt(space, address));
  }
}
