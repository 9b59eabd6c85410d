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
  ENTRY_WRITE,
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

// What an entry of the shared directories says, for the memory map.

export function sharedEntryIsPresent(entry: PageEntry): bool {
  return (entry.low & ENTRY_PRESENT) !== 0;
}

export function sharedEntryIsWritable(entry: PageEntry): bool {
  return (entry.low & ENTRY_WRITE) !== 0;
}

/** Without NX everything that is mapped can be executed: then only what is not writable counts. */
export function sharedEntryIsExecutable(entry: PageEntry): bool {
  return hasNoExecute() ? (entry.high & ENTRY_NO_EXECUTE_HIGH) === 0 : (entry.low & ENTRY_WRITE) === 0;
}

export function sharedEntryIsUncached(entry: PageEntry): bool {
  return (entry.low & ENTRY_CACHE_DISABLE) !== 0;
}

export function sharedEntryIsCombining(entry: PageEntry): bool {
  return (entry.low & ENTRY_UNCACHED) === ENTRY_WRITE_COMBINING;
}

/** Number of the first physical page that the entry maps. */
export function sharedEntryPage(entry: PageEntry): u64 {
  const high: u64 = u64(entry.high & ~ENTRY_NO_EXECUTE_HIGH) << LOW_PAGE_BITS;
  return high | u64(entry.low >>> PAGE_SHIFT);
}
