/**
 * The allocator of lower memory: paragraphs of 16 bytes between 64 KiB and the extended BIOS data
 * area, for real-mode stacks and buffers. The first 64 KiB, the EBDA and everything that the memory
 * map keeps for the firmware are never handed out.
 *
 * Invariants: allocations lie in `[LOWER_FREE_START, end)` and do not overlap; each has an owner,
 * and only the owner gives it back. Pure: never touches the memory itself.
 * Sources: IBM PC AT Technical Reference, BIOS data area, words 40:0E (segment of the EBDA) and 40:13.
 */

import { acceptInterruptsAt } from "../arch/interrupt-window.ts";
import { givePages, initialisePageBitmap, NO_PAGE, type PageBitmap, takePages } from "./page-bitmap.ts";

/** Firmware corrupts what lies below. */
export const LOWER_FREE_START: u32 = 0x1_0000;
/** Conventional memory ends here on every PC. */
export const CONVENTIONAL_END: u32 = 0xa_0000;
/** Where the data area says nothing sensible: every PC with more than 1 MiB has so much. */
const CONVENTIONAL_SAFE_END: u32 = 0x8_0000;
const PARAGRAPH_SHIFT: u32 = 4;
const PARAGRAPH_BYTES: u32 = 16;
/** All paragraphs between the two limits, and words for a bit each. */
const PARAGRAPHS_MAX: u32 = 36864;
const BITMAP_WORDS = 1152;
/** Allocations that can exist at once. */
export const LOWER_ALLOCATIONS_MAX = 64;
/** takeLower: nothing fits, or there are too many allocations. */
export const NO_LOWER: u32 = 0;

class LowerAllocation {
  /** First paragraph, counted from LOWER_FREE_START. */
  first: u32 = 0;
  /** 0 in a place without an allocation. */
  count: u32 = 0;
  owner: u32 = 0;
}

export class LowerMemory {
  bitmap: PageBitmap = zeroed();
  words: FixedArray<u32, typeof BITMAP_WORDS> = zeroed();
  allocations: FixedArray<LowerAllocation, typeof LOWER_ALLOCATIONS_MAX> = zeroed();
}

/**
 * Where free lower memory ends by the BIOS data area: `ebdaSegment` is word 40:0E, `conventionalKib`
 * word 40:13. Each is believed only if it is one that a PC can have; the lower of two counts.
 */
export function lowerEndOf(ebdaSegment: u32, conventionalKib: u32): u32 {
  let end: u32 = 0;
  const ebda: u32 = ebdaSegment << PARAGRAPH_SHIFT;
  if (ebda >= CONVENTIONAL_SAFE_END && ebda < CONVENTIONAL_END) {
    end = ebda;
  }
  const conventional: u32 = conventionalKib << 10;
  if (conventional >= CONVENTIONAL_SAFE_END && conventional <= CONVENTIONAL_END) {
    if (end === 0 || conventional < end) {
      end = conventional;
    }
  }
  return end === 0 ? CONVENTIONAL_SAFE_END : end;
}

/** Starts with all of `[LOWER_FREE_START, end)` free; an end outside the limits means less or nothing. */
export function initialiseLowerMemory(lower: LowerMemory, end: u32): void {
  let paragraphs: u32 = 0;
  if (end > LOWER_FREE_START) {
    paragraphs = (end - LOWER_FREE_START) >>> PARAGRAPH_SHIFT;
  }
  if (paragraphs > PARAGRAPHS_MAX) {
    paragraphs = PARAGRAPHS_MAX;
  }
  initialisePageBitmap(lower.bitmap, spanOf(lower.words), paragraphs);
  for (let i: u32 = 0; i < LOWER_ALLOCATIONS_MAX; i++) {
    lower.allocations[i].count = 0;
  }
}

/** Takes `bytes` bytes for `owner`. Answers their address, a multiple of 16, or NO_LOWER. */
export function takeLower(lower: LowerMemory, bytes: u32, owner: u32): u32 {
  if (bytes === 0 || bytes > CONVENTIONAL_END) {
    return NO_LOWER;
  }
  const count: u32 = (bytes + PARAGRAPH_BYTES - 1) >>> PARAGRAPH_SHIFT;
  for (let i: u32 = 0; i < LOWER_ALLOCATIONS_MAX; i++) {
    const allocation = lower.allocations[i];
    if (allocation.count === 0) {
      const first: u32 = takePages(lower.bitmap, count);
      if (first === NO_PAGE) {
        return NO_LOWER;
      }
      allocation.first = first;
      allocation.count = count;
      allocation.owner = owner;
      return LOWER_FREE_START + (first << PARAGRAPH_SHIFT);
    }
  }
  return NO_LOWER;
}

/** Gives back what `owner` took at `address`; false, and nothing changed, when it did not. */
export function giveLower(lower: LowerMemory, address: u32, owner: u32): bool {
  for (let i: u32 = 0; i < LOWER_ALLOCATIONS_MAX; i++) {
    const allocation = lower.allocations[i];
    const start: u32 = LOWER_FREE_START + (allocation.first << PARAGRAPH_SHIFT);
    if (allocation.count !== 0 && start === address && allocation.owner === owner) {
      giveAllocation(lower, allocation);
      return true;
    }
  }
  return false;
}

/** Gives back all that `owner` still has. */
export function giveLowerOf(lower: LowerMemory, owner: u32): void {
  for (let i: u32 = 0; i < LOWER_ALLOCATIONS_MAX; i++) {
    const allocation = lower.allocations[i];
    if (allocation.count !== 0 && allocation.owner === owner) {
      giveAllocation(lower, allocation);
    }
    acceptInterruptsAt(i);
  }
}

/** Bytes that nobody has. */
export function freeLowerBytes(lower: LowerMemory): u32 {
  return lower.bitmap.freePages << PARAGRAPH_SHIFT;
}

function giveAllocation(lower: LowerMemory, allocation: LowerAllocation): void {
  givePages(lower.bitmap, allocation.first, allocation.count);
  allocation.count = 0;
  allocation.owner = 0;
}
