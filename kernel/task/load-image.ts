/**
 * Loads a parsed ELF image into an empty space: every page is backed and filled before the task
 * begins, each in one go. Answers false, with part of the pages marked, when memory runs out: the
 * caller ends the space, and with it everything that was loaded.
 */
import { ATTRIBUTE_BACKED } from "../../lib/abi/attributes.ts";
import { PAGE_OFFSET_MASK, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { fillFrame } from "../arch/frame-window.ts";
import { entryIsMarked, setEntry } from "../arch/page-entry.ts";
import type { ElfImage } from "../boot/elf.ts";
import { takeRoom } from "../memory/accounts.ts";
import { memoryIsThere, takeFrameToFill } from "../memory/frames.ts";
import { countEntry, createEntry } from "../memory/page-walk.ts";
import { mappingAt, type Space, spaceSlot } from "../memory/space.ts";

/** Pages that one page table is for. */
const TABLE_PAGES_SHIFT: u32 = 9;
/** Two directories, and a table more than whole ones. */
const TABLES_MORE: u32 = 3;

/** What a range of a new space begins with; the rest of its pages is zero. */
export class RangeContents {
  address: u32 = 0;
  memoryBytes: u32 = 0;
  /** Where the contents lie, identity-mapped. */
  source: u32 = 0;
  sourceBytes: u32 = 0;
  /** ATTRIBUTE_READ, WRITE, EXECUTE */
  rights: u32 = 0;
}

const contents: RangeContents = zeroed();

/** `fileAddress` is where the whole image lies, identity-mapped. */
export function loadImage(space: Space, image: ElfImage, fileAddress: u32): bool {
  for (let i: u32 = 0; i < image.segmentCount; i++) {
    const segment = image.segments[i];
    contents.address = segment.address;
    contents.memoryBytes = segment.memoryBytes;
    contents.source = fileAddress + segment.fileOffset;
    contents.sourceBytes = segment.fileBytes;
    contents.rights = segment.rights;
    if (!loadRange(space, contents)) {
      return false;
    }
  }
  return true;
}

/** Backs and fills all pages of a range. False when memory runs out or a page is marked already. */
export function loadRange(space: Space, range: RangeContents): bool {
  const first: u32 = range.address & ~PAGE_OFFSET_MASK;
  const end: u32 = range.address + range.memoryBytes;
  const pages: u32 = (end - first + PAGE_SIZE_BYTES - 1) >>> PAGE_SHIFT;
  if (!memoryIsThere(pages, (pages >>> TABLE_PAGES_SHIFT) + TABLES_MORE, 0)) {
    return false;
  }
  takeRoom(spaceSlot(space), pages);
  for (let i: u32 = 0; i < pages; i++) {
    const at: u32 = first + (i << PAGE_SHIFT);
    const entry = createEntry(space, at);
    if (entryIsMarked(entry)) {
      return false;
    }
    const frame = takeFrameToFill(mappingAt(space, at));
    fillPage(frame, at, range);
    setEntry(entry, range.rights | ATTRIBUTE_BACKED, frame);
    countEntry(entry);
  }
  return true;
}

/** Gives a frame the contents of the page at `at`. */
function fillPage(frame: u32, at: u32, range: RangeContents): void {
  const offset: u32 = at < range.address ? range.address - at : 0;
  const done: u32 = at < range.address ? 0 : at - range.address;
  const left: u32 = range.sourceBytes > done ? range.sourceBytes - done : 0;
  const room: u32 = PAGE_SIZE_BYTES - offset;
  fillFrame(frame, offset, range.source + done, left < room ? left : room);
}
