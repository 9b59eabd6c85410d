/**
 * What the mark of a page says.
 */
import { ATTRIBUTE_ACCESSED, ATTRIBUTE_DIRTY } from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES, USER_END } from "../../lib/abi/memory-map.ts";
import { acceptInterrupts } from "../arch/interrupt-window.ts";
import {
  entryAttributes,
  entryBits,
  entryFrame,
  entryIsBacked,
  entryLeadsToTable,
  type PageEntry,
} from "../arch/page-entry.ts";
import { frameMappings } from "./frames.ts";
import { directoryEnd, entryInTable, findDirectory, findEntry, pointerEnd } from "./page-walk.ts";
import type { Space } from "./space.ts";

/** Entries that are looked at for a run length at most, so that the call is bounded. One entry can stand for 2 MiB. */
const RUN_LOOKS_MAX: u32 = 320;
const LOOKS_BETWEEN_WINDOWS: u32 = 64;

export class Mark {
  /** ATTRIBUTE_*; 0 when the page is unmarked. */
  attributes: u32 = 0;
  /** Frame number, 0 when the page is not backed. */
  frame: u32 = 0;
  /** Pages from here on with the same rights and state; of a long run at least RUN_LOOKS_MAX. */
  runPages: u32 = 0;
  /** Pages, of all spaces, that map the frame. */
  mappings: u32 = 0;
}

/** Fills `mark` in for the page that holds the checked address. */
export function queryMark(space: Space, address: u32, mark: Mark): void {
  const entry = findEntry(space, address);
  mark.attributes = 0;
  mark.frame = 0;
  mark.mappings = 0;
  if (entry !== null) {
    mark.attributes = entryAttributes(entry);
    if (entryIsBacked(entry)) {
      mark.frame = entryFrame(entry);
      mark.mappings = frameMappings(mark.frame);
    }
  }
  mark.runPages = runLength(space, address, mark.attributes, entry === null ? 0 : entryBits(entry));
}

/** How far a run goes that is being looked at. */
class Run {
  /** Attributes of its pages, and what entryBits says of the first: most others have the same, and need no closer look. */
  wanted: u32 = 0;
  bits: u32 = 0;
  /** The next page. */
  at: u32 = 0;
  ended: bool = false;
}

const run: Run = zeroed();

function runLength(space: Space, address: u32, attributes: u32, bits: u32): u32 {
  run.wanted = attributes & ~(ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY);
  run.bits = bits;
  run.at = address;
  lookFurther(space);
  for (
    let looks = LOOKS_BETWEEN_WINDOWS;
    looks < RUN_LOOKS_MAX && !run.ended;
    looks += LOOKS_BETWEEN_WINDOWS
  ) {
    acceptInterrupts();
    lookFurther(space);
  }
  return (run.at - address) >>> PAGE_SHIFT;
}

/** Looks at the next LOOKS_BETWEEN_WINDOWS entries of the run. */
function lookFurther(space: Space): void {
  const wanted: u32 = run.wanted;
  const bits: u32 = run.bits;
  let at: u32 = run.at;
  let looks: u32 = LOOKS_BETWEEN_WINDOWS;
  while (looks !== 0 && at < USER_END) {
    const directory = findDirectory(space, at);
    if (directory !== null && entryLeadsToTable(directory)) {
      const stop: u32 = directoryEnd(at, USER_END);
      while (at < stop && looks !== 0) {
        const entry = entryInTable(directory, at);
        if (entryBits(entry) !== bits && attributesWithoutUse(entry) !== wanted) {
          break;
        }
        at += PAGE_SIZE_BYTES;
        looks--;
      }
      if (at !== stop) {
        break;
      }
    } else if ((directory === null ? 0 : attributesWithoutUse(directory)) !== wanted) {
      break;
    } else {
      at = directory === null ? pointerEnd(at, USER_END) : directoryEnd(at, USER_END);
      looks--;
    }
  }
  run.at = at;
  run.ended = looks !== 0;
}

function attributesWithoutUse(entry: PageEntry): u32 {
  return entryAttributes(entry) & ~(ATTRIBUTE_ACCESSED | ATTRIBUTE_DIRTY);
}
