/** I/O ports: ring 0 may use all of them, so nobody checks which. */

/** Reads 1, 2 or 4 bytes from a port. */
export function readPort(port: u32, bytes: u32): u32 {
  if (bytes === 1) {
    return u32(inByte(u16(port)));
  }
  return bytes === 2 ? u32(inHalf(u16(port))) : inWord(u16(port));
}

/** Writes 1, 2 or 4 bytes to a port. */
export function writePort(port: u32, bytes: u32, value: u32): void {
  if (bytes === 1) {
    outByte(u16(port), u8(value));
  } else if (bytes === 2) {
    outHalf(u16(port), u16(value));
  } else {
    outWord(u16(port), value);
  }
}
