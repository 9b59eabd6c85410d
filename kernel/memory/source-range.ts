/**
 * ADDRESS_SPACE_SET's work with another range as the source: its frames are shared, shared
 * copy-on-write, or granted. What backs the target's pages before is dropped.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_CACHE,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_READ,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_SOURCE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../lib/abi/attributes.ts";
import { PAGE_SIZE_BYTES, USER_END } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { forgetPage } from "../arch/active-space.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import {
  backedRights,
  entryAttributes,
  entryFrame,
  entryIsBacked,
  entryIsCopyOnWrite,
  entryIsDevice,
  entryIsMarked,
  entryIsReserved,
  entryLeadsToTable,
  MARK_DEVICE,
  mayShareEntry,
  type PageEntry,
  pointersAddress,
  setEntry,
} from "../arch/page-entry.ts";
import {
  dropDeviceFrame,
  dropFrame,
  framesTakeMore,
  frameTakesMore,
  moveDeviceMapping,
  moveFrameMapping,
  shareDeviceFrame,
  shareFrame,
  shareFrames,
} from "./frames.ts";
import {
  type Operation,
  OperationKind,
  spend,
  UNITS_MAP,
  UNITS_SPLIT,
  unitsWalked,
  WINDOW_UNITS,
} from "./operation.ts";
import {
  createEntry,
  DIRECTORY_BYTES,
  findDirectory,
  findEntry,
  findLarge,
  isWhole,
  removeEntry,
  shareLarge,
} from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";
import { TAKEN_FRAME, takeIfRevoked } from "./take-device.ts";

const PAGES_IN_LARGE: u32 = DIRECTORY_BYTES / PAGE_SIZE_BYTES;
/** Of a large page that is shared: about 35 instructions each. */
const PAGES_BETWEEN_WINDOWS: u32 = 32;

