/**
 * A cell of the screen in one word, so that comparing two is comparing numbers: character in bits 0 to 15,
 * foreground in 16 to 19, background in 20 to 23.
 */
import { glyphOf } from "./font.ts";

export const COLOURS_COUNT = 16;
export const DEFAULT_FOREGROUND: u32 = 7;
export const DEFAULT_BACKGROUND: u32 = 0;

const CHARACTER_MASK: u32 = 0xffff;
const CHARACTERS_END: u32 = 0x1_0000;
/** No such character: drawn as unknown. */
const UNKNOWN_CHARACTER: u32 = 0xffff;
const FOREGROUND_SHIFT: u32 = 16;
const BACKGROUND_SHIFT: u32 = 20;
const COLOUR_MASK: u32 = 15;

/** A cell; characters beyond 16 bits, for which there is no glyph anyway, become one that is unknown. */
export function makeCell(character: u32, foreground: u32, background: u32): u32 {
  const shown: u32 = character < CHARACTERS_END ? character : UNKNOWN_CHARACTER;
  return (
    shown |
    ((foreground & COLOUR_MASK) << FOREGROUND_SHIFT) |
    ((background & COLOUR_MASK) << BACKGROUND_SHIFT)
  );
}

/** The character (Unicode, 16 bits). */
export function cellCharacter(cell: u32): u32 {
  return cell & CHARACTER_MASK;
}

/** The glyph that the cell shows. */
export function cellGlyph(cell: u32): u32 {
  return glyphOf(cell & CHARACTER_MASK);
}

/** Colour number of what is set in the glyph. */
export function cellForeground(cell: u32): u32 {
  return (cell >>> FOREGROUND_SHIFT) & COLOUR_MASK;
}

/** Colour number of what is not set. */
export function cellBackground(cell: u32): u32 {
  return (cell >>> BACKGROUND_SHIFT) & COLOUR_MASK;
}

/** The same cell with its colours exchanged: how the cursor is shown. */
export function invertedCell(cell: u32): u32 {
  return makeCell(cellCharacter(cell), cellBackground(cell), cellForeground(cell));
}
