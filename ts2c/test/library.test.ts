/**
 * An editor that knows only the project's tsconfig.json shows the type and the documentation of every intrinsic.
 */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { LIBRARY_PATH } from "../src/frontend/program.ts";
import { TEST_FOLDER } from "./support/fixtures.ts";

const ROOT = resolve(TEST_FOLDER, "../..");
const PROGRAM = join(ROOT, "kernel/hover.ts");
/** From here on, the library declares only what TypeScript itself looks for. */
const OWN_NEEDS = "what TypeScript itself wants to find";
const MANUAL = /Intel SDM vol\.\s\d/;
const MACHINE =
  /^(in|out)(Byte|Half|Word)$|^(read|write)(Cr|Model|Eflags|TimeStamp)|^(load|cpuid|invalidate|enable|disable|wait|fill|copy[BW]|systemCall|spinHint)/;

/** The names that programs use, with `checked.` before those of the namespace. */
function declaredNames(path: string): string[] {
  const text = readFileSync(path, "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const end = text.includes(OWN_NEEDS) ? text.indexOf(OWN_NEEDS) : text.length;
  const names = new Set<string>();
  for (const statement of source.statements.filter((one) => one.getStart() < end)) {
    if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) {
      for (const inner of statement.body.statements) {
        if (ts.isFunctionDeclaration(inner)) names.add(`${statement.name.text}.${inner.name?.text}`);
      }
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement)
    ) {
      names.add(statement.name?.text ?? "");
    }
  }
  return [...names];
}

/** What an editor shows where each name stands in a program; values and types are asked for apart. */
function hover(names: readonly string[]): Map<string, string> {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, ROOT);
  const lines = names.map((name) => `${name};\nlet t_${name.replace(".", "_")}: ${name};\n`);
  const text = lines.join("");
  const files = [PROGRAM, LIBRARY_PATH, join(dirname(LIBRARY_PATH), "integers.d.ts")];
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => files,
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) =>
      ts.ScriptSnapshot.fromString(path === PROGRAM ? text : (ts.sys.readFile(path) ?? "")),
    getCurrentDirectory: () => ROOT,
    getDefaultLibFileName: () => "",
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  });
  const shown = new Map<string, string>();
  for (const name of names) {
    const last = name.split(".").at(-1) ?? name;
    const uses = [`${name};\nlet t_`, `: ${name};\n`].map((use) => text.indexOf(use) + use.indexOf(last));
    const texts = uses.map((at) => service.getQuickInfoAtPosition(PROGRAM, at)?.documentation ?? []);
    shown.set(
      name,
      texts
        .map((parts) => ts.displayPartsToString(parts))
        .join("\n")
        .trim(),
    );
  }
  return shown;
}

const names = [LIBRARY_PATH, join(dirname(LIBRARY_PATH), "integers.d.ts")].flatMap(declaredNames);
const shown = hover(names);

// spec: L-21.17
test("every declaration has documentation in the editor", () => {
  expect(names.length).toBeGreaterThan(80);
  expect(names.filter((name) => (shown.get(name) ?? "").length < 20)).toEqual([]);
});

test("machine intrinsics name their manual", () => {
  const machine = names.filter((name) => MACHINE.test(name));
  expect(machine.length).toBeGreaterThan(30);
  const others = machine.filter((name) => !MANUAL.test(shown.get(name) ?? ""));
  expect(others).toEqual([]);
});

test("the project's tsconfig.json brings the library along", () => {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config as {
    files: string[];
  };
  expect(config.files).toContain("ts2c/library/ts2c.d.ts");
});
