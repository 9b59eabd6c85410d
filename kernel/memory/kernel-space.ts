/**
 * The part of the map that every space shares: lower memory, the kernel's image, modules and heap,
 * identity-mapped in the first gigabyte, and the frame window in the last. Built once at boot;
 * entered in every space by pointing at the same two directories.
 *
 * Rights: text read and execute, constants read, everything else read and write, nothing for ring
 * 3; page 0 and the page below each stack are never mapped.
 */
import {
  HEAP_AREA_END,
  KERNEL_START,
  LOWER_END,
  PAGE_OFFSET_MASK,
  PAGE_SIZE_BYTES,
} from "../../lib/abi/memory-map.ts";
import { activatePaging, adoptPaging, pagingIsActive } from "../arch/active-space.ts";
import { setDoubleFaultPaging } from "../arch/descriptors.ts";
import { mapRegisters } from "../arch/device-register.ts";
import { frameWindowTable } from "../arch/frame-window.ts";
import { kernelImage } from "../arch/image.ts";
import { DEVICE_WINDOW_PAGES } from "../arch/layouts.ts";
import {
  ENTRY_LARGE,
  ENTRY_WRITE,
  entryIsPresent,
  linkTable,
  nextTable,
  type PageEntry,
  type PageTable,
  pointersAddress,
  setKernelEntries,
  setKernelEntry,
  TABLE_ENTRIES,
  TABLE_INDEX_MASK,
  tableAddress,
} from "../arch/page-entry.ts";
import { startPaging } from "../arch/processor.ts";
import { refuseBoot } from "../debug/panic.ts";
import { countMark, takeTable } from "./heap.ts";
import { memoryIsShort } from "./shortage.ts";

const LARGE_PAGE_BYTES: u32 = 0x20_0000;
const LARGE_PAGE_SHIFT: u32 = 21;
const PAGE_SHIFT: u32 = 12;
const POINTERS = 4;

/** The pointers that the kernel boots with; every space copies entries 0 and 3. */
const bootPointers: FixedArray<PageEntry, typeof POINTERS> = zeroed({ align: 32 });
const firstDirectory: PageTable = zeroed({ align: 4096 });
const lastDirectory: PageTable = zeroed({ align: 4096 });

/** Maps [0, kernelEnd) and turns paging on. Page tables come from the heap. */
export function startKernelSpace(kernelEnd: u32): void {
  linkTable(bootPointers[0], tableAddress(firstDirectory), 0);
  linkTable(bootPointers[3], tableAddress(lastDirectory), 0);
  linkTable(lastDirectory.entries[TABLE_ENTRIES - 1], frameWindowTable(), ENTRY_WRITE);
  const image = kernelImage();
  mapRange(PAGE_SIZE_BYTES, LOWER_END, ENTRY_WRITE, false);
  mapRange(KERNEL_START, pageUp(image.textEnd), 0, true);
  mapRange(pageUp(image.textEnd), pageUp(image.constantsEnd), 0, false);
  mapRange(pageUp(image.constantsEnd), image.deviceWindows, ENTRY_WRITE, false);
  mapRange(image.deviceWindows, image.stackGuard, ENTRY_WRITE, false);
  mapRange(image.stackGuard + PAGE_SIZE_BYTES, image.initStart, ENTRY_WRITE, false);
  mapRange(image.initStart, image.endKernel, 0, true);
  mapRange(image.endKernel, kernelEnd, ENTRY_WRITE, false);
  const cr3 = pointersAddress(bootPointers);
  setDoubleFaultPaging(cr3);
  startPaging(cr3);
  adoptPaging(cr3);
}

/**
 * Maps registers of a device, uncached, into device window number `window`; paging is on. Answers where they are.
 * The windows are too small for a large page, so each has its entry.
 */
export function mapDeviceWindow(window: u32, physical: u32): u32 {
  const address: u32 = kernelImage().deviceWindows + (window % DEVICE_WINDOW_PAGES) * PAGE_SIZE_BYTES;
  const table = nextTable(firstDirectory.entries[(address >>> LARGE_PAGE_SHIFT) & TABLE_INDEX_MASK]);
  const entry = table.entries[(address >>> PAGE_SHIFT) & TABLE_INDEX_MASK];
  mapRegisters(entry, address, physical & ~PAGE_OFFSET_MASK);
  return address | (physical & PAGE_OFFSET_MASK);
}

/** The pointer that every space has for the first (0) or last (3) gigabyte. */
export function sharedDirectory(gigabyte: u32): PageEntry {
  return bootPointers[gigabyte & 3];
}

/** The directory entry that every space has for an address in the first or the last gigabyte. */
export function sharedDirectoryEntry(address: u32): PageEntry {
  const directory = address < HEAP_AREA_END ? firstDirectory : lastDirectory;
  return directory.entries[(address >>> LARGE_PAGE_SHIFT) & TABLE_INDEX_MASK];
}

/** Says that the processor runs with the pointers that the kernel booted with. Answers what CR3 holds then. */
export function adoptBootPaging(): u32 {
  const cr3 = pointersAddress(bootPointers);
  adoptPaging(cr3);
  return cr3;
}

function pageUp(address: u32): u32 {
  return (address + PAGE_SIZE_BYTES - 1) & ~(PAGE_SIZE_BYTES - 1);
}

/** Maps whole pages, in 2 MiB steps where both ends allow. */
function mapRange(start: u32, end: u32, bits: u32, executable: bool): void {
  let address = start;
  while (address < end) {
    const entry = firstDirectory.entries[(address >>> LARGE_PAGE_SHIFT) & TABLE_INDEX_MASK];
    if ((address & (LARGE_PAGE_BYTES - 1)) === 0 && end - address >= LARGE_PAGE_BYTES) {
      setKernelEntry(entry, address, bits | ENTRY_LARGE, executable);
      address += LARGE_PAGE_BYTES;
      continue;
    }
    if (!entryIsPresent(entry)) {
      const table = memoryIsShort() ? 0 : takeTable();
      if (table === 0) {
        refuseBoot(
          "the kernel heap has no room for the kernel's own page tables: ask for more with heap=SIZE",
        );
      }
      linkTable(entry, table, ENTRY_WRITE);
      // A table of the kernel's own pages never goes back, whatever else comes and goes in it.
      countMark(table);
    }
    const tableEnd: u32 = (address | (LARGE_PAGE_BYTES - 1)) + 1;
    const last: u32 = tableEnd < end ? tableEnd : end;
    setKernelEntries(nextTable(entry), address, last, bits, executable);
    address = last;
  }
}

/** Stops running with the page directory pointers at `cr3`, which are about to go. */
export function leavePaging(cr3: u32): void {
  if (pagingIsActive(cr3)) {
    activatePaging(pointersAddress(bootPointers));
  }
}
