/**
 * docs/language.md as a specification: every numbered statement has a program that proves it, and every number that a
 * program or test names is one of the document.
 *
 * A statement ends with `[L-4.12]`. It is proved by a fixture or test that bears the number, in a comment
 * `// spec: L-4.12, L-4.13` or as the label of a check, `check("L-4.12 …", …)`, or by the example of a code in
 * `ts2c/explanations/` that names it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { EXPLANATIONS_PATH } from "../src/explain.ts";
import { claimsIn, SPECIFICATION } from "./support/claims.ts";
import { TEST_FOLDER } from "./support/fixtures.ts";

const NAMED = /(?:\/\/ spec: |^Specification: )(.*)$|\bcheck\(\s*"(L-\d+\.\d+)/gm;
const NUMBER = /^L-\d+\.\d+$/;

const claims = claimsIn(SPECIFICATION);

/** Where else than in the compiler's own folder something is shown: the bound of the stack is the build's. */
const BUILD_TESTS = resolve(TEST_FOLDER, "../../test/tools");

/** All numbers that programs, tests and explanations name, with the files that name them. */
function named(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = [TEST_FOLDER, EXPLANATIONS_PATH, BUILD_TESTS].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|md)$/.test(name))
      .map((name) => join(folder, name)),
  );
  for (const file of files.filter((path) => !path.endsWith("spec.test.ts"))) {
    for (const [, list, single] of readFileSync(file, "utf8").matchAll(NAMED)) {
      for (const claim of single ? [single] : (list ?? "").split(", ")) {
        const path = relative(TEST_FOLDER, file);
        found.set(claim, [...(found.get(claim) ?? []), path]);
      }
    }
  }
  return found;
}

test("the document has claims, each once and in the chapter of its number", () => {
  expect(claims.length).toBeGreaterThan(150);
  expect(claims.filter((claim, index) => claims.indexOf(claim) !== index)).toEqual([]);
  let chapter = "";
  const misplaced = SPECIFICATION.split("\n").flatMap((line) => {
    chapter = /^## (\d+)\. /.exec(line)?.[1] ?? (line.startsWith("## ") ? "" : chapter);
    const here = claimsIn(line);
    return here.filter((claim) => chapter !== "" && !claim.startsWith(`L-${chapter}.`));
  });
  expect(misplaced).toEqual([]);
});

test("every statement has a program that proves it", () => {
  const proved = named();
  expect(claims.filter((claim) => !proved.has(claim))).toEqual([]);
});

test("programs name only statements of the document", () => {
  const strange = [...named()].filter(([claim]) => !NUMBER.test(claim) || !claims.includes(claim));
  expect(strange.map(([claim, files]) => `${claim} in ${files.join(", ")}`)).toEqual([]);
});
