/**
 * Reads the pictures of lib/console/glyphs: a line with code, name and first row, then rows of eight `#` and `.`,
 * then a blank line. A picture that is not as it should be is an error with file and line, never a guess.
 */
import { Failure } from "../failure.ts";

export const GLYPH_COLUMNS = 8;
export const GLYPH_ROWS = 16;

/** Sixteen rows of eight bits; the leftmost column is the highest bit. */
export type Glyph = number[];

export interface Picture {
  code: number;
  /** The character itself, or a word for parts that other characters are made of. */
  name: string;
  glyph: Glyph;
}

const HEAD = /^([0-9A-F]{4}) (\S+) (\d+)$/;
const ROW = /^[#.]{8}$/;
/** Where codes of parts begin, which are no characters. */
export const FIRST_PART = 0xe000;
/** A soft hyphen cannot be seen in a file. */
const SOFT_HYPHEN = 0xad;

/** All pictures of a file, in its order. `file` is for messages. */
export function readPictures(text: string, file: string): Picture[] {
  const pictures: Picture[] = [];
  let row = GLYPH_ROWS;
  let open: Picture | null = null;
  for (const [index, line] of text.split("\n").entries()) {
    const fail = (why: string) =>
      new Failure(`${file}:${index + 1}: ${why}`, "ascii.txt says how it is done");
    if (line === "") {
      open = null;
    } else if (open !== null) {
      if (!ROW.test(line)) throw fail("a row is eight times # or .");
      if (row === GLYPH_ROWS) throw fail(`row ${GLYPH_ROWS} does not exist: rows are 0 to ${GLYPH_ROWS - 1}`);
      open.glyph[row] = Number.parseInt(line.replaceAll("#", "1").replaceAll(".", "0"), 2);
      row += 1;
    } else if (!line.startsWith(";")) {
      const found = HEAD.exec(line);
      if (found === null)
        throw fail("a picture begins with its code in four digits, its character and its first row");
      const [code, name] = [Number.parseInt(found[1]!, 16), found[2]!];
      if (code < FIRST_PART && code !== SOFT_HYPHEN && String.fromCharCode(code) !== name) {
        throw fail(`${found[1]} is "${String.fromCharCode(code)}"`);
      }
      row = Number(found[3]);
      open = { code, name, glyph: emptyGlyph() };
      pictures.push(open);
    }
  }
  return pictures;
}

export function emptyGlyph(): Glyph {
  return new Array<number>(GLYPH_ROWS).fill(0);
}

/** A glyph from what is set at each place. */
export function glyphWhere(isSet: (x: number, y: number) => boolean): Glyph {
  return emptyGlyph().map((_, y) => {
    let bits = 0;
    for (let x = 0; x < GLYPH_COLUMNS; x++) bits = bits * 2 + (isSet(x, y) ? 1 : 0);
    return bits;
  });
}
