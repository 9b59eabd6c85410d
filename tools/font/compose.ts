/** Letters with accents, put together from the pictures of letter and accent as composed.txt says. Pure. */
import { Failure } from "../failure.ts";
import { emptyGlyph, type Glyph, type Picture } from "./art.ts";

/** First row of capitals. */
const CAPITAL_TOP = 2;
/** Above a capital an accent goes up to row 0, and this row of the capital is left out for it. */
const ROW_LEFT_OUT = 3;
/** Accents below this row stay where they are. */
const BASE_LINE = 11;
const LINE = /^([0-9A-F]{2}) (\S+) (\S+)$/;

/** Glyphs by code. */
export function composeLetters(text: string, parts: Picture[]): Map<number, Glyph> {
  const letters = new Map<number, Glyph>();
  for (const line of text.split("\n").filter((one) => one !== "" && !one.startsWith(";"))) {
    const found = LINE.exec(line);
    if (found === null) throw new Failure(`composed.txt: "${line}" is not code, letter, accent`);
    const [letter, accent] = [partNamed(found[2]!, parts), partNamed(found[3]!, parts)];
    letters.set(Number.parseInt(found[1]!, 16), compose(letter, accent));
  }
  return letters;
}

function partNamed(name: string, parts: Picture[]): Glyph {
  const part = parts.find((one) => one.name === name);
  if (part === undefined) throw new Failure(`composed.txt: there is no picture named "${name}"`);
  return part.glyph;
}

function compose(letter: Glyph, accent: Glyph): Glyph {
  const below = firstRow(accent) > BASE_LINE;
  const capital = firstRow(letter) === CAPITAL_TOP;
  const base = capital && !below ? shortened(letter) : letter;
  const up = capital && !below ? firstRow(accent) : 0;
  return base.map((bits, row) => bits | (accent[row + up] ?? 0));
}

function shortened(letter: Glyph): Glyph {
  const shorter = emptyGlyph();
  for (const [row, bits] of letter.entries()) {
    if (row < ROW_LEFT_OUT) shorter[row + 1] = bits;
    else if (row > ROW_LEFT_OUT) shorter[row] = bits;
  }
  return shorter;
}

function firstRow(glyph: Glyph): number {
  return glyph.findIndex((bits) => bits !== 0);
}
