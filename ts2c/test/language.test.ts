/**
 * docs/language.md: its programs compile, its table of codes is that of the compiler.
 *
 * `UPDATE=1 npx vitest run ts2c/test/language.test.ts` writes the table anew.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileProgram, formatDiagnostic } from "../src/api.ts";
import { MESSAGES } from "../src/diagnostics.ts";
import { TEST_FOLDER } from "./support/fixtures.ts";

const DOCUMENT = resolve(TEST_FOLDER, "../../docs/language.md");
const MARK = /(<!-- codes: .* -->\n)[\s\S]*$/;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ts2c-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tableOfCodes(): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\{(\d)\}/g, "…");
  const rows = Object.values(MESSAGES).map(
    ({ code, text, hint }) => `| ${code} | ${cell(text)} | ${cell(hint)} |`,
  );
  return `| code | message | what to do |\n|---|---|---|\n${rows.join("\n")}\n`;
}

const programs = [...readFileSync(DOCUMENT, "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
  (found) => found[1] ?? "",
);

test.each(programs.map((text, index) => ({ text, name: `program ${index + 1}` })))(
  "$name compiles",
  ({ text }) => {
    const entry = join(folder, "program.ts");
    writeFileSync(entry, text);
    const target = text.includes("print(") ? "host" : "freestanding";
    const { diagnostics } = compileProgram({ entry, root: folder, target });
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  },
);

test("there are programs", () => {
  expect(programs.length).toBeGreaterThanOrEqual(4);
});

test("the table of codes is the compiler's", () => {
  const text = readFileSync(DOCUMENT, "utf8");
  const wanted = text.replace(MARK, (_, mark: string) => `${mark}${tableOfCodes()}`);
  if (process.env.UPDATE) writeFileSync(DOCUMENT, wanted);
  else expect(text).toBe(wanted);
});

test("every intrinsic is named", () => {
  const text = readFileSync(DOCUMENT, "utf8");
  const library = readFileSync(resolve(TEST_FOLDER, "../library/ts2c.d.ts"), "utf8");
  const names = [...library.matchAll(/^declare function (\w+)/gm)].map((found) => found[1] ?? "");
  const missing = names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
  expect(missing).toEqual([]);
});
