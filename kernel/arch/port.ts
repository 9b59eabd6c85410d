/** I/O ports whose number and width are only known when the kernel runs. */

/** Reads 1, 2 or 4 bytes. */
export function readPort(port: u32, bytes: u32): u32 {
  if (bytes === 4) {
    return inWord(u16(port));
  }
  return bytes === 2 ? u32(inHalf(u16(port))) : u32(inByte(u16(port)));
}

/** Writes 1, 2 or 4 bytes. */
export function writePort(port: u32, bytes: u32, value: u32): void {
  if (bytes === 4) {
    outWord(u16(port), value);
  } else if (bytes === 2) {
    outHalf(u16(port), u16(value));
  } else {
    outByte(u16(port), u8(value));
  }
}
