/**
 * Bits of a word. Pure.
 */

/** Number of the highest bit that is set; 0 for 0. */
export function highestBit(value: u32): u32 {
  let rest: u32 = value;
  let bit: u32 = 0;
  if (rest >= 0x1_0000) {
    rest >>>= 16;
    bit = 16;
  }
  if (rest >= 0x100) {
    rest >>>= 8;
    bit += 8;
  }
  if (rest >= 0x10) {
    rest >>>= 4;
    bit += 4;
  }
  if (rest >= 0x4) {
    rest >>>= 2;
    bit += 2;
  }
  return rest >= 0x2 ? bit + 1 : bit;
}
