/**
 * Programs that are refused: each finding with its code, its line and its column, and nothing else.
 *
 * A fixture says what is expected at the end of the line: `// error: K2003 11, TS2322 3`, code and column.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileProgram } from "../src/api.ts";
import { MESSAGES } from "../src/diagnostics.ts";
import { expectedIn, foundIn } from "./support/findings.ts";
import { fixturesIn, TEST_FOLDER } from "./support/fixtures.ts";

const REFUSED = join(TEST_FOLDER, "refused");

describe("refused programs", () => {
  test.each(fixturesIn("refused"))("$name", ({ name }) => {
    const file = `${name}.ts`;
    expect(foundIn(REFUSED, file).sort()).toEqual(expectedIn(REFUSED, file).sort());
  });

  test.each([
    { rule: "layers", entry: "low/main.ts" },
    { rule: "recursion", entry: "kernel/main.ts" },
  ])("the rules of ts2c.json: $rule", ({ rule, entry }) => {
    const root = join(REFUSED, rule);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    const expected = files.flatMap((file) => expectedIn(root, file));
    expect(foundIn(root, entry).sort()).toEqual(expected.sort());
  });
});

describe("deep nesting is refused, not a crash", () => {
  const DEPTH = 5_000;
  const programs = {
    parentheses: `export const X: u32 = ${"(".repeat(DEPTH)}1${")".repeat(DEPTH)};`,
    terms: `let x: u32 = 1;\nexport function f(): u32 {\n  return ${"x + ".repeat(DEPTH)}x;\n}`,
    blocks: `export function f(): void ${"{".repeat(DEPTH)}${"}".repeat(DEPTH)}`,
  };
  test.each(Object.entries(programs))("%s", (_, text) => {
    const folder = mkdtempSync(join(tmpdir(), "ts2c-"));
    try {
      writeFileSync(join(folder, "deep.ts"), text);
      const { diagnostics } = compileProgram({ entry: join(folder, "deep.ts"), root: folder });
      expect(diagnostics.map(({ code }) => code)).toEqual([MESSAGES.tooDeep.code]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test("every code has a program that provokes it", () => {
  const files = readdirSync(REFUSED, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const provoked = new Set(
    files.flatMap((file) => expectedIn(REFUSED, file)).map((text) => text.split(" ")[2]),
  );
  const silent = Object.values(MESSAGES).filter(
    (entry) => !provoked.has(entry.code) && entry !== MESSAGES.tooDeep,
  );
  expect(silent.map((entry) => entry.code)).toEqual([]);
});

test("codes are numbered once each", () => {
  const codes = Object.values(MESSAGES).map((entry) => entry.code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every((code) => /^K2\d{3}$/.test(code))).toBe(true);
});
