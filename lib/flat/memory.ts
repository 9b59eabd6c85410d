/**
 * Words, bytes and objects at addresses of the shared part of the map. Each access in the source is
 * one access at run time. A flat task may touch everything that is mapped: nothing here protects
 * others from it.
 */
class VolatileWord {
  value: Volatile<u32> = 0;
}

class VolatileByte {
  value: Volatile<u8> = 0;
}

/** Reads the 32-bit word at `address`. */
export function loadWord(address: u32): u32 {
  return referenceAt<VolatileWord>(address).value;
}

/** Writes the 32-bit word at `address`. */
export function storeWord(address: u32, value: u32): void {
  referenceAt<VolatileWord>(address).value = value;
}

/** Reads the byte at `address`. */
export function loadByte(address: u32): u8 {
  return referenceAt<VolatileByte>(address).value;
}

/** Writes the byte at `address`. */
export function storeByte(address: u32, value: u8): void {
  referenceAt<VolatileByte>(address).value = value;
}

/** The window on `length` words. */
export function wordWindow(address: u32, length: u32): Span<u32> {
  return spanAt<u32>(address, length);
}

/** A function that a flat task starts at: it gets its identity and an argument, and never returns. */
export type FlatEntry = (task: u32, argument: u32) => never;

/** Where a function lies, to be started as a task. */
export function addressOfEntry(entry: FlatEntry): u32 {
  return addressOf(entry);
}

/** What CR3 holds: it does not change while flat tasks follow each other. */
export function activePaging(): u32 {
  return readCr3();
}

/** The window on `length` numbers of two bytes. */
export function halfWindow(address: u32, length: u32): Span<u16> {
  return spanAt<u16>(address, length);
}

/** The window on `length` bytes. */
export function byteWindow(address: u32, length: u32): Span<u8> {
  return spanAt<u8>(address, length);
}
