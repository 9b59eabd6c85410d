/** Which glyph belongs to a character. The ranges are those of tools/font/font.ts, which makes the table. */
import { ASCII_GLYPHS, ASCII_TABLE } from "./ascii-font.ts";
import { FONT_GLYPHS, FONT_TABLE } from "./font-table.ts";

export const GLYPH_COLUMNS = 8;
export const GLYPH_ROWS = 16;

const ASCII_START: u32 = 0x20;
const ASCII_END: u32 = 0x7f;
const LATIN_START: u32 = 0xa0;
const LATIN_END: u32 = 0x100;
const DRAWING_START: u32 = 0x2500;
const DRAWING_END: u32 = 0x25a0;
const LATIN_COUNT: u32 = LATIN_END - LATIN_START;
export const GLYPHS_COUNT = ASCII_GLYPHS + FONT_GLYPHS;
/** For every character that the font does not have. */
const UNKNOWN_GLYPH: u32 = GLYPHS_COUNT - 1;

/** The glyph of a character (Unicode), below GLYPHS_COUNT. */
export function glyphOf(character: u32): u32 {
  if (character >= ASCII_START && character < ASCII_END) {
    return character - ASCII_START;
  }
  if (character >= LATIN_START && character < LATIN_END) {
    return character - LATIN_START + ASCII_GLYPHS;
  }
  if (character >= DRAWING_START && character < DRAWING_END) {
    return character - DRAWING_START + ASCII_GLYPHS + LATIN_COUNT;
  }
  return UNKNOWN_GLYPH;
}

/** Row 0 (uppermost) to 15 of a glyph: eight bits, the leftmost pixel in the highest. */
export function glyphRow(glyph: u32, row: u32): u32 {
  const part: u32 = row >>> 2;
  const word: u32 =
    glyph < ASCII_GLYPHS ? ASCII_TABLE[glyph * 4 + part] : FONT_TABLE[(glyph - ASCII_GLYPHS) * 4 + part];
  return (word >>> ((row & 3) << 3)) & 0xff;
}
