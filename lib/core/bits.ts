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

/** Number of the lowest bit that is set; 31 for 0. */
export function lowestBit(value: u32): u32 {
  let rest: u32 = value;
  let bit: u32 = 0;
  if ((rest & 0xffff) === 0) {
    rest >>>= 16;
    bit = 16;
  }
  if ((rest & 0xff) === 0) {
    rest >>>= 8;
    bit += 8;
  }
  if ((rest & 0xf) === 0) {
    rest >>>= 4;
    bit += 4;
  }
  if ((rest & 0x3) === 0) {
    rest >>>= 2;
    bit += 2;
  }
  return (rest & 1) === 0 ? bit + 1 : bit;
}
