/**
 * ADDRESS_SPACE_SET's work with a device as the source: pages become windows on physical addresses.
 * That the caller holds them was looked at before (holdings.ts).
 *
 * Memory that is in use there moves away first; the window then holds its frames, cleared, as its own. 2 MiB of a
 * device that are reserved in the directory are mapped by the directory alone (page-walk.ts).
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_CACHE,
  ATTRIBUTE_READ,
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
import {
  OPERATION_GOES_ON,
  type Operation,
  Room,
  spend,
  UNITS_CLEAR,
  UNITS_MAP,
  UNITS_MARK,
  UNITS_SPLIT,
} from "./operation.ts";
import {
  createEntry,
  DIRECTORY_BYTES,
  directoryEnd,
  findDirectory,
  findEntry,
  isWhole,
  markLarge,
} from "./page-walk.ts";
import { makeRoom, managedFramesIn, touchesKernel } from "./relocate.ts";
import { mappingAt, type Space } from "./space.ts";

const FRAMES_IN_LARGE: u32 = DIRECTORY_BYTES / PAGE_SIZE_BYTES;

/** Looks at the next pages. Answers NOT_MARKED, PROTECTED, or OK. */
export function checkDevice(operation: Operation, space: Space): Status {
  const pages: u32 = (operation.end - operation.address) >>> PAGE_SHIFT;
  if (touchesKernel(frameTable(), operation.firstFrame, pages)) {
    return Status.PROTECTED;
  }
  while (operation.at < operation.end && operation.budget !== 0) {
    const entry = findEntry(space, operation.at);
    if (entry === null || !entryIsMarked(entry)) {
      return Status.NOT_MARKED;
    }
    if (standsInDirectory(space, operation.at)) {
      operation.heapPages++;
      operation.at = directoryEnd(operation.at, operation.end);
    } else {
      operation.at += PAGE_SIZE_BYTES;
    }
    spend(operation, 2);
  }
  return Status.OK;
}

function standsInDirectory(space: Space, address: u32): bool {
  const directory = findDirectory(space, address);
  return directory !== null && !entryLeadsToTable(directory);
}

/**
 * Empties the range, and then changes the next pages. Answers OPERATION_GOES_ON; PROTECTED or NO_MEMORY, having
 * changed nothing; or OK.
 */
export function applyDevice(operation: Operation, space: Space): u32 {
  if (operation.room !== Room.MADE) {
    const pages: u32 = (operation.end - operation.address) >>> PAGE_SHIFT;
    const answer = makeRoom(operation, operation.firstFrame, pages);
    if (answer !== Status.OK) {
      return answer;
    }
  }
  changePages(operation, space);
  return operation.at === operation.end ? u32(Status.OK) : OPERATION_GOES_ON;
}

function changePages(operation: Operation, space: Space): void {
  const cache: u32 = operation.attributes & ATTRIBUTE_CACHE;
  const attributes: u32 =
    (operation.attributes & ATTRIBUTE_RIGHTS) |
    ATTRIBUTE_BACKED |
    MARK_DEVICE |
    (cache !== 0 ? cache : ATTRIBUTE_UNCACHED);
  while (operation.at < operation.end && operation.budget !== 0) {
    const at: u32 = operation.at;
    const frame: u32 = operation.firstFrame + ((at - operation.address) >>> PAGE_SHIFT);
    if (standsInDirectory(space, at)) {
      if (canBeLarge(operation, frame)) {
        markLarge(space, at, attributes, frame);
        operation.at = at + DIRECTORY_BYTES;
        spend(operation, UNITS_MAP);
        continue;
      }
      spend(operation, UNITS_SPLIT);
    }
    const entry = createEntry(space, at);
    dropBefore(space, at, entry);
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

/** Whether the directory can map the next 2 MiB alone: all of them, readable, in a row from a multiple of 512 on, and no memory of ours. */
function canBeLarge(operation: Operation, frame: u32): bool {
  return (
    isWhole(operation.at, operation.end) &&
    (frame & (FRAMES_IN_LARGE - 1)) === 0 &&
    (operation.attributes & ATTRIBUTE_READ) !== 0 &&
    managedFramesIn(frame, FRAMES_IN_LARGE) === 0
  );
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