/** Looks at the next pairs of pages. Answers NOT_MARKED, DENIED, or OK. */
export function checkSource(operation: Operation, space: Space, source: Space): Status {
  while (operation.at < operation.end && operation.budget !== 0) {
    const large = findLargePair(operation, space, source);
    if (large !== null && largeTakesMore(large)) {
      operation.nodes += PAGES_IN_LARGE;
      operation.heapPages++;
      operation.at += DIRECTORY_BYTES;
      spend(operation, WINDOW_UNITS);
      continue;
    }
    const from = findEntry(source, sourceAt(operation));
    const to = findEntry(space, operation.at);
    const status = checkPair(to, from, operation.attributes);
    if (status !== Status.OK) {
      return status;
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

/**
 * The source's large entry where all of its 2 MiB are shared, with rights such as it has, to 2 MiB that are reserved in
 * the directory; else null.
 */
function findLargePair(operation: Operation, space: Space, source: Space): PageEntry | null {
  const at: u32 = operation.at;
  const aligned: bool = isWhole(at, operation.end) && isWhole(sourceAt(operation), USER_END);
  const plain: u32 = operation.attributes & (ATTRIBUTE_SOURCE | ATTRIBUTE_READ);
  if (!aligned || plain !== (ATTRIBUTE_SOURCE_SHARE | ATTRIBUTE_READ)) {
    return null;
  }
  const from = findLarge(source, sourceAt(operation));
  const to = findDirectory(space, at);
  if (from === null || to === null || !entryIsReserved(to) || !mayShareEntry(from, operation.attributes)) {
    return null;
  }
  return from;
}

/** Whether each of the frames of a large entry may get one more mapping. */
function largeTakesMore(from: PageEntry): bool {
  for (let done: u32 = 0; done < PAGES_IN_LARGE; done += PAGES_BETWEEN_WINDOWS) {
    acceptInterrupts();
    if (!framesTakeMore(entryFrame(from) + done, PAGES_BETWEEN_WINDOWS)) {
      return false;
    }
  }
  return true;
}

function checkPair(to: PageEntry | null, from: PageEntry | null, attributes: u32): Status {
  if (to === null || !entryIsMarked(to) || from === null || !entryIsBacked(from)) {
    return Status.NOT_MARKED;
  }
  const copies: bool = (attributes & ATTRIBUTE_COPY_ON_WRITE) !== 0;
  if ((attributes & ATTRIBUTE_RIGHTS & ~backedRights(from)) !== 0 || (copies && entryIsDevice(from))) {
    return Status.DENIED;
  }
  return entryIsDevice(from) || frameTakesMore(entryFrame(from)) ? Status.OK : Status.NO_MEMORY;
}

/** Whether the page's mark stands in the directory, so that changing it takes a table. */
function isSplitFor(space: Space, address: u32): bool {
  const directory = findDirectory(space, address);
  return directory !== null && !entryLeadsToTable(directory);
}

/** Changes the next pairs of pages. */
export function applySource(operation: Operation, space: Space, source: Space): void {
  while (operation.at < operation.end && operation.budget !== 0) {
    const large = findLargePair(operation, space, source);
    if (large !== null) {
      shareLargePair(operation, space, large);
      continue;
    }
    if (isSplitFor(space, operation.at)) {
      spend(operation, UNITS_SPLIT);
    }
    const to = createEntry(space, operation.at);
    const from = findEntry(source, sourceAt(operation));
    if (from === null) {
      panic("applySource: a page of the source has gone");
    }
    takeOver(space, operation.at, to, source, sourceAt(operation), from, operation.attributes);
    operation.at += PAGE_SIZE_BYTES;
    spend(operation, UNITS_MAP + unitsWalked());
  }
}

function shareLargePair(operation: Operation, space: Space, from: PageEntry): void {
  for (let done: u32 = 0; done < PAGES_IN_LARGE; done += PAGES_BETWEEN_WINDOWS) {
    acceptInterrupts();
    shareFrames(entryFrame(from) + done, PAGES_BETWEEN_WINDOWS, mappingAt(space, operation.at) + done);
  }
  shareLarge(space, operation.at, from, operation.attributes);
  operation.at += DIRECTORY_BYTES;
  spend(operation, WINDOW_UNITS);
}

/** Gives one page the frame of another. */
function takeOver(
  space: Space,
  at: u32,
  to: PageEntry,
  source: Space,
  sourceAddress: u32,
  from: PageEntry,
  attributes: u32,
): void {
  if (entryIsDevice(from)) {
    takeIfRevoked(source, sourceAddress, from);
  }
  const given: u32 = givenAttributes(attributes, from);
  const frame: u32 = entryFrame(from);
  const mapping: u32 = mappingAt(space, at);
  if (entryIsBacked(to)) {
    dropBefore(to, mapping);
  }
  if ((attributes & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_GRANT) {
    moveMapping(from, frame, mappingAt(source, sourceAddress), mapping);
    setEntry(to, given, frame);
    removeEntry(source, sourceAddress, from);
  } else {
    addMapping(from, frame, mapping);
    setEntry(to, given, frame);
    if ((attributes & ATTRIBUTE_COPY_ON_WRITE) !== 0) {
      const kept: u32 = backedRights(from) & ~ATTRIBUTE_WRITE;
      setEntry(from, kept | ATTRIBUTE_BACKED | ATTRIBUTE_COPY_ON_WRITE, frame);
      forgetPage(pointersAddress(source.pointers), sourceAddress);
    }
  }
  forgetPage(pointersAddress(space.pointers), at);
}

/** What the target's page gets: its rights, and of the source what belongs to the frame. */
function givenAttributes(attributes: u32, from: PageEntry): u32 {
  const rights: u32 = (attributes & ATTRIBUTE_RIGHTS) | ATTRIBUTE_BACKED;
  if (entryIsDevice(from)) {
    const kept: u32 = entryFrame(from) === TAKEN_FRAME ? u32(ATTRIBUTE_BACKED) : rights;
    return kept | MARK_DEVICE | (entryAttributes(from) & ATTRIBUTE_CACHE);
  }
  // A frame that is copy-on-write for one is so for whoever gets it from there.
  return entryIsCopyOnWrite(from)
    ? rights | ATTRIBUTE_COPY_ON_WRITE
    : rights | (attributes & ATTRIBUTE_COPY_ON_WRITE);
}

function dropBefore(to: PageEntry, mapping: u32): void {
  if (entryIsDevice(to)) {
    dropDeviceFrame(entryFrame(to), mapping);
  } else {
    dropFrame(entryFrame(to), mapping);
  }
}

function addMapping(from: PageEntry, frame: u32, mapping: u32): void {
  if (entryIsDevice(from)) {
    shareDeviceFrame(frame, mapping);
  } else {
    shareFrame(frame, mapping);
  }
}

function moveMapping(from: PageEntry, frame: u32, before: u32, mapping: u32): void {
  if (entryIsDevice(from)) {
    moveDeviceMapping(frame, before, mapping);
  } else {
    moveFrameMapping(frame, before, mapping);
  }
}

function sourceAt(operation: Operation): u32 {
  return operation.sourceAddress + (operation.at - operation.address);
}
