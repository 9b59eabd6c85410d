/**
 * Mistakes in policies. Each file of policy-fixtures says in a comment what the next line is refused for: `type`, by the
 * compiler, and `check`, by the build.
 */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { describeSystem } from "../../tools/image/describe.ts";
import { inRoot } from "../../tools/paths.ts";

const FOLDER = "test/tools/policy-fixtures";
const GOOD = "good.ts";
const files = readdirSync(inRoot(FOLDER)).sort();
const TIME_LIMIT_MS = 60_000;

interface Expected {
  line: number;
  type?: string;
  check?: string;
}

function expectedOf(file: string): Expected {
  const lines = readFileSync(inRoot(`${FOLDER}/${file}`), "utf8").split("\n");
  const index = lines.findIndex((text) => text.includes("// expect "));
  const text = lines[index] ?? "";
  return {
    line: index + 2,
    type: /expect type ([^;]*)/.exec(text)?.[1],
    check: /(?:expect|;) check (.*)$/.exec(text)?.[1],
  };
}

/** `line: message` of every type error, by file. */
function typeErrors(): Map<string, string[]> {
  const config = ts.readConfigFile(inRoot("tools/tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, inRoot("tools"));
  const paths = files.map((file) => inRoot(`${FOLDER}/${file}`));
  const integers = inRoot("ts2c/library/integers.d.ts");
  const program = ts.createProgram([integers, ...paths], { ...options, noEmit: true });
  const errors = new Map<string, string[]>();
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file?.fileName.split("/").at(-1) ?? "";
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start!).line + 1;
    const text = `${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    errors.set(name, [...(errors.get(name) ?? []), text]);
  }
  return errors;
}

let errors: Map<string, string[]>;
beforeAll(() => {
  errors = typeErrors();
}, TIME_LIMIT_MS);

describe("a policy with a mistake", () => {
  test("there are such", () => expect(files.length).toBeGreaterThan(15));
  for (const file of files.filter((name) => name !== GOOD)) {
    const expected = expectedOf(file);
    test(`${file}: says what it expects`, () => {
      expect(expected.type ?? expected.check).toBeDefined();
    });
    test(`${file}: ${expected.type === undefined ? "compiles" : "does not compile"}`, () => {
      const found = errors.get(file) ?? [];
      if (expected.type === undefined) expect(found).toEqual([]);
      else {
        expect(found.length).toBeGreaterThan(0);
        expect(found.join("\n")).toContain(expected.type);
        expect(found.map((text) => Number.parseInt(text, 10))).toEqual(found.map(() => expected.line));
      }
    });
    if (expected.check === undefined) continue;
    const { line, check } = expected;
    test(`${file}: is not built`, { timeout: TIME_LIMIT_MS }, async () => {
      const message = await describeSystem(`${FOLDER}/${file}`).then(
        () => "nothing",
        (error: Error) => error.message,
      );
      expect(message.split("\n")).toHaveLength(1);
      expect(message).toContain(`${FOLDER}/${file}:${line}: `);
      expect(message).toContain(check);
    });
  }
});

test("a policy without a mistake compiles and is built", { timeout: TIME_LIMIT_MS }, async () => {
  expect(errors.get(GOOD) ?? []).toEqual([]);
  const system = await describeSystem(`${FOLDER}/${GOOD}`);
  expect(Object.keys(system.tasks)).toHaveLength(5);
});
