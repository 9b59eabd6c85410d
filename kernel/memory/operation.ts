/**
 * A change of many pages, done in slices, so that no call holds the machine for long.
 *
 * An operation first looks at all of its pages and counts what it will need; then it makes sure that
 * all of that is there, and from then on cannot fail. Between slices other tasks run, and what is
 * still needed stays reserved (frames.ts). Only the manager of a space changes its marks, and it
 * waits for its own operation, so that what was looked at stays true.
 */

import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { pauseForOthers } from "../arch/interrupt-window.ts";
import { takeWalked } from "./frame-mappings.ts";

export enum OperationKind {
  NONE = 0,
  /** Free pages become reserved or backed. */
  MARK = 1,
  /** Rights change, reserved pages are backed, copy-on-write is resolved. */
  CHANGE = 2,
  /** Pages get frames of another range, and both map them. */
  SHARE = 3,
  /** Frames move from one range to the other. */
  GRANT = 4,
  /** Pages become a device's. */
  DEVICE = 5,
  UNMARK = 6,
  /** Waits until a space has come apart (kernel/ipc/space-end.ts). */
  END_SPACE = 7,
  /** A flat task's call, which is made again with each slice (kernel/syscall/flat-window.ts). */
  FLAT_CALL = 8,
  /** Waits until what goes back has gone (give-back.ts), and then answers `attributes`. */
  GIVE_BACK = 9,
  /** Its task stands before a page that is held (move-frame.ts), not in a call. */
  HELD_PAGE = 10,
  /** Ends all tasks of a space, and then waits until it has come apart (kernel/syscall/address-space-release.ts). */
  END_TASKS = 11,
  /** Spaces get another manager (kernel/ipc/manager-change.ts). */
  CHANGE_MANAGER = 12,
  /** A described task is started again (kernel/syscall/restart-task.ts). */
  RESTART = 13,
  /** Takes a device, or peers, from who had it (kernel/syscall/entitle-task.ts). */
  ENTITLE = 14,
}

/** Whether physical memory was emptied for an operation (relocate.ts). */
export enum Room {
  NONE = 0,
  WAITED_FOR = 1,
  MADE = 2,
  /** What was out is coming back. */
  REFUSED = 3,
}

/** What a slice answers while there is more to do; no Status. */
export const OPERATION_GOES_ON: u32 = 0x10;

/**
 * Work between two looks at interrupts, in units of about 25 instructions, beside the page that goes beyond. Where none waits the slice
 * goes on.
 */
export const WINDOW_UNITS: u32 = 40;
// What is looked at costs one unit; these cost more.
/** A slot of tasks or spaces, or a table, that is gone past. */
export const UNITS_SLOT: u32 = 4;
export const UNITS_CLEAR: u32 = 48;
export const UNITS_COPY: u32 = 50;
export const UNITS_TABLE: u32 = 50;
export const UNITS_SPLIT: u32 = 180;
export const UNITS_MARK: u32 = 5;
export const UNITS_MAP: u32 = 15;
export const UNITS_UNMARK: u32 = 8;
/** From 512 pages to a large one. */
export const UNITS_JOIN: u32 = 120;
/** Sharers that are passed at the price of a unit. */
const NODES_IN_UNIT: u32 = 2;

export class Operation {
  kind: OperationKind = OperationKind.NONE;
  /** Still looking at the pages; nothing has changed. */
  checking: bool = false;
  /** Identity of the space. */
  space: u32 = 0;
  address: u32 = 0;
  end: u32 = 0;
  /** The next page. */
  at: u32 = 0;
  attributes: u32 = 0;
  /** SHARE, GRANT: identity of the source's space, and its address. */
  sourceSpace: u32 = 0;
  sourceAddress: u32 = 0;
  /** CHANGE_MANAGER, RESTART, ENTITLE: which of its steps is at work. */
  step: u32 = 0;
  /** DEVICE: number of the first frame. MARK, CHANGE: the frame that continues a row, 0 for none (frame-row.ts). */
  firstFrame: u32 = 0;
  /** Frames, heap pages and sharer nodes that will be needed at most; while it waits they are reserved. */
  frames: u32 = 0;
  heapPages: u32 = 0;
  nodes: u32 = 0;
  /** DEVICE, FLAT_CALL: whether its physical range is empty. */
  room: Room = Room.NONE;
  /** The account that pays for it (accounts.ts). */
  account: u32 = 0;
  /** Units left until interrupts are looked at; 0 when one waits, and the slice ends. */
  budget: u32 = 0;
}

/** States an operation on a checked range; what only some kinds have is set by the caller. */
export function stateOperation(
  operation: Operation,
  kind: OperationKind,
  space: u32,
  address: u32,
  pages: u32,
  attributes: u32,
): void {
  operation.kind = kind;
  operation.checking = true;
  operation.space = space;
  operation.address = address;
  operation.at = address;
  operation.end = address + (pages << PAGE_SHIFT);
  operation.attributes = attributes;
  operation.sourceSpace = 0;
  operation.step = 0;
  operation.firstFrame = 0;
  operation.frames = 0;
  operation.heapPages = 0;
  operation.nodes = 0;
  operation.room = Room.NONE;
}

/** What was spent on going through lists of sharers since this was last asked. */
export function unitsWalked(): u32 {
  return takeWalked() / NODES_IN_UNIT;
}

/** Counts work that was done. The budget is 0 after it if an interrupt waits: whoever works on the operation stops as soon as it can. */
export function spend(operation: Operation, units: u32): void {
  if (operation.budget > units) {
    operation.budget -= units;
  } else {
    lookAround(operation);
  }
}

function lookAround(operation: Operation): void {
  operation.budget = pauseForOthers() ? 0 : WINDOW_UNITS;
}

// A symbol of its own, so that nobody saves registers for it.
symbol(lookAround, "lookAround");
