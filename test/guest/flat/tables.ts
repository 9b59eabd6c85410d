/**
 * The page tables as the processor walks them, read from ring 0: every table of the shared part lies
 * identity-mapped in the kernel's image or heap (Intel SDM vol. 3A, section 4.4).
 */
import { activePaging, loadWord } from "../../../lib/flat/memory.ts";

const PRESENT: u32 = 1;
const LARGE: u32 = 0x80;
const TABLE_MASK: u32 = 0xffff_f000;
const POINTERS_MASK: u32 = 0xffff_ffe0;
const INDEX_MASK: u32 = 511;
const HIGH_MASK: u32 = 0xfff;

/** What walkPage answers where nothing is mapped. */
export const NOT_MAPPED: u32 = 0xffff_ffff;

/** The number of the physical page that the page at `address` leads to, or NOT_MAPPED. */
export function walkPage(address: u32): u32 {
  const pointer: u32 = loadWord((activePaging() & POINTERS_MASK) + ((address >>> 30) << 3));
  if ((pointer & PRESENT) === 0) {
    return NOT_MAPPED;
  }
  const directory: u32 = (pointer & TABLE_MASK) + (((address >>> 21) & INDEX_MASK) << 3);
  const low: u32 = loadWord(directory);
  if ((low & PRESENT) === 0) {
    return NOT_MAPPED;
  }
  if ((low & LARGE) !== 0) {
    return pageOf(low, loadWord(directory + 4)) + ((address >>> 12) & INDEX_MASK);
  }
  const entry: u32 = (low & TABLE_MASK) + (((address >>> 12) & INDEX_MASK) << 3);
  return (loadWord(entry) & PRESENT) === 0 ? NOT_MAPPED : pageOf(loadWord(entry), loadWord(entry + 4));
}

function pageOf(low: u32, high: u32): u32 {
  return (low >>> 12) | ((high & HIGH_MASK) << 20);
}
