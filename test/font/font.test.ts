/** The font: its tables follow the pictures, box drawing joins its neighbours, mistakes in pictures are told. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GLYPH_COLUMNS, GLYPH_ROWS, readPictures } from "../../tools/font/art.ts";
import { fontTables, readFont } from "../../tools/font/font.ts";
import { inRoot } from "../../tools/paths.ts";

const font = readFont();
const glyph = (character: string) => font.characters.get(character.codePointAt(0)!)!;
const column = (character: string, x: number) =>
  glyph(character).map((bits) => (bits >> (GLYPH_COLUMNS - 1 - x)) & 1);

test.each(Object.entries(fontTables(font)))("%s is what the pictures say", (path, text) => {
  expect(readFileSync(inRoot(path), "utf8"), "npm run font writes it anew").toBe(text);
});

test("no two printable ASCII characters look alike", () => {
  const ascii = [...font.characters].filter(([code]) => code < 0x7f).map(([, rows]) => rows.join());
  expect(new Set(ascii).size).toBe(ascii.length);
});

test.each(["─┬", "─┼", "├─", "╔═", "═╗", "╟─", "╠╣", "╞═", "━┳", "┝━", "╭╮", "▀▜", "╘╛"])(
  "%s join",
  (pair) => {
    const [left, right] = [...pair] as [string, string];
    expect(column(left, GLYPH_COLUMNS - 1)).toEqual(column(right, 0));
    expect(column(left, GLYPH_COLUMNS - 1)).toContain(1);
  },
);

test.each(["│┴", "┬│", "║╚", "╔║", "╤│", "┃┗", "╥║", "█▀"])("%s join one above the other", (pair) => {
  const [upper, lower] = [...pair] as [string, string];
  expect(glyph(upper)[GLYPH_ROWS - 1]).toBe(glyph(lower)[0]);
  expect(glyph(lower)[0]).not.toBe(0);
});

test("accents do not touch what is not their letter's", () => {
  expect(glyph("é").slice(5)).toEqual(glyph("e").slice(5));
  expect(glyph("É").slice(4)).toEqual(glyph("E").slice(4));
  expect(glyph("É")[0]).not.toBe(0);
  expect(glyph("í").slice(5)).toEqual(glyph("i").slice(5));
  expect(glyph("ç").slice(0, 12)).toEqual(glyph("c").slice(0, 12));
});

test.each([
  ["0041 A 2\n##..##\n", /x.txt:2: a row is eight/],
  ["0041 B 2\n", /x.txt:1: 0041 is "A"/],
  ["0041 A 15\n........\n........\n", /x.txt:3: row 16 does not exist/],
  ["A\n", /x.txt:1: a picture begins/],
])("a mistake in a picture is told with its place: %j", (text, message) => {
  expect(() => readPictures(text, "x.txt")).toThrow(message);
});
