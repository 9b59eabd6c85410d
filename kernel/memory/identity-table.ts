/**
 * Slots of records that are named by index and generation (lib/abi/identity.ts): tasks, address spaces. Pure.
 *
 * Invariants: an identity names one record for ever; a slot whose generations are used up is never used again;
 * a record has IDENTITY_NOBODY exactly while it is nobody's.
 */
import {
  IDENTITY_GENERATION_LAST,
  IDENTITY_GENERATION_SHIFT,
  IDENTITY_INDEX_MASK,
  IDENTITY_INDEX_SHIFT,
  IDENTITY_NOBODY,
  IDENTITY_NUMBER_MASK,
} from "../../lib/abi/identity.ts";

/** No slot is free. */
export const NO_SLOT: u32 = 0xffff_ffff;

/** What each record has. */
class Named {
  /** IDENTITY_NOBODY while it is nobody's. */
  identity: u32 = 0;
  generation: u32 = 0;
  /** While the slot is free: the number of the next free one + 1. */
  nextFree: u32 = 0;
}

/** N is as many as an identity's index can say. */
export class IdentityTable<T extends Named, N extends number> {
  records: FixedArray<T, N> = zeroed();
  /** Slots below were used, or are kept for somebody. */
  private used: u32 = 0;
  private free: u32 = 0;
  private count: u32 = 0;

  /** The slots below `first` are given out by nobody but `begin`. Called before anything else. */
  keep(first: u32): void {
    this.used = first;
  }

  /** A slot that is the caller's from now on, or NO_SLOT. */
  take(): u32 {
    if (this.free !== 0) {
      const slot: u32 = this.free - 1;
      this.free = this.records[slot].nextFree;
      return slot;
    }
    if (this.used === this.records.length) {
      return NO_SLOT;
    }
    this.used += 1;
    return this.used - 1;
  }

  /** The record in a slot of `take`, or one that is kept, gets an identity of the next generation. */
  begin(slot: u32): T {
    const record = this.records[slot];
    record.generation += 1;
    record.identity = (record.generation << IDENTITY_GENERATION_SHIFT) | (slot << IDENTITY_INDEX_SHIFT);
    record.nextFree = 0;
    this.count += 1;
    return record;
  }

  /** The record is nobody's; its slot is still the caller's. */
  end(record: T): void {
    record.identity = IDENTITY_NOBODY;
    this.count -= 1;
  }

  /** Gives a slot of `take` back; one whose generations are used up stays out of use. */
  give(slot: u32): void {
    const record = this.records[slot];
    if (!this.isUsedUp(slot)) {
      record.nextFree = this.free;
      this.free = slot + 1;
    }
  }

  /** Whether there is no further generation of a slot. */
  isUsedUp(slot: u32): bool {
    return this.records[slot].generation === IDENTITY_GENERATION_LAST;
  }

  /** The record of an identity (its low four bits do not count), or null. */
  find(identity: u32): T | null {
    const wanted: u32 = identity & ~IDENTITY_NUMBER_MASK;
    const record = this.slotOf(identity);
    return wanted === IDENTITY_NOBODY || record.identity !== wanted ? null : record;
  }

  /** Whatever is in the slot that an identity names. */
  slotOf(identity: u32): T {
    return this.records[(identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK];
  }

  /** The record in a slot, or null while it is nobody's. */
  inSlot(slot: u32): T | null {
    const record = this.records[slot & IDENTITY_INDEX_MASK];
    return record.identity === IDENTITY_NOBODY ? null : record;
  }

  /** Slots that were ever used, or are kept: for going over all records. */
  slots(): u32 {
    return this.used;
  }

  /** Records that are somebody's. */
  countOf(): u32 {
    return this.count;
  }
}
