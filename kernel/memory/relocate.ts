/**
 * Empties ranges of physical memory for devices: what is free there goes out, what is in use moves elsewhere
 * (move-frame.ts). The cost grows with the frames of the range and their mappings, not with the size of memory or
 * the number of spaces; it is done in slices (operation.ts).
 *
 * One range is emptied or given back at a time. Whoever else needs one goes on with the work of the one before, so
 * nobody waits for somebody less urgent. First all that is free goes out, so that little moves to where it
 * has to leave again; a frame that is out nobody gets until it is given back. All memory that it takes is reserved
 * before the first step. What can fail then is that a frame has been pinned: the frames that are out are given
 * back; those that have moved stay where they are, which nobody sees.
 */
import { Status } from "../../lib/abi/status.ts";
import { openNextBlock } from "./frame-blocks.ts";
import { NO_MAPPING } from "./frame-mappings.ts";
import { frameIsFree, frameIsOut, putBack, takeOut } from "./frame-runs.ts";
import {
  FRAME_OUT,
  FRAME_PINNED,
  type FrameTable,
  frameIsManaged,
  frameIsOpen,
  NO_FRAME,
} from "./frame-table.ts";
import { frameTable, memoryIsThere, reserveMemory, unreserveMemory } from "./frames.ts";
import { frameIsHeld } from "./held-frame.ts";
import { moveFrame, workOnHeld } from "./move-frame.ts";
import { OPERATION_GOES_ON, type Operation, Room, spend } from "./operation.ts";

/** Between these two lie no memory but the windows of devices and firmware below 1 MiB. */
const LOWER_DEVICES_FIRST: u32 = 0xa0;
const LOWER_DEVICES_END: u32 = 0x100;
const UNITS_OUT: u32 = 5;
const UNITS_LOOK: u32 = 3;
/** Opening a block of 512 frames. */
const UNITS_OPEN: u32 = 180;

enum Step {
  IDLE = 0,
  /** What is free goes out. */
  TAKING = 1,
  /** What is in use moves. */
  MOVING = 2,
  /** What is out comes back. */
  RETURNING = 3,
}

let step: Step = Step.IDLE;
let first: u32 = 0;
let end: u32 = 0;
/** The next frame. */
let at: u32 = 0;
/** Frames of the range that still have to go out; reserved between slices. */
let left: u32 = 0;
/** Who asked for it; null when that one is gone. */
let owner: Operation | null = null;
/** First frame of the ranges that are to be given back next, linked through the records of their first frames. */
let firstReturn: u32 = NO_FRAME;

/**
 * Empties the frames `[firstFrame, firstFrame + count)` of memory, a slice with each call; frames that are no memory are left alone.
 * Answers OPERATION_GOES_ON, PROTECTED (pinned, or out already) or NO_MEMORY (nowhere to move it to), having given
 * back all, or OK. With OK the frames are the caller's, who says so to returnFrames when he does not need them.
 */
export function makeRoom(operation: Operation, firstFrame: u32, count: u32): u32 {
  if (operation.room === Room.NONE) {
    const frames = managedFramesIn(firstFrame, count);
    if (frames === 0) {
      operation.room = Room.MADE;
      return Status.OK;
    }
    if (step !== Step.IDLE || firstReturn !== NO_FRAME) {
      workOnRanges(operation);
      return OPERATION_GOES_ON;
    }
    if (!memoryIsThere(frames, 0, 0)) {
      return Status.NO_MEMORY;
    }
    operation.room = Room.WAITED_FOR;
    owner = operation;
    begin(Step.TAKING, firstFrame, firstFrame + count);
    left = frames;
    reserveMemory(left, 0, 0);
  }
  workOnRanges(operation);
  if (operation.room === Room.MADE) {
    return Status.OK;
  }
  return operation.room === Room.REFUSED && !framesComeBack() ? u32(Status.PROTECTED) : OPERATION_GOES_ON;
}

/** Gives the memory in frames that makeRoom has emptied back to the allocator, in slices: workOnRanges does them. */
export function returnFrames(firstFrame: u32, count: u32): void {
  const table = frameTable();
  const head = nextManaged(table, firstFrame, firstFrame + count);
  if (head !== firstFrame + count) {
    const record = table.records[head - table.firstFrame];
    record.mapping = firstFrame + count;
    record.secondOrNext = firstReturn;
    firstReturn = head;
  }
}

/** The operation will not go on: what was emptied for it comes back. `firstFrame` and `count` are what it had not used yet. */
export function abandonRoom(operation: Operation, firstFrame: u32, count: u32): void {
  if (operation.room === Room.MADE) {
    returnFrames(firstFrame, count);
  } else if (operation.room === Room.WAITED_FOR) {
    owner = null;
    giveUp();
  }
  operation.room = Room.NONE;
}

