/** The whole font: pictures, composed letters, generated characters; and the table of ts2c made of it. */
import { readFileSync } from "node:fs";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { emptyGlyph, FIRST_PART, type Glyph, type Picture, readPictures } from "./art.ts";
import { BLOCK_ELEMENTS_START, blockElements } from "./block-elements.ts";
import { BOX_DRAWING_START, boxDrawing } from "./box-drawing.ts";
import { composeLetters } from "./compose.ts";

export const FONT_TABLE = "lib/console/font-table.ts";
export const ASCII_FONT_TABLE = "lib/console/ascii-font.ts";
const FOLDER = "lib/console/glyphs";
const BLANK = [0x20, 0xa0];
/** The ranges of characters, first and last, in their order; behind them the glyph for all others. */
export const FONT_RANGES = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x2500, 0x259f],
] as const;

export interface Font {
  /** Glyphs by code, in the order of FONT_RANGES. */
  characters: Map<number, Glyph>;
  /** What is drawn for a character that is not there. */
  unknown: Glyph;
}

/** Reads the pictures. Fails where a character of the ranges has none, or two. */
export function readFont(): Font {
  const read = (name: string) => readFileSync(inRoot(`${FOLDER}/${name}`), "utf8");
  const pictures = ["ascii.txt", "latin.txt"].flatMap((name) =>
    readPictures(read(name), `${FOLDER}/${name}`),
  );
  const made: [number, Glyph][] = [
    ...BLANK.map((code): [number, Glyph] => [code, emptyGlyph()]),
    ...pictures
      .filter(({ code }) => code < FIRST_PART)
      .map(({ code, glyph }): [number, Glyph] => [code, glyph]),
    ...composeLetters(read("composed.txt"), pictures),
    ...boxDrawing().map((glyph, index): [number, Glyph] => [BOX_DRAWING_START + index, glyph]),
    ...blockElements().map((glyph, index): [number, Glyph] => [BLOCK_ELEMENTS_START + index, glyph]),
  ];
  return { characters: inOrder(made), unknown: pictureNamed("unknown", pictures) };
}

function inOrder(made: [number, Glyph][]): Map<number, Glyph> {
  const found = new Map(made);
  if (found.size !== made.length) throw new Failure("a character has two pictures", `look through ${FOLDER}`);
  const ordered = new Map<number, Glyph>();
  for (const [first, last] of FONT_RANGES) {
    for (let code = first; code <= last; code++) {
      const glyph = found.get(code);
      if (glyph === undefined) throw new Failure(`${nameOf(code)} has no picture`, `draw it in ${FOLDER}`);
      ordered.set(code, glyph);
    }
  }
  if (ordered.size !== found.size)
    throw new Failure("a picture is outside the font's ranges", `look through ${FOLDER}`);
  return ordered;
}

function pictureNamed(name: string, pictures: Picture[]): Glyph {
  const picture = pictures.find((one) => one.name === name);
  if (picture === undefined) throw new Failure(`${FOLDER} has no picture named "${name}"`);
  return picture.glyph;
}

/** The texts of the two tables by their paths: ASCII by itself, since the kernel has no room for more, and the rest. */
export function fontTables(font: Font): Record<string, string> {
  const lines = [...font.characters].map(([code, glyph]) => line(glyph, nameOf(code)));
  const asciiGlyphs = FONT_RANGES[0][1] - FONT_RANGES[0][0] + 1;
  const rest = [...lines.slice(asciiGlyphs), line(font.unknown, "any other")];
  return {
    [ASCII_FONT_TABLE]: fontTable("ASCII", "U+0020 to U+007E.", lines.slice(0, asciiGlyphs)),
    [FONT_TABLE]: fontTable(
      "FONT",
      "What is not ASCII. lib/console/font.ts says which glyph is whose.",
      rest,
    ),
  };
}

/** Four words for each glyph, the upper rows first, the uppermost in the lowest byte. */
function fontTable(name: string, which: string, lines: string[]): string {
  return `/**
 * The font's bits. Made from lib/console/glyphs by \`npm run font\`: change the pictures there, not here.
 * A glyph is 16 rows of 8 bits, the leftmost pixel in the highest bit: four words, the uppermost row in the
 * lowest byte. ${which}
 */
export const ${name}_GLYPHS = ${lines.length};
export const ${name}_WORDS = ${lines.length * 4};

// biome-ignore format: one glyph a line
export const ${name}_TABLE: FixedArray<u32, typeof ${name}_WORDS> = arrayOf(
${lines.join("\n")}
);
`;
}

function line(glyph: Glyph, name: string): string {
  const words = [0, 4, 8, 12].map((row) => {
    const bytes = glyph.slice(row, row + 4).map((bits) => bits.toString(16).padStart(2, "0"));
    return `0x${bytes.reverse().join("")}`;
  });
  return `  ${words.join(", ")}, // ${name}`;
}

function nameOf(code: number): string {
  const shown = BLANK.includes(code) || code === 0xad ? "" : ` ${String.fromCharCode(code)}`;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}${shown}`;
}
