/** docs/memory.md names a test for each sentence: the files are there, and the tests are in them. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const DOCUMENT = "docs/memory.md";
/** Sentences of the text that this page goes through. */
const SENTENCES = 24;
/** Rows that have nothing to show, or not yet: no other row goes without a test. */
const WITHOUT_TEST = 3;

interface Row {
  sentence: string;
  proof: string;
}

const text = readFileSync(DOCUMENT, "utf8");

/** The rows of the table below a heading. */
function rowsBelow(heading: string): Row[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading));
  expect(section, `no section ${heading}`).toBeDefined();
  const rows = [...section!.matchAll(/^\| (.*?) \| (.*) \|$/gm)].slice(1);
  return rows
    .filter(([, first]) => !/^-+$/.test(first!))
    .map(([, sentence, proof]) => ({ sentence: sentence!, proof: proof! }));
}

/** Each file that a row names, with the names that follow it. */
function testsOf(row: Row): { file: string; names: string[] }[] {
  return row.proof
    .split("`")
    .slice(1)
    .reduce<{ file: string; names: string[] }[]>((found, part, index) => {
      if (index % 2 === 0) found.push({ file: part, names: [] });
      else found.at(-1)!.names.push(...[...part.matchAll(/"([^"]+)"/g)].map(([, name]) => name!));
      return found;
    }, []);
}

const rows = [...rowsBelow("How it is shown"), ...rowsBelow("Seed B")];

describe(DOCUMENT, () => {
  test("goes through the whole text", () => {
    expect(rowsBelow("Seed B")).toHaveLength(SENTENCES);
    expect(rows.filter((row) => testsOf(row).length === 0)).toHaveLength(WITHOUT_TEST);
  });

  test.each(rows)("$sentence", (row) => {
    for (const { file, names } of testsOf(row)) {
      expect(existsSync(file), file).toBe(true);
      const source = readFileSync(file, "utf8");
      for (const name of names) expect(source.includes(`"${name}"`), `${file} has no "${name}"`).toBe(true);
    }
  });
});
