/**
 * Entries of the two directories that every space shares: supervisor pages on any physical page,
 * with the cache attribute that the processor is to use for them.
 * Sources: Intel SDM vol. 3A, sections 4.4 and 11.12.
 */
import {
  ENTRY_GLOBAL,
  ENTRY_LARGE,
  ENTRY_NO_EXECUTE_HIGH,
  ENTRY_PRESENT,
  type PageEntry,
} from "./page-entry.ts";
import { hasGlobalPages, hasNoExecute } from "./processor.ts";

/** PWT and PCD: they choose among the first four entries of the PAT. */
const ENTRY_WRITE_THROUGH: u32 = 0x008;
const ENTRY_CACHE_DISABLE: u32 = 0x010;
/** PAT entry 3: uncached, as every processor starts. */
export const ENTRY_UNCACHED: u32 = ENTRY_WRITE_THROUGH | ENTRY_CACHE_DISABLE;
/** PAT entry 1: write combining, once startCacheAttributes has said so. */
export const ENTRY_WRITE_COMBINING: u32 = ENTRY_WRITE_THROUGH;
const PAGE_SHIFT: u32 = 12;
/** Bits of a physical page number that lie in the entry's low word. */
const LOW_PAGE_BITS: u64 = 20n;

/** Maps physical page number `physicalPage` (of 2 MiB with ENTRY_LARGE); `bits` are ENTRY_*. */
export function setSharedEntry(entry: PageEntry, physicalPage: u64, bits: u32, executable: bool): void {
  entry.low = 0;
  entry.high =
    u32(physicalPage >> LOW_PAGE_BITS) | (!executable && hasNoExecute() ? ENTRY_NO_EXECUTE_HIGH : 0);
  entry.low =
    (u32(physicalPage) << PAGE_SHIFT) | ENTRY_PRESENT | bits | (hasGlobalPages() ? ENTRY_GLOBAL : 0);
}

/** Whether a directory entry maps 2 MiB. */
export function entryIsLarge(entry: PageEntry): bool {
  return (entry.low & (ENTRY_PRESENT | ENTRY_LARGE)) === (ENTRY_PRESENT | ENTRY_LARGE);
}
