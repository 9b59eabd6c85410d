/**
 * Every code has an explanation whose example is refused with that code on the lines marked `// K2003`, and whose
 * repair is accepted.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileProgram, type Diagnostic, formatDiagnostic } from "../src/api.ts";
import { MESSAGES } from "../src/diagnostics.ts";
import { allCodes, EXPLANATIONS_PATH, type Example, explain, readExplanation } from "../src/explain.ts";

/** Stands for a program too long to print. */
const AND_SO_ON = "x; // and so on: K2049";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ts2c-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles an example in a folder of its own; the first source file is the entry. */
function compile(name: string, files: readonly Example[]): readonly Diagnostic[] {
  const root = join(folder, name);
  for (const { file, text } of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text.replace(AND_SO_ON, `x${" + x".repeat(5_000)};`));
  }
  const entry = files.find(({ file }) => file.endsWith(".ts"));
  expect(entry).toBeDefined();
  const target = files.some(({ text }) => text.startsWith("// target: host")) ? "host" : "freestanding";
  return compileProgram({ entry: join(root, entry?.file ?? ""), root, target }).diagnostics;
}

/** What the comments of an example promise, as `file line code`. */
function promised(files: readonly Example[]): string[] {
  return files.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => {
      const codes = / \/\/ ((?:K2|TS)\d+(?:, (?:K2|TS)\d+)*)$/.exec(line)?.[1];
      return codes ? codes.split(", ").map((code) => `${file} ${index + 1} ${code}`) : [];
    }),
  );
}

describe.each(allCodes())("%s", (code) => {
  const { prose, claims, refused, repaired } = readExplanation(code);

  test("says something, and where the rule stands", () => {
    expect(prose.length).toBeGreaterThan(40);
    expect(claims.length).toBeGreaterThan(0);
    expect(explain(code)).toContain(prose);
  });

  test("the example is refused where it says", () => {
    const found = compile(`${code}/refused`, refused);
    if (code === MESSAGES.tooDeep.code) return expect(found.map((one) => one.code)).toEqual([code]);
    const places = found.map((one) => `${one.at.file} ${one.at.line} ${one.code}`);
    expect(places.sort()).toEqual(promised(refused).sort());
    expect(found.map((one) => one.code)).toContain(code);
  });

  test("the repair is accepted", () => {
    expect(compile(`${code}/repaired`, repaired).map(formatDiagnostic)).toEqual([]);
  });
});

test("no explanation is left over", () => {
  expect(readdirSync(EXPLANATIONS_PATH).sort()).toEqual(allCodes().map((code) => `${code}.md`));
});

test("a code that does not exist is named", () => {
  expect(() => explain("K9")).toThrow("there is no K9; the codes are K2001 to K2");
});
