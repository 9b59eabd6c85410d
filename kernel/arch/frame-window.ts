/**
 * The kernel's window on one frame at a time, at the last page of every space: how frames that are
 * not identity-mapped get their first contents. The window is never left open across a call.
 */
import { FRAME_WINDOW, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { clearPage, clearRest, copyContents } from "./page-contents.ts";
import {
  ENTRY_NO_EXECUTE_HIGH,
  ENTRY_PRESENT,
  ENTRY_WRITE,
  type PageEntry,
  type PageTable,
  TABLE_ENTRIES,
} from "./page-entry.ts";
import { hasNoExecute } from "./processor.ts";

const CR0_PAGING: u32 = 0x8000_0000;
const FRAME_SHIFT: u32 = 12;
const FRAME_HIGH_SHIFT: u32 = 20;
const SOURCE_WINDOW: u32 = FRAME_WINDOW - PAGE_SIZE_BYTES;
const WORDS_IN_PAGE: u32 = 1024;

/** Maps the last 2 MiB of every space; paging.ts hangs it into the shared directory. */
const windowTable: PageTable = zeroed({ align: 4096 });

/** The table of the last 2 MiB. */
export function frameWindowTable(): u32 {
  return addressOf(windowTable);
}

/** Fills a frame with zero bytes. */
export function clearFrame(frame: u32): void {
  openWindow(frame);
  clearPage(FRAME_WINDOW);
  closeWindow();
}

/**
 * Copies `bytes` bytes at the identity-mapped `source` to `offset` in a frame. `offset + bytes` is
 * at most one page.
 */
export function copyIntoFrame(frame: u32, offset: u32, source: u32, bytes: u32): void {
  if (offset > PAGE_SIZE_BYTES || bytes > PAGE_SIZE_BYTES - offset) {
    panic("copyIntoFrame: leaves the frame");
  }
  openWindow(frame);
  copyContents(FRAME_WINDOW + offset, source, bytes);
  closeWindow();
}

/** Fills a whole frame: `bytes` bytes at the identity-mapped `source` go to `offset`, the rest is zero. */
export function fillFrame(frame: u32, offset: u32, source: u32, bytes: u32): void {
  if (offset > PAGE_SIZE_BYTES || bytes > PAGE_SIZE_BYTES - offset) {
    panic("fillFrame: leaves the frame");
  }
  openWindow(frame);
  // What the contents cover is not cleared first.
  clearRest(FRAME_WINDOW, offset === 0 ? bytes : 0);
  copyContents(FRAME_WINDOW + offset, source, bytes);
  closeWindow();
}

/** Copies a whole frame. */
export function copyFrame(to: u32, from: u32): void {
  // The page below the window is somebody else's: it is borrowed for the copy, interrupts are off.
  const entry = windowTable.entries[TABLE_ENTRIES - 2];
  const low = entry.low;
  const high = entry.high;
  openEntry(entry, SOURCE_WINDOW, from);
  openWindow(to);
  copyWords(FRAME_WINDOW, SOURCE_WINDOW, WORDS_IN_PAGE);
  closeWindow();
  entry.low = 0;
  entry.high = high;
  entry.low = low;
  invalidatePage(SOURCE_WINDOW);
}

/**
 * Fills physical memory, whatever it is, with paging on or off: for last words on a screen. A part beyond what the
 * processor reaches now is left out.
 */
export function fillPhysical(address: u64, bytes: u32, value: u8): void {
  const paging: bool = (readCr0() & CR0_PAGING) !== 0;
  let at: u64 = address;
  let left: u32 = bytes;
  while (left !== 0) {
    const offset: u32 = u32(at) & (PAGE_SIZE_BYTES - 1);
    const room: u32 = PAGE_SIZE_BYTES - offset;
    const part: u32 = left < room ? left : room;
    if (paging) {
      openWindow(u32(at >> u64(FRAME_SHIFT)));
      fillBytes(FRAME_WINDOW + offset, value, part);
      closeWindow();
    } else if (at >> 32n === 0n) {
      fillBytes(u32(at), value, part);
    }
    at += u64(part);
    left -= part;
  }
}

function windowEntry(): PageEntry {
  return windowTable.entries[TABLE_ENTRIES - 1];
}

function openWindow(frame: u32): void {
  openEntry(windowEntry(), FRAME_WINDOW, frame);
}

function openEntry(entry: PageEntry, address: u32, frame: u32): void {
  entry.low = 0;
  entry.high = (frame >>> FRAME_HIGH_SHIFT) | (hasNoExecute() ? ENTRY_NO_EXECUTE_HIGH : 0);
  entry.low = (frame << FRAME_SHIFT) | ENTRY_PRESENT | ENTRY_WRITE;
  invalidatePage(address);
}

function closeWindow(): void {
  windowEntry().low = 0;
  invalidatePage(FRAME_WINDOW);
}
