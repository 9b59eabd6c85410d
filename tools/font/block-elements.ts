/** Block elements, U+2580 to U+259F (The Unicode Standard, code chart "Block Elements"): parts of the cell. Pure. */
import { GLYPH_COLUMNS, GLYPH_ROWS, type Glyph, glyphWhere } from "./art.ts";

export const BLOCK_ELEMENTS_START = 0x2580;

const HALF_X = GLYPH_COLUMNS / 2;
const HALF_Y = GLYPH_ROWS / 2;
const EIGHTH_Y = GLYPH_ROWS / 8;
/** For U+2596 to U+259F: upper left, upper right, lower left, lower right. */
const QUADRANTS = ["0010", "0001", "1000", "1011", "1001", "1110", "1101", "0100", "0110", "0111"];

/** All 32, in order. */
export function blockElements(): Glyph[] {
  const lower = (eighths: number) => glyphWhere((_, y) => y >= GLYPH_ROWS - eighths * EIGHTH_Y);
  const left = (eighths: number) => glyphWhere((x) => x < eighths);
  return [
    glyphWhere((_, y) => y < HALF_Y),
    ...[1, 2, 3, 4, 5, 6, 7, 8].map(lower),
    ...[7, 6, 5, 4, 3, 2, 1].map(left),
    glyphWhere((x) => x >= HALF_X),
    glyphWhere((x, y) => isLightlyShaded(x, y)),
    glyphWhere((x, y) => (x + y) % 2 === 0),
    glyphWhere((x, y) => !isLightlyShaded(x, y)),
    glyphWhere((_, y) => y < EIGHTH_Y),
    glyphWhere((x) => x === GLYPH_COLUMNS - 1),
    ...QUADRANTS.map((set) => glyphWhere((x, y) => set[(y < HALF_Y ? 0 : 2) + (x < HALF_X ? 0 : 1)] === "1")),
  ];
}

/** One pixel of four. */
function isLightlyShaded(x: number, y: number): boolean {
  return (x + 2 * (y % 2)) % 4 === 0;
}
