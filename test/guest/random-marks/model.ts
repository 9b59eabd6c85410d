/**
 * What the marks of two spaces should be, page by page, with a number for each frame, how many pages have it,
 * and what it holds: no tables, no directories, no lists.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_COPY_ON_WRITE,
  ATTRIBUTE_MARKED,
  ATTRIBUTE_RIGHTS,
  ATTRIBUTE_SOURCE,
  ATTRIBUTE_SOURCE_COPY_ON_WRITE,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Status } from "../../../lib/abi/status.ts";

/** Three times 2 MiB in each space. */
export const MODEL_PAGES = 1536;
const ALL_PAGES = 3072;
/** One for each page that could have a frame of its own; number 0 is none. */
const MODEL_FRAMES = 3073;

/** Page n of space s is number s * MODEL_PAGES + n. */
const attributes: FixedArray<u32, typeof ALL_PAGES> = zeroed();
const frames: FixedArray<u32, typeof ALL_PAGES> = zeroed();
const uses: FixedArray<u32, typeof MODEL_FRAMES> = zeroed();
const contents: FixedArray<u32, typeof MODEL_FRAMES> = zeroed();
/** Numbers that were given back, and the first that never was given. */
const spare: FixedArray<u32, typeof MODEL_FRAMES> = zeroed();
let spareCount: u32 = 0;
let nextFrame: u32 = 1;
let framesInUse: u32 = 0;

export function modelAttributes(page: u32): u32 {
  return attributes[page];
}

/** How many pages have the frame of this one. */
export function modelMappings(page: u32): u32 {
  return uses[frames[page]];
}

/** Different frames in use. */
export function modelFrames(): u32 {
  return framesInUse;
}

/** What the frame of a backed page holds. */
export function modelContents(page: u32): u32 {
  return contents[frames[page]];
}

/** Writes to the frame of a backed page, whatever its rights. */
export function modelWrite(page: u32, value: u32): void {
  contents[frames[page]] = value;
}

/** Gives a page without a frame a fresh one that holds `value`. */
function back(page: u32, value: u32): void {
  let frame: u32 = nextFrame;
  if (spareCount !== 0) {
    spareCount--;
    frame = spare[spareCount];
  } else {
    nextFrame++;
  }
  frames[page] = frame;
  uses[frame] = 1;
  contents[frame] = value;
  framesInUse++;
}

/** Takes the frame of a page away, if it has one. */
function drop(page: u32): void {
  const frame: u32 = frames[page];
  frames[page] = 0;
  if (frame === 0) {
    return;
  }
  uses[frame] = uses[frame] - 1;
  if (uses[frame] === 0) {
    spare[spareCount] = frame;
    spareCount++;
    framesInUse--;
  }
}

export function modelAlloc(first: u32, pages: u32, wanted: u32): Status {
  for (let page = first; page < first + pages; page++) {
    if (attributes[page] !== 0) {
      return Status.OVERLAP;
    }
  }
  for (let page = first; page < first + pages; page++) {
    attributes[page] = wanted | ATTRIBUTE_MARKED;
    if ((wanted & ATTRIBUTE_BACKED) !== 0) {
      back(page, 0);
    }
  }
  return Status.OK;
}

export function modelRelease(first: u32, pages: u32): Status {
  for (let page = first; page < first + pages; page++) {
    if (attributes[page] === 0) {
      return Status.NOT_MARKED;
    }
  }
  for (let page = first; page < first + pages; page++) {
    attributes[page] = 0;
    drop(page);
  }
  return Status.OK;
}

export function modelSet(first: u32, pages: u32, wanted: u32): Status {
  for (let page = first; page < first + pages; page++) {
    if (attributes[page] === 0) {
      return Status.NOT_MARKED;
    }
    const guarded: bool =
      (attributes[page] & ATTRIBUTE_COPY_ON_WRITE) !== 0 && (wanted & ATTRIBUTE_WRITE) !== 0;
    if (guarded && (wanted & ATTRIBUTE_BACKED) === 0) {
      return Status.DENIED;
    }
  }
  for (let page = first; page < first + pages; page++) {
    setPage(page, wanted);
  }
  return Status.OK;
}

function setPage(page: u32, wanted: u32): void {
  let kept: u32 = attributes[page] & (ATTRIBUTE_BACKED | ATTRIBUTE_COPY_ON_WRITE);
  if ((kept & ATTRIBUTE_COPY_ON_WRITE) !== 0 && (wanted & ATTRIBUTE_WRITE) !== 0) {
    kept = ATTRIBUTE_BACKED;
    if (modelMappings(page) > 1) {
      const held: u32 = modelContents(page);
      drop(page);
      back(page, held);
    }
  } else if (kept === 0 && (wanted & ATTRIBUTE_BACKED) !== 0) {
    kept = ATTRIBUTE_BACKED;
    back(page, 0);
  }
  attributes[page] = (wanted & ATTRIBUTE_RIGHTS) | ATTRIBUTE_MARKED | kept;
}

export function modelSource(first: u32, pages: u32, wanted: u32, source: u32): Status {
  if (source < first + pages && first < source + pages) {
    return Status.BAD_ARGUMENT;
  }
  for (let i: u32 = 0; i < pages; i++) {
    if (attributes[first + i] === 0 || (attributes[source + i] & ATTRIBUTE_BACKED) === 0) {
      return Status.NOT_MARKED;
    }
    if ((wanted & ATTRIBUTE_RIGHTS & ~attributes[source + i]) !== 0) {
      return Status.DENIED;
    }
  }
  const copies: u32 =
    (wanted & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_COPY_ON_WRITE ? ATTRIBUTE_COPY_ON_WRITE : 0;
  for (let i: u32 = 0; i < pages; i++) {
    const from: u32 = attributes[source + i];
    const mark: u32 = (from & ATTRIBUTE_COPY_ON_WRITE) | copies;
    attributes[first + i] = (wanted & ATTRIBUTE_RIGHTS) | ATTRIBUTE_MARKED | ATTRIBUTE_BACKED | mark;
    uses[frames[source + i]] = uses[frames[source + i]] + 1;
    drop(first + i);
    frames[first + i] = frames[source + i];
    if ((wanted & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_GRANT) {
      attributes[source + i] = 0;
      drop(source + i);
    } else if (copies !== 0) {
      attributes[source + i] = (from & ~ATTRIBUTE_WRITE) | ATTRIBUTE_COPY_ON_WRITE;
    }
  }
  return Status.OK;
}
