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

/** A de Bruijn sequence: its top five bits are different after each shift. */
const DE_BRUIJN: u32 = 0x077c_b531;
const DE_BRUIJN_SHIFT: u32 = 27;
/** Number of the bit by which the sequence was shifted (Leiserson, Prokop, Randall 1998). */
const SHIFT_OF: FixedArray<u8, 32> = arrayOf(
  0,
  1,
  28,
  2,
  29,
  14,
  24,
  3,
  30,
  22,
  20,
  15,
  25,
  17,
  4,
  8,
  31,
  27,
  13,
  23,
  21,
  19,
  16,
  7,
  26,
  12,
  18,
  6,
  11,
  5,
  10,
  9,
);

/** Number of the lowest bit that is set; 0 for 0. */
export function lowestBit(value: u32): u32 {
  return u32(SHIFT_OF[((value & (0 - value)) * DE_BRUIJN) >>> DE_BRUIJN_SHIFT]);
}
