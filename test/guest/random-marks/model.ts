/**
 * What the marks of two spaces should be, page by page, with a number for each frame: no tables, no
 * directories, no lists; who shares a frame is found by looking at every page.
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

/** Page n of space s is number s * MODEL_PAGES + n. */
const attributes: FixedArray<u32, typeof ALL_PAGES> = zeroed();
const frames: FixedArray<u32, typeof ALL_PAGES> = zeroed();
let lastFrame: u32 = 0;

export function modelAttributes(page: u32): u32 {
  return attributes[page];
}

/** How many pages have the frame of this one. */
export function modelMappings(page: u32): u32 {
  if ((attributes[page] & ATTRIBUTE_BACKED) === 0) {
    return 0;
  }
  let count: u32 = 0;
  for (let i: u32 = 0; i < ALL_PAGES; i++) {
    count += (attributes[i] & ATTRIBUTE_BACKED) !== 0 && frames[i] === frames[page] ? 1 : 0;
  }
  return count;
}

/** Different frames in use. Each is counted where it is first seen. */
export function modelFrames(): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < ALL_PAGES; i++) {
    let first: bool = (attributes[i] & ATTRIBUTE_BACKED) !== 0;
    for (let j: u32 = 0; j < i && first; j++) {
      first = (attributes[j] & ATTRIBUTE_BACKED) === 0 || frames[j] !== frames[i];
    }
    count += first ? 1 : 0;
  }
  return count;
}

function back(page: u32): void {
  lastFrame++;
  frames[page] = lastFrame;
}

export function modelAlloc(first: u32, pages: u32, wanted: u32): Status {
  for (let page = first; page < first + pages; page++) {
    if (attributes[page] !== 0) {
      return Status.OVERLAP;
    }
  }
  for (let page = first; page < first + pages; page++) {
    attributes[page] = wanted | ATTRIBUTE_MARKED;
    back(page);
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
      back(page);
    }
  } else if (kept === 0 && (wanted & ATTRIBUTE_BACKED) !== 0) {
    kept = ATTRIBUTE_BACKED;
    back(page);
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
    frames[first + i] = frames[source + i];
    if ((wanted & ATTRIBUTE_SOURCE) === ATTRIBUTE_SOURCE_GRANT) {
      attributes[source + i] = 0;
    } else if (copies !== 0) {
      attributes[source + i] = (from & ~ATTRIBUTE_WRITE) | ATTRIBUTE_COPY_ON_WRITE;
    }
  }
  return Status.OK;
}
