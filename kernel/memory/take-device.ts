/**
 * Takes a device's pages from everybody who may have them no more (docs/decisions/0062): goes through all spaces, slice by
 * slice. A page that is taken stays marked, as a device's page without a frame and without rights, so that what an
 * operation in progress has seen of it stays true; nobody gets a right to it again, and a touch is a fault.
 *
 * Invariant: while it goes on no page is shared or granted on with a frame that is to go (`takeIfRevoked`).
 */
import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { PAGE_SIZE_BYTES, USER_END, USER_START } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { forgetPage } from "../arch/active-space.ts";
import {
  entryFrame,
  entryIsBacked,
  entryIsDevice,
  entryLeadsToTable,
  MARK_DEVICE,
  type PageEntry,
  pointersAddress,
  setEntry,
  TABLE_ENTRIES,
} from "../arch/page-entry.ts";
import { dropDeviceFrame } from "./frames.ts";
import { frameIsHeld } from "./held-frame.ts";
import { type Holding, holdsFrames } from "./holdings.ts";
import {
  OPERATION_GOES_ON,
  type Operation,
  spend,
  UNITS_SLOT,
  UNITS_SPLIT,
  UNITS_UNMARK,
  unitsWalked,
} from "./operation.ts";
import { directoryEnd, entryInTable, findDirectory, findLarge, pointerEnd } from "./page-walk.ts";
import { workOnRanges } from "./relocate.ts";
import { mappingAt, type Space, spaceInSlot, spaceSlots } from "./space.ts";

/** Stands for the frame of a page that was taken; no processor has it. */
export const TAKEN_FRAME: u32 = 0xffff_ffff;

let firstFrame: u32 = 0;
/** 0: nothing is being taken. */
let frames: u32 = 0;
/** Slot of the space, and the address, that are looked at next. */
let slot: u32 = 0;
let at: u32 = 0;
let pages: u32 = 0;

/** Begins with the frames of a device, which its holder has lost; another one that was in progress is begun anew by who wants it. */
export function beginTake(device: Holding): void {
  firstFrame = device.first;
  frames = device.count;
  slot = 0;
  at = USER_START;
  pages = 0;
}

/** Whether that device's pages were being taken and not all are: its taker has ended. */
export function takeIsBegun(device: Holding): bool {
  return frames !== 0 && firstFrame === device.first;
}

/** Pages that were taken since beginTake. */
export function pagesTaken(): u32 {
  return pages;
}

/** Looks at the next pages. Answers OPERATION_GOES_ON, or OK. */
export function takeSlice(operation: Operation): u32 {
  if (frameIsHeld()) {
    workOnRanges(operation);
    return OPERATION_GOES_ON;
  }
  while (operation.budget !== 0) {
    if (slot >= spaceSlots()) {
      frames = 0;
      return Status.OK;
    }
    const space = spaceInSlot(slot);
    if (space === null || at >= USER_END) {
      slot++;
      at = USER_START;
      spend(operation, UNITS_SLOT);
    } else {
      takeFrom(operation, space);
    }
  }
  return OPERATION_GOES_ON;
}

/** Goes on to the end of a table at most. */
function takeFrom(operation: Operation, space: Space): void {
  spend(operation, UNITS_SLOT);
  const large = findLarge(space, at);
  if (large !== null && entryIsDevice(large) && meetsTaken(entryFrame(large))) {
    // From here on there is a table.
    findDirectory(space, at);
    spend(operation, UNITS_SPLIT);
    return;
  }
  const directory = large !== null ? large : findDirectory(space, at);
  if (directory === null) {
    at = pointerEnd(at, USER_END);
    return;
  }
  const stop: u32 = directoryEnd(at, USER_END);
  if (!entryLeadsToTable(directory)) {
    at = stop;
    return;
  }
  while (at < stop && operation.budget !== 0) {
    const entry = entryInTable(directory, at);
    if (entryIsBacked(entry) && entryIsDevice(entry)) {
      takeIfRevoked(space, at, entry);
      spend(operation, UNITS_UNMARK + unitsWalked());
    }
    at += PAGE_SIZE_BYTES;
    spend(operation, 1);
  }
}

/** Whether any of 2 MiB of frames from this one on is being taken. */
function meetsTaken(frame: u32): bool {
  return frame - firstFrame < frames || firstFrame - frame < TABLE_ENTRIES;
}

/** Takes a device's page if its frame is among those that are being taken and the space's manager does not hold it otherwise. */
export function takeIfRevoked(space: Space, address: u32, entry: PageEntry): void {
  const frame: u32 = entryFrame(entry);
  if (frame - firstFrame >= frames) {
    return;
  }
  if (space.manager !== IDENTITY_NOBODY && holdsFrames(space.manager, frame, 1)) {
    return;
  }
  setEntry(entry, ATTRIBUTE_BACKED | MARK_DEVICE, TAKEN_FRAME);
  forgetPage(pointersAddress(space.pointers), address);
  dropDeviceFrame(frame, mappingAt(space, address));
  pages++;
}
