/**
 * From identities to small numbers in constant time: who is this sender in my table?
 *
 * One byte for each index that an identity can have leads to a slot, and the slot holds the whole
 * identity, so that a stale generation is never taken for its successor.
 */
import { IDENTITY_INDEX_MASK, IDENTITY_INDEX_SHIFT, IDENTITY_NOBODY } from "../abi/identity.ts";

export const IDENTITY_MAP_SLOTS = 64;
/** Identity indexes: IDENTITY_INDEX_MASK + 1. */
export const IDENTITY_MAP_INDEXES = 4096;
/** No slot. */
export const SLOT_NONE: u32 = 0xffff_ffff;

export class IdentityMap {
  /** Slot number + 1, or 0, for each identity index. */
  slotByIndex: FixedArray<u8, typeof IDENTITY_MAP_INDEXES> = zeroed();
  identities: FixedArray<u32, typeof IDENTITY_MAP_SLOTS> = zeroed();
}

function indexOf(identity: u32): u32 {
  return (identity >>> IDENTITY_INDEX_SHIFT) & IDENTITY_INDEX_MASK;
}

/** The slot that holds `identity`, or SLOT_NONE. */
export function findIdentity(map: IdentityMap, identity: u32): u32 {
  const number: u32 = u32(map.slotByIndex[indexOf(identity)]);
  if (number === 0 || number > IDENTITY_MAP_SLOTS || map.identities[number - 1] !== identity) {
    return SLOT_NONE;
  }
  return number - 1;
}

/**
 * Puts `identity` into `slot`, over what was there. An older identity with the same index loses its place.
 * @returns false, and nothing changed, for IDENTITY_NOBODY or a slot that does not exist
 */
export function setIdentity(map: IdentityMap, slot: u32, identity: u32): bool {
  if (identity === IDENTITY_NOBODY || slot >= IDENTITY_MAP_SLOTS) {
    return false;
  }
  removeIdentity(map, slot);
  map.identities[slot] = identity;
  map.slotByIndex[indexOf(identity)] = u8(slot + 1);
  return true;
}

/** Empties `slot`. */
export function removeIdentity(map: IdentityMap, slot: u32): void {
  if (slot >= IDENTITY_MAP_SLOTS) {
    return;
  }
  const index: u32 = indexOf(map.identities[slot]);
  if (map.slotByIndex[index] === u8(slot + 1)) {
    map.slotByIndex[index] = 0;
  }
  map.identities[slot] = IDENTITY_NOBODY;
}
