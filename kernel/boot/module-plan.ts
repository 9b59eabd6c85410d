/**
 * Which boot modules stay where the loader put them, and where the others go.
 *
 * A module stays when it lies low, page aligned, in usable memory, and shares no page with the
 * image or a module that stays before it. Everything else goes to the lowest free pages after the
 * image that were no module's place and become no other's.
 */
import { HEAP_AREA_END } from "../../lib/abi/memory-map.ts";
import type { BOOT_MODULES_MAX, BootInformation, BootModule } from "./boot-information.ts";
import type { FrameRanges } from "./memory-map.ts";
import { fitsInUsable, larger, NO_PLACE, pageUp, placeFrom } from "./memory-place.ts";

/** Modules that stay may waste this much memory between them. */
const SLACK_BYTES: u32 = 0x10_0000;

/**
 * Writes where each module will lie to `starts`. Answers the first page boundary after the image
 * and all modules, or NO_PLACE when one does not fit.
 */
export function placeModules(
  information: BootInformation,
  ranges: FrameRanges,
  imageEnd: u32,
  starts: FixedArray<u32, typeof BOOT_MODULES_MAX>,
): u32 {
  const limit = stayLimit(information, imageEnd);
  let end = imageEnd;
  for (let i: u32 = 0; i < information.moduleCount; i++) {
    starts[i] = NO_PLACE;
    const module = information.modules[i];
    if (
      liesWell(module, ranges, imageEnd, limit) &&
      // Beyond all that have their places no one needs to be looked at.
      (module.start >= end || !meetsPlaced(information, starts, i, module))
    ) {
      starts[i] = module.start;
      end = larger(end, module.start + pageUp(module.bytes));
    }
  }
  for (let i: u32 = 0; i < information.moduleCount; i++) {
    if (starts[i] === NO_PLACE) {
      const bytes = information.modules[i].bytes;
      const place = findPlace(information, ranges, imageEnd, starts, bytes);
      if (place === NO_PLACE) {
        return NO_PLACE;
      }
      starts[i] = place;
      end = larger(end, place + pageUp(bytes));
    }
  }
  return end;
}

/** Modules that end below this lie low. */
function stayLimit(information: BootInformation, imageEnd: u32): u32 {
  let limit = imageEnd + SLACK_BYTES;
  for (let i: u32 = 0; i < information.moduleCount; i++) {
    const bytes = information.modules[i].bytes;
    if (limit >= HEAP_AREA_END || bytes > HEAP_AREA_END - limit) {
      return HEAP_AREA_END;
    }
    limit += pageUp(bytes);
  }
  return limit;
}

/** Page alignment is part of fitsInUsable. */
function liesWell(module: BootModule, ranges: FrameRanges, imageEnd: u32, limit: u32): bool {
  if (module.start < imageEnd || module.start > limit) {
    return false;
  }
  return module.bytes <= limit - module.start && fitsInUsable(ranges, module.start, module.bytes);
}

/** True when the module shares a page with one before number `count` that has its place. */
function meetsPlaced(
  information: BootInformation,
  starts: FixedArray<u32, typeof BOOT_MODULES_MAX>,
  count: u32,
  module: BootModule,
): bool {
  for (let i: u32 = 0; i < count; i++) {
    const bytes = pageUp(information.modules[i].bytes);
    if (starts[i] !== NO_PLACE && overlaps(starts[i], bytes, module.start, pageUp(module.bytes))) {
      return true;
    }
  }
  return false;
}

/** Lowest place for `bytes` bytes that is neither an old nor a new place of any module. */
function findPlace(
  information: BootInformation,
  ranges: FrameRanges,
  imageEnd: u32,
  starts: FixedArray<u32, typeof BOOT_MODULES_MAX>,
  bytes: u32,
): u32 {
  let place = placeFrom(ranges, imageEnd, bytes);
  while (place !== NO_PLACE) {
    const next = endOfConflict(information, starts, place, pageUp(bytes));
    if (next === place) {
      return place;
    }
    place = next === NO_PLACE ? NO_PLACE : placeFrom(ranges, next, bytes);
  }
  return NO_PLACE;
}

/**
 * First page boundary after a module, old or new, that overlaps `[place, place + bytes)`; `place`
 * itself when none does; NO_PLACE when the one that does reaches beyond HEAP_AREA_END.
 */
function endOfConflict(
  information: BootInformation,
  starts: FixedArray<u32, typeof BOOT_MODULES_MAX>,
  place: u32,
  bytes: u32,
): u32 {
  for (let i: u32 = 0; i < information.moduleCount; i++) {
    const module = information.modules[i];
    if (overlaps(module.start, module.bytes, place, bytes)) {
      return pageEnd(module.start, module.bytes);
    }
    if (starts[i] !== NO_PLACE && overlaps(starts[i], module.bytes, place, bytes)) {
      return pageEnd(starts[i], module.bytes);
    }
  }
  return place;
}

function pageEnd(start: u32, bytes: u32): u32 {
  if (start > HEAP_AREA_END || bytes > HEAP_AREA_END - start) {
    return NO_PLACE;
  }
  return pageUp(start + bytes);
}

/** An empty range overlaps nothing. No sum is built, so nothing wraps. */
function overlaps(start: u32, bytes: u32, otherStart: u32, otherBytes: u32): bool {
  if (bytes === 0 || otherBytes === 0) {
    return false;
  }
  return start <= otherStart ? otherStart - start < bytes : start - otherStart < otherBytes;
}
