/** An accent typed before its letter, as far as Latin-1 has the letter. Pure. */
import { NOTHING } from "./layout.ts";

const SPACE: u32 = 0x20;
const PAIRS_COUNT = 37;

/** Accent, letter, both in one: bits 24 to 31, 16 to 23, 0 to 15. */
// biome-ignore format: a table
const PAIRS: FixedArray<u32, typeof PAIRS_COUNT> = arrayOf(
  0xb4_41_00c1, 0xb4_45_00c9, 0xb4_49_00cd, 0xb4_4f_00d3, 0xb4_55_00da, 0xb4_59_00dd,
  0xb4_61_00e1, 0xb4_65_00e9, 0xb4_69_00ed, 0xb4_6f_00f3, 0xb4_75_00fa, 0xb4_79_00fd,
  0x60_41_00c0, 0x60_45_00c8, 0x60_49_00cc, 0x60_4f_00d2, 0x60_55_00d9, 0x60_61_00e0,
  0x60_65_00e8, 0x60_69_00ec, 0x60_6f_00f2, 0x60_75_00f9, 0x5e_41_00c2, 0x5e_45_00ca,
  0x5e_49_00ce, 0x5e_4f_00d4, 0x5e_55_00db, 0x5e_61_00e2, 0x5e_65_00ea, 0x5e_69_00ee,
  0x5e_6f_00f4, 0x5e_75_00fb, 0x5e_31_00b9, 0x5e_32_00b2, 0x5e_33_00b3, 0x5e_5e_005e,
  0x60_60_0060,
);

/** The letter with the accent; with a space the accent alone; NOTHING when there is no such letter. */
export function composed(accent: u32, letter: u32): u32 {
  if (letter === SPACE) {
    return accent;
  }
  if (letter > 0xff) {
    return NOTHING;
  }
  const wanted: u32 = (accent << 24) | (letter << 16);
  for (const pair of PAIRS) {
    if ((pair & 0xffff_0000) === wanted) {
      return pair & 0xffff;
    }
  }
  return NOTHING;
}
