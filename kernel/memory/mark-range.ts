/**
 * Marks free pages of a space: reserved, or backed by fresh zeroed frames. All that can be missing
 * is looked for before the first mark is set, so that a refusal has changed nothing.
 */
import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { entryIsMarked, setEntry } from "../arch/page-entry.ts";
import { freeFrameCount, takeZeroedFrame } from "./frames.ts";
import { freeHeapPages } from "./heap.ts";
import { countEntry, createEntry, findEntry, missingTables } from "./page-walk.ts";
import { mappingAt, type Space } from "./space.ts";

/**
 * `address` and `pages` are a checked range, `attributes` checked rights and BACKED.
 * Answers OVERLAP or NO_MEMORY, or OK.
 */
export function markRange(space: Space, address: u32, pages: u32, attributes: u32): Status {
  const end: u32 = address + (pages << PAGE_SHIFT);
  for (let at = address; at < end; at += PAGE_SIZE_BYTES) {
    const entry = findEntry(space, at);
    if (entry !== null && entryIsMarked(entry)) {
      return Status.OVERLAP;
    }
  }
  const backed: bool = (attributes & ATTRIBUTE_BACKED) !== 0;
  if (missingTables(space, address, end) > freeHeapPages() || (backed && pages > freeFrameCount())) {
    return Status.NO_MEMORY;
  }
  for (let at = address; at < end; at += PAGE_SIZE_BYTES) {
    const entry = createEntry(space, at);
    const frame: u32 = backed ? takeZeroedFrame(mappingAt(space, at)) : 0;
    setEntry(entry, attributes, frame);
    countEntry(entry);
  }
  return Status.OK;
}
