/**
 * Loads a parsed ELF image into an empty space: every page is backed and filled before the task
 * begins. Answers false, with part of the pages marked, when memory runs out: the caller ends the
 * space, and with it everything that was loaded.
 */
import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { copyIntoFrame } from "../arch/frame-window.ts";
import { entryFrame } from "../arch/page-entry.ts";
import type { ElfImage, ElfSegment } from "../boot/elf.ts";
import { findEntry } from "../memory/page-walk.ts";
import { markAtOnce } from "../memory/run-operation.ts";
import type { Space } from "../memory/space.ts";

/** `fileAddress` is where the whole image lies, identity-mapped. */
export function loadImage(space: Space, image: ElfImage, fileAddress: u32): bool {
  for (let i: u32 = 0; i < image.segmentCount; i++) {
    if (!loadSegment(space, image.segments[i], fileAddress)) {
      return false;
    }
  }
  return true;
}

function loadSegment(space: Space, segment: ElfSegment, fileAddress: u32): bool {
  const first: u32 = segment.address & ~PAGE_OFFSET_MASK;
  const end: u32 = segment.address + segment.memoryBytes;
  const pages: u32 = (end - first + PAGE_SIZE_BYTES - 1) >>> PAGE_SHIFT;
  if (markAtOnce(space, first, pages, segment.rights | ATTRIBUTE_BACKED) !== Status.OK) {
    return false;
  }
  fillRange(space, segment.address, fileAddress + segment.fileOffset, segment.fileBytes);
  return true;
}

/** Copies kernel memory into backed pages of a space, whatever rights the space itself has there. */
export function fillRange(space: Space, address: u32, source: u32, bytes: u32): void {
  let done: u32 = 0;
  while (done < bytes) {
    const at: u32 = address + done;
    const offset: u32 = at & PAGE_OFFSET_MASK;
    const room: u32 = PAGE_SIZE_BYTES - offset;
    const step: u32 = bytes - done < room ? bytes - done : room;
    const entry = findEntry(space, at);
    if (entry === null) {
      panic("fillRange: a page was not marked");
    }
    copyIntoFrame(entryFrame(entry), offset, source + done, step);
    done += step;
  }
}
