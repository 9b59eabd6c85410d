/**
 * Address spaces: four page directory pointers each, of which the first and the last are the same
 * in every space, and the identity of the manager.
 *
 * Invariants: those of identities (identity-table.ts); a space without marks in its own part has no directory
 * of its own; no task begins in a space that is closed.
 */
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT, IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { type PageEntry, pointersAddress } from "../arch/page-entry.ts";
import { chargeSpace, dischargeSpace } from "./accounts.ts";
import { mappingOf, mappingSlot } from "./frame-mappings.ts";
import { type IdentityTable, NO_SLOT } from "./identity-table.ts";
import { leavePaging, sharedDirectory } from "./kernel-space.ts";
import { memoryIsShort } from "./shortage.ts";

const SPACES_MAX = 4096;
const POINTERS = 4;
/** The pointers of the first and of the last gigabyte. */
const FIRST_GIGABYTE: u32 = 0;
const LAST_GIGABYTE: u32 = 3;

@align(32)
export class Space {
  pointers: FixedArray<PageEntry, typeof POINTERS> = zeroed();
  /** IDENTITY_NOBODY while the slot is free. */
  identity: u32 = 0;
  /** Who may make the four calls on this space and gets its faults; may be IDENTITY_NOBODY. */
  manager: u32 = 0;
  /** Tasks that run in it. */
  tasks: u32 = 0;
  generation: u32 = 0;
  /** Slot number + 1 of the next space of its list: of the free ones, or of those that come apart. CLOSED while all of its tasks are being ended. */
  nextFree: u32 = 0;
  /** While it comes apart: the next address to unmark; otherwise 0. */
  cursor: u32 = 0;
  /** Who is told when it has come apart. */
  mourner: u32 = 0;
  /** Its mappings are numbered from here on (frame-mappings.ts). */
  firstMapping: u32 = 0;
}

const CLOSED: u32 = 0xffff_ffff;

const spaces: IdentityTable<Space, typeof SPACES_MAX> = zeroed({ align: 32 });
/** Spaces that the task in a slot manages. */
const managed: FixedArray<u32, typeof SPACES_MAX> = zeroed();

/** Before the first space: slot 0 is nobody's, because a mapping of 0 is none. */
export function startSpaces(): void {
  spaces.keep(1);
}

/** A space without marks, or null when all slots are taken or the account may have no more. */
export function createSpace(manager: u32, account: u32): Space | null {
  const slot: u32 = memoryIsShort() ? NO_SLOT : spaces.take();
  if (slot === NO_SLOT) {
    return null;
  }
  if (!chargeSpace(slot, account)) {
    spaces.give(slot);
    return null;
  }
  const space = spaces.begin(slot);
  setManager(space, manager);
  space.firstMapping = mappingOf(slot, 0);
  space.tasks = 0;
  space.cursor = 0;
  copy(space.pointers[FIRST_GIGABYTE], sharedDirectory(FIRST_GIGABYTE));
  copy(space.pointers[LAST_GIGABYTE], sharedDirectory(LAST_GIGABYTE));
  return space;
}

/** No further task begins in the space: all of its tasks are being ended, in slices. */
export function closeSpace(space: Space): void {
  space.nextFree = CLOSED;
}

/** Who wanted to end the tasks of the space is gone. */
export function openSpace(space: Space): void {
  if (space.nextFree === CLOSED) {
    space.nextFree = 0;
  }
}

export function isClosed(space: Space): bool {
  return space.nextFree === CLOSED;
}

/** Makes a task, or nobody, the manager of a space. The one place where that changes. */
export function setManager(space: Space, identity: u32): void {
  countManaged(space.manager, 0xffff_ffff);
  space.manager = identity;
  countManaged(identity, 1);
}

/** How many spaces a task manages. */
export function managedSpaces(identity: u32): u32 {
  return managed[(identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK];
}

/** Adds modulo 2^32. */
function countManaged(identity: u32, difference: u32): void {
  if (identity !== IDENTITY_NOBODY) {
    const slot: u32 = (identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
    managed[slot] = managed[slot] + difference;
  }
}

/** The number of the slot a space lives in. */
export function spaceSlot(space: Space): u32 {
  return mappingSlot(space.firstMapping);
}

/** Forgets a space that holds no marks and no tasks any more. */
export function forgetSpace(space: Space): void {
  const slot: u32 = spaceSlot(space);
  dischargeSpace(slot);
  spaces.end(space);
  space.cursor = 0;
  setManager(space, IDENTITY_NOBODY);
  spaces.give(slot);
}

/** The space of an identity (its low four bits do not count), or null. */
export function findSpace(identity: u32): Space | null {
  return spaces.find(identity);
}

/** Whatever is in the slot that an identity names: the caller compares identity and manager before anything else. */
export function slotOfSpace(identity: u32): Space {
  return spaces.slotOf(identity);
}

/** The mapping of the page at `address`. */
export function mappingAt(space: Space, address: u32): u32 {
  return space.firstMapping + (address >>> PAGE_SHIFT);
}

/** Slots that were ever used: for going over all spaces with spaceInSlot. */
export function spaceSlots(): u32 {
  return spaces.slots();
}

/** The space in a slot, or null while the slot is free. */
export function spaceInSlot(slot: u32): Space | null {
  return spaces.inSlot(slot);
}

/** The space in a slot, whatever state it is in: for mappings of frames. */
export function spaceOfSlot(slot: u32): Space {
  return spaces.records[slot & (SPACES_MAX - 1)];
}

/** Spaces that exist. */
export function spaceCount(): u32 {
  return spaces.countOf();
}

/** What CR3 holds while the processor runs in this space. */
export function spacePaging(space: Space): u32 {
  return pointersAddress(space.pointers);
}

/** Stops running in this space, if the processor does: its tables are about to go. */
export function leaveSpace(space: Space): void {
  leavePaging(pointersAddress(space.pointers));
}
