/** Which glyph belongs to a character. The ranges are those of tools/font/font.ts, which makes the table. */
import { FONT_TABLE, GLYPHS_COUNT } from "./font-table.ts";

export const GLYPH_COLUMNS = 8;
export const GLYPH_ROWS = 16;

const ASCII_START: u32 = 0x20;
const ASCII_END: u32 = 0x7f;
const LATIN_START: u32 = 0xa0;
const LATIN_END: u32 = 0x100;
const DRAWING_START: u32 = 0x2500;
const DRAWING_END: u32 = 0x25a0;
const ASCII_COUNT: u32 = ASCII_END - ASCII_START;
const LATIN_COUNT: u32 = LATIN_END - LATIN_START;
/** For every character that the font does not have. */
const UNKNOWN_GLYPH: u32 = GLYPHS_COUNT - 1;

/** The glyph of a character (Unicode), below GLYPHS_COUNT. */
export function glyphOf(character: u32): u32 {
  if (character >= ASCII_START && character < ASCII_END) {
    return character - ASCII_START;
  }
  if (character >= LATIN_START && character < LATIN_END) {
    return character - LATIN_START + ASCII_COUNT;
  }
  if (character >= DRAWING_START && character < DRAWING_END) {
    return character - DRAWING_START + ASCII_COUNT + LATIN_COUNT;
  }
  return UNKNOWN_GLYPH;
}

/** Row 0 (uppermost) to 15 of a glyph: eight bits, the leftmost pixel in the highest. */
export function glyphRow(glyph: u32, row: u32): u32 {
  const word: u32 = FONT_TABLE[glyph * 4 + (row >>> 2)];
  return (word >>> ((row & 3) << 3)) & 0xff;
}
