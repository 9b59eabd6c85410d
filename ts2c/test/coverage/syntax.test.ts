/**
 * Every kind of syntax either becomes C or gives a numbered message; docs/syntax.md says which.
 *
 * `UPDATE=1 npx vitest run ts2c/test/coverage` writes the document anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { TEST_FOLDER } from "../support/fixtures.ts";
import { syntaxDocument } from "./document.ts";
import { CHAPTERS, FORMS } from "./snippets.ts";
import { allKinds, kindsIn, programOf, verdictOn, whyNot } from "./walk.ts";

const DOCUMENT = resolve(TEST_FOLDER, "../../docs/syntax.md");
const pieces = Object.entries(CHAPTERS).flatMap(([, snippets]) => Object.entries(snippets));
const kinds = pieces.filter(([name]) => !(name in FORMS));

test("every kind has a piece of source, or a reason why it has none", () => {
  const named = new Set(kinds.map(([kind]) => kind));
  expect(allKinds().filter((kind) => named.has(kind) === (whyNot(kind) !== undefined))).toEqual([]);
  expect([...named].filter((kind) => !allKinds().includes(kind))).toEqual([]);
});

test("no kind that is called no syntax occurs in any piece", () => {
  const found = new Set(pieces.flatMap(([, piece]) => [...kindsIn(programOf(piece))]));
  expect(found.has("SyntaxList")).toBe(true); // the walk itself makes them
  const strange = [...found].filter((kind) => whyNot(kind) !== undefined);
  expect(strange.filter((kind) => !["SyntaxList", "EndOfFileToken"].includes(kind))).toEqual([]);
});

describe("a piece for", () => {
  test.each(kinds)("%s holds it", (kind, piece) => {
    expect(kindsIn(programOf(piece))).toContain(kind);
  });

  test.each(pieces)("%s becomes C or gives a code of the language or of TypeScript", (_, piece) => {
    const { codes } = verdictOn(piece);
    expect(codes.filter((code) => !/^(K2|TS)\d{3,}$/.test(code))).toEqual([]);
  });
});

// spec: L-1.10, L-4.25, L-10.10, L-13.7, L-15.12, L-22.1, L-22.2
test("docs/syntax.md is what the compiler does", () => {
  const wanted = syntaxDocument();
  if (process.env.UPDATE) writeFileSync(DOCUMENT, wanted);
  else expect(readFileSync(DOCUMENT, "utf8")).toBe(wanted);
});
