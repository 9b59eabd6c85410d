/** Stands for kernel/memory/kernel-space.ts on the host: the two directories that every space shares, empty at first. */
import { frameWindowTable } from "../../kernel/arch/frame-window.ts";
import {
  ENTRY_WRITE,
  entryIsPresent,
  linkTable,
  type PageEntry,
  type PageTable,
  TABLE_ENTRIES,
  TABLE_INDEX_MASK,
  tableAddress,
} from "../../kernel/arch/page-entry.ts";

const POINTERS = 4;
const LARGE_PAGE_SHIFT: u32 = 21;
const MIDDLE: u32 = 0x8000_0000;

const pointers: FixedArray<PageEntry, typeof POINTERS> = zeroed({ align: 32 });
const firstDirectory: PageTable = zeroed({ align: 4096 });
const lastDirectory: PageTable = zeroed({ align: 4096 });

export function sharedDirectory(gigabyte: u32): PageEntry {
  if (!entryIsPresent(pointers[0])) {
    linkTable(pointers[0], tableAddress(firstDirectory), 0);
    linkTable(pointers[3], tableAddress(lastDirectory), 0);
    linkTable(lastDirectory.entries[TABLE_ENTRIES - 1], frameWindowTable(), ENTRY_WRITE);
  }
  return pointers[gigabyte & 3];
}

export function sharedDirectoryEntry(address: u32): PageEntry {
  const directory = address < MIDDLE ? firstDirectory : lastDirectory;
  return directory.entries[(address >>> LARGE_PAGE_SHIFT) & TABLE_INDEX_MASK];
}

export function leavePaging(_cr3: u32): void {}
