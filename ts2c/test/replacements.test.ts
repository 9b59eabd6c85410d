/** Files that stand for others: who imports the one gets the other, and the layer rule stays about the source. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileProgram } from "../src/api.ts";

const FILES: Record<string, string> = {
  "ts2c.json": '{ "layers": { "a": ["b"], "b": [], "doubles": ["b"] } }',
  "a/main.ts":
    'import { answer } from "../b/answer.ts";\nexport function main(): i32 {\n  return answer();\n}\n',
  "b/answer.ts": "export function answer(): i32 {\n  return 4711;\n}\n",
  "doubles/answer.ts": "export function answer(): i32 {\n  return 1147;\n}\n",
  "doubles/more.ts":
    'import { answer as original } from "../b/answer.ts";\nexport function answer(): i32 {\n  return original() + 11;\n}\n',
};
let root = "";

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "ts2c-replacements-"));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function compile(replacements: Record<string, string>) {
  const result = compileProgram({ entry: join(root, "a/main.ts"), root, target: "host", replacements });
  expect(result.diagnostics).toEqual([]);
  return { c: result.c!, read: result.dependencies.map((path) => path.slice(root.length + 1)) };
}

test("without any, the file itself", () => {
  const { c, read } = compile({});
  expect(c).toContain("4711");
  expect(read).not.toContain("doubles/answer.ts");
});

test("the other one, from a folder that the importer may not import; only that one is read", () => {
  const { c, read } = compile({ "b/answer.ts": "doubles/answer.ts" });
  expect(c).toContain("1147");
  expect(c).not.toContain("4711");
  expect(read).toContain("doubles/answer.ts");
  expect(read).not.toContain("b/answer.ts");
});

test("a file that stands for another may import it", () => {
  const { c } = compile({ "b/answer.ts": "doubles/more.ts" });
  expect(c).toContain("4711");
  expect(c).toContain("11");
});

// spec: L-18.28
test("ts2c.json names files that stand for others on the host alone", () => {
  const onHost = '"onHost": { "b/answer.ts": "doubles/answer.ts" }';
  writeFileSync(join(root, "ts2c.json"), FILES["ts2c.json"]!.replace(/}$/, `, ${onHost} }`));
  const entry = join(root, "a/main.ts");
  expect(compileProgram({ entry, root, target: "host" }).c).toContain("1147");
  expect(compileProgram({ entry, root }).c).toContain("4711");
  writeFileSync(join(root, "ts2c.json"), FILES["ts2c.json"]!);
});

test("none is left behind in the shared cache", () => {
  compile({ "b/answer.ts": "doubles/answer.ts" });
  expect(compile({}).c).toContain("4711");
});
