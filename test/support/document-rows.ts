/**
 * Tables of documents that name tests: | what is said | `file` "name in it" "another", `file` … |. For tests that hold such a
 * document to the truth: the files are there, and the names are in them.
 */
import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";

export interface DocumentRow {
  /** What the row says: a sentence, a promise. */
  sentence: string;
  /** What it names as its proof. */
  proof: string;
}

/** The rows of the table below a heading that begins so. */
export function rowsBelow(text: string, heading: string): DocumentRow[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading));
  expect(section, `no section ${heading}`).toBeDefined();
  const rows = [...section!.matchAll(/^\| (.*?) \| (.*) \|$/gm)].slice(1);
  return rows
    .filter(([, first]) => !/^-+$/.test(first!))
    .map(([, sentence, proof]) => ({ sentence: sentence!, proof: proof! }));
}

/** Each file that a row names, with the names that follow it. */
export function testsOf(row: DocumentRow): { file: string; names: string[] }[] {
  return row.proof
    .split("`")
    .slice(1)
    .reduce<{ file: string; names: string[] }[]>((found, part, index) => {
      if (index % 2 === 0) found.push({ file: part, names: [] });
      else found.at(-1)!.names.push(...[...part.matchAll(/"([^"]+)"/g)].map(([, name]) => name!));
      return found;
    }, []);
}

/** All that a row names is there. */
export function expectTests(row: DocumentRow): void {
  for (const { file, names } of testsOf(row)) {
    expect(existsSync(file), file).toBe(true);
    const source = readFileSync(file, "utf8");
    for (const name of names) expect(source.includes(`"${name}"`), `${file} has no "${name}"`).toBe(true);
  }
}
