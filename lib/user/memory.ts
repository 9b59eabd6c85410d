/**
 * Single bytes and words at addresses of the task's own memory, and windows on it. Each access in
 * the source is one access at run time, so that pages can be touched on purpose. An address that is
 * not marked, or may not be used so, becomes a page fault of this task.
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

/** The window on `length` bytes. */
export function byteWindow(address: u32, length: u32): Span<u8> {
  return spanAt<u8>(address, length);
}

/** The window on `length` words. */
export function wordWindow(address: u32, length: u32): Span<u32> {
  return spanAt<u32>(address, length);
}

/** The window on `length` half words. */
export function halfWindow(address: u32, length: u32): Span<u16> {
  return spanAt<u16>(address, length);
}

/** A function that a new task starts at: it gets the task's own identity and its space, and never returns. */
export type TaskEntryPoint = (task: u32, space: u32) => never;

/** Where a function lies, to be started as a task. */
export function addressOfEntry(entry: TaskEntryPoint): u32 {
  return addressOf(entry);
}

/** Where the first of the words lies. */
export function addressOfWords(words: Span<u32>): u32 {
  return addressOf(words);
}

/** Where the first of the bytes lies. */
export function addressOfBytes(bytes: Span<u8>): u32 {
  return addressOf(bytes);
}
