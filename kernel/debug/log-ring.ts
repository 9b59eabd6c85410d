/**
 * The last of what the kernel's console has shown, for whoever shows it elsewhere (TaskOperation.READ_LOG): a person
 * at a frame buffer sees the boot, too. Bytes are counted from the boot on; the oldest make place for the newest. Writing
 * cannot fail and never waits.
 */
const RING_BYTES = 16384;
const RING_MASK: u32 = 0x3fff;

const ring: FixedArray<u8, typeof RING_BYTES> = zeroed();
let written: u32 = 0;

/** Keeps one byte. */
export function keepLogged(byte: u8): void {
  ring[written & RING_MASK] = byte;
  written++;
}

/** The place that is read next by somebody who has read up to `place`: bytes that are gone are left out. */
export function firstKept(place: u32): u32 {
  return written - place > RING_BYTES ? written - RING_BYTES : place;
}

/** The byte at a place that `firstKept` gave, or later; 0 where nothing has been written yet. */
export function loggedAt(place: u32): u8 {
  return place - written < RING_BYTES ? 0 : ring[place & RING_MASK];
}
