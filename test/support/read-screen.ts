/**
 * Reads text back from a picture of the console: cuts it into cells and looks each up in the font. For screen dumps in
 * tests. Every cell has at most two colours; one that is no glyph of the font is read as U+FFFD, never guessed.
 */
import { PNG } from "pngjs";
import { GLYPH_COLUMNS, GLYPH_ROWS } from "../../tools/font/art.ts";
import { readFont } from "../../tools/font/font.ts";

export interface ReadOptions {
  /** Where the upper left cell is, in pixels. */
  left?: number;
  top?: number;
}

const FULL_BLOCK = "\u2588";
const UNREADABLE = "\ufffd";
const NO_BREAK_SPACE = 0xa0;
const SOFT_HYPHEN = 0xad;

/** The lines of the screen, without the spaces at their ends. */
export function readScreen(png: Buffer, options: ReadOptions = {}): string[] {
  const picture = PNG.sync.read(png);
  const { left = 0, top = 0 } = options;
  const background = mostCommonColour(picture);
  const lines: string[] = [];
  for (let y = top; y + GLYPH_ROWS <= picture.height; y += GLYPH_ROWS) {
    let line = "";
    for (let x = left; x + GLYPH_COLUMNS <= picture.width; x += GLYPH_COLUMNS) {
      line += readCell(picture, x, y, background);
    }
    lines.push(line.trimEnd());
  }
  return lines;
}

/** The same as one text, without the empty lines at its end. */
export function readScreenText(png: Buffer, options: ReadOptions = {}): string {
  return readScreen(png, options).join("\n").trimEnd();
}

let known: Map<string, string> | undefined;

/** Characters by their glyph; of those that look alike, the first. */
function charactersByGlyph(): Map<string, string> {
  if (known !== undefined) return known;
  known = new Map();
  for (const [code, glyph] of readFont().characters) {
    if (code === NO_BREAK_SPACE || code === SOFT_HYPHEN || known.has(glyph.join())) continue;
    known.set(glyph.join(), String.fromCharCode(code));
  }
  return known;
}

interface ReadCell {
  character: string;
  /** The colour of what is set; of a cell of one colour, that colour. */
  foreground: number;
  plain: boolean;
}

function readCell(picture: PNG, left: number, top: number, background: number): string {
  const cell = lookUp(picture, left, top, background);
  if (!cell.plain || cell.foreground === background) return cell.character;
  return isBlock(picture, left, top, background) ? FULL_BLOCK : " ";
}

function lookUp(picture: PNG, left: number, top: number, background: number): ReadCell {
  const rows = cellColours(picture, left, top);
  const colours = [...new Set(rows.flat())];
  if (colours.length === 1) return { character: " ", foreground: colours[0]!, plain: true };
  const [first, second] = colours as [number, number];
  const order = colours.length > 2 ? [] : second === background ? [first, second] : [second, first];
  for (const foreground of order) {
    const bits = rows.map((row) => row.reduce((sum, colour) => sum * 2 + (colour === foreground ? 1 : 0), 0));
    const character = charactersByGlyph().get(bits.join());
    if (character !== undefined) return { character, foreground, plain: false };
  }
  return { character: UNREADABLE, foreground: first, plain: false };
}

/**
 * A cell of one colour that is not the screen's is a full block, unless the next cell with a glyph to its left or right has
 * that colour as its background: then it is a space. A cursor on a space looks like a full block and is read as one.
 */
function isBlock(picture: PNG, left: number, top: number, background: number): boolean {
  const own = colourAt(picture, left, top);
  for (const step of [-GLYPH_COLUMNS, GLYPH_COLUMNS]) {
    for (let x = left + step; x >= 0 && x + GLYPH_COLUMNS <= picture.width; x += step) {
      const cell = lookUp(picture, x, top, background);
      if (cell.plain && cell.foreground === own) continue;
      if (!cell.plain && cell.foreground !== own && cellColours(picture, x, top).flat().includes(own))
        return false;
      break;
    }
  }
  return true;
}

function cellColours(picture: PNG, left: number, top: number): number[][] {
  return Array.from({ length: GLYPH_ROWS }, (_, y) =>
    Array.from({ length: GLYPH_COLUMNS }, (_, x) => colourAt(picture, left + x, top + y)),
  );
}

function colourAt(picture: PNG, x: number, y: number): number {
  return picture.data.readUInt32BE((y * picture.width + x) * 4) >>> 8;
}

function mostCommonColour(picture: PNG): number {
  const counts = new Map<number, number>();
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const colour = colourAt(picture, x, y);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}
