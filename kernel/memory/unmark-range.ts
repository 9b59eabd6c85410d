/**
 * ADDRESS_SPACE_RELEASE's work: takes marks away; frames that no other page maps go back.
 */
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
import {
  entryFrame,
  entryIsBacked,
  entryIsDevice,
  entryIsMarked,
  entryLeadsToTable,
  type PageEntry,
} from "../arch/page-entry.ts";
import { dropDeviceFrame, dropFrame } from "./frames.ts";
import { type Operation, spend, UNITS_SPLIT, UNITS_UNMARK, unitsWalked } from "./operation.ts";
import {
  createEntry,
  directoryEnd,
  entryInTable,
  findDirectory,
  isWhole,
  pointerEnd,
  removeEntry,
} from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";

/** Looks at the next pages. Answers NOT_MARKED, or OK. */
export function checkUnmark(operation: Operation, space: Space): Status {
  while (operation.at < operation.end && operation.budget !== 0) {
    const at: u32 = operation.at;
    const stop: u32 = directoryEnd(at, operation.end);
    const directory = findDirectory(space, at);
    if (directory === null || !entryIsMarked(directory)) {
      return Status.NOT_MARKED;
    }
    if (!entryLeadsToTable(directory)) {
      operation.heapPages += isWhole(at, operation.end) ? 0 : 1;
      spend(operation, 1);
    } else if (!allMarked(directory, at, stop)) {
      return Status.NOT_MARKED;
    } else {
      spend(operation, ((stop - at) >>> PAGE_SHIFT) / 2 + 1);
    }
    operation.at = stop;
  }
  return Status.OK;
}

function allMarked(directory: PageEntry, from: u32, stop: u32): bool {
  for (let at = from; at < stop; at += PAGE_SIZE_BYTES) {
    acceptInterruptsAt(at >>> PAGE_SHIFT);
    if (!entryIsMarked(entryInTable(directory, at))) {
      return false;
    }
  }
  return true;
}

/** Takes the marks of the next pages away; those that have none are passed over. */
export function applyUnmark(operation: Operation, space: Space): void {
  while (operation.at < operation.end && operation.budget !== 0) {
    const at: u32 = operation.at;
    const directory = findDirectory(space, at);
    if (directory === null) {
      operation.at = pointerEnd(at, operation.end);
      spend(operation, 1);
    } else if (!entryIsMarked(directory)) {
      operation.at = directoryEnd(at, operation.end);
      spend(operation, 1);
    } else if (entryLeadsToTable(directory)) {
      unmarkInTable(operation, space, directory);
    } else if (isWhole(at, operation.end)) {
      removeEntry(space, at, directory);
      operation.at = directoryEnd(at, operation.end);
      spend(operation, UNITS_UNMARK);
    } else {
      createEntry(space, at);
      spend(operation, UNITS_SPLIT);
    }
  }
}

/** Goes on to the end of the table at most; it may be given back with its last mark. */
function unmarkInTable(operation: Operation, space: Space, directory: PageEntry): void {
  const stop: u32 = directoryEnd(operation.at, operation.end);
  while (operation.at < stop && operation.budget !== 0 && entryLeadsToTable(directory)) {
    const at: u32 = operation.at;
    const entry = entryInTable(directory, at);
    operation.at = at + PAGE_SIZE_BYTES;
    if (entryIsMarked(entry)) {
      unmarkPage(space, at, entry);
      spend(operation, UNITS_UNMARK + unitsWalked());
      // With the last mark of all the directory itself has gone.
      if (findDirectory(space, at) === null) {
        return;
      }
    } else {
      spend(operation, 1);
    }
  }
}

/** Takes the mark of one page away. */
export function unmarkPage(space: Space, address: u32, entry: PageEntry): void {
  const backed: bool = entryIsBacked(entry);
  const device: bool = entryIsDevice(entry);
  const frame: u32 = entryFrame(entry);
  removeEntry(space, address, entry);
  if (!backed) {
    return;
  }
  if (device) {
    dropDeviceFrame(frame, mappingAt(space, address));
  } else {
    dropFrame(frame, mappingAt(space, address));
  }
}