/** Whether there is work that is nobody's: frames that come back, or one that is held for an owner who is gone. */
export function framesComeBack(): bool {
  return step === Step.RETURNING || firstReturn !== NO_FRAME || (frameIsHeld() && owner === null);
}

/** Goes on with whatever range is at work while the budget lasts. */
export function workOnRanges(operation: Operation): void {
  unreserveMemory(left, 0, 0);
  while (operation.budget !== 0 && (step !== Step.IDLE || firstReturn !== NO_FRAME || frameIsHeld())) {
    if (frameIsHeld()) {
      workOnHeld(operation);
    } else if (step === Step.IDLE) {
      beginReturn();
    } else {
      takeStep(operation);
    }
  }
  reserveMemory(left, 0, 0);
}

/** How many of the frames are memory that the allocator manages. */
export function managedFramesIn(firstFrame: u32, count: u32): u32 {
  const table = frameTable();
  let frames: u32 = 0;
  for (let i: u32 = 0; i < table.rangeCount; i++) {
    const range = table.ranges[i];
    const start: u32 = range.first > firstFrame ? range.first : firstFrame;
    const rangeEnd: u32 = range.first + range.count;
    const stop: u32 = rangeEnd < firstFrame + count ? rangeEnd : firstFrame + count;
    frames += start < stop ? stop - start : 0;
  }
  return frames;
}

/** Whether any of the frames is the kernel's, or lower memory that is no device's window. */
export function touchesKernel(table: FrameTable, firstFrame: u32, count: u32): bool {
  const lowerDevices: bool =
    firstFrame >= LOWER_DEVICES_FIRST &&
    firstFrame < LOWER_DEVICES_END &&
    count <= LOWER_DEVICES_END - firstFrame;
  return firstFrame < table.firstFrame && !lowerDevices;
}

function begin(what: Step, from: u32, to: u32): void {
  step = what;
  first = from;
  at = from;
  end = to;
}

function beginReturn(): void {
  const table = frameTable();
  const record = table.records[firstReturn - table.firstFrame];
  begin(Step.RETURNING, firstReturn, record.mapping);
  firstReturn = record.secondOrNext;
}

/** What has gone out so far comes back. */
function giveUp(): void {
  unreserveMemory(left, 0, 0);
  left = 0;
  begin(Step.RETURNING, first, step === Step.TAKING ? at : end);
}

/** Does what the next frame needs. */
function takeStep(operation: Operation): void {
  const table = frameTable();
  spend(operation, UNITS_LOOK);
  at = nextManaged(table, at, end);
  if (at === end) {
    endPass();
  } else if (step === Step.RETURNING) {
    if (frameIsOut(table, at)) {
      putBack(table, at);
      spend(operation, UNITS_OUT);
    }
    at++;
  } else if (!frameIsOpen(table, at)) {
    openNextBlock(table);
    spend(operation, UNITS_OPEN);
  } else {
    emptyFrame(operation, table);
  }
}

function endPass(): void {
  if (step === Step.TAKING) {
    begin(Step.MOVING, first, end);
    return;
  }
  if (step === Step.MOVING && owner !== null) {
    owner.room = Room.MADE;
  }
  owner = null;
  step = Step.IDLE;
}

function emptyFrame(operation: Operation, table: FrameTable): void {
  const record = table.records[at - table.firstFrame];
  if (frameIsFree(table, at)) {
    takeOut(table, at);
    spend(operation, UNITS_OUT);
    left--;
  } else if (step === Step.MOVING && record.references === FRAME_OUT) {
    // It was free.
  } else if ((record.references & FRAME_PINNED) !== 0 || record.mapping === NO_MAPPING) {
    refuse();
    return;
  } else if (step === Step.MOVING) {
    left--;
    moveFrame(operation, at);
  }
  at++;
}

/** A frame must stay where it is. */
function refuse(): void {
  // The reservation is off during a slice.
  left = 0;
  begin(Step.RETURNING, first, step === Step.TAKING ? at : end);
  if (owner !== null) {
    owner.room = Room.REFUSED;
    owner = null;
  }
}

/** The first frame from `from` on that is managed memory, or `to`. */
function nextManaged(table: FrameTable, from: u32, to: u32): u32 {
  if (frameIsManaged(table, from)) {
    return from < to ? from : to;
  }
  let next = to;
  for (let i: u32 = 0; i < table.rangeCount; i++) {
    const start = table.ranges[i].first;
    next = start >= from && start < next ? start : next;
  }
  return next;
}
