/**
 * Sources that mean no good: each gives a message with a place and status 1; never a stack trace, never an endless wait.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const COMPILER = fileURLToPath(new URL("../bin/ts2c.mjs", import.meta.url));
const LIMIT_MS = 60_000;
const MESSAGE = /^.+\(\d+,\d+\): error (K2\d{3}|TS\d+): .+/m;
const STACK_TRACE = /^\s+at .+[:(]\d+/m;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ts2c-hostile-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Finished {
  readonly status: number | null;
  readonly text: string;
}

function compile(path: string): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const args = [COMPILER, path, "-o", join(folder, "out.c")];
    const child = spawn(process.execPath, args, { timeout: LIMIT_MS, killSignal: "SIGKILL", cwd: folder });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, text: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** Writes a source and says how the compiler takes it. */
async function compileSource(name: string, source: string | Buffer): Promise<Finished> {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, source);
  return compile(path);
}

function expectMessage({ status, text }: Finished): void {
  expect(text.slice(0, 2000)).not.toMatch(STACK_TRACE);
  expect(text).toMatch(MESSAGE);
  expect(status).toBe(1);
}

const MAIN = "export function main(): i32 { return 0; }\n";
const inMain = (expression: string) => `export function main(): i32 { return ${expression}; }\n`;
const repeated = (text: string, count: number) => text.repeat(count);

/** By name: what is in the file. */
const REFUSED: Readonly<Record<string, string | Buffer>> = {
  "unclosed function": "export function main(): i32 { return 0;",
  "unclosed string": 'const text = "never ends;\n',
  "unclosed comment": "/* never ends\nexport function main(): i32 { return 0; }",
  "unclosed template": "const text = `never ${ends\n",
  "unclosed parentheses": inMain(repeated("(", 200)),
  "only punctuation": "}{)(][;;@#",
  "a literal of 100 000 digits": inMain(repeated("9", 100_000)),
  "a bigint literal of 100 000 digits": `export const HUGE: u64 = ${repeated("9", 100_000)}n;\n`,
  "a shift of a literal by a billion": inMain("1 << 1000000000"),
  "a shift of a bigint by a billion": "export const HUGE: u64 = 1n << 1000000000n;\n",
  "a product of huge literals": "export const HUGE: u64 = 0xffffffffffffffffn * 0xffffffffffffffffn;\n",
  "an array of 2 to the 40": "const many: FixedArray<u8, 1099511627776> = zeroed();\n",
  "a length below zero": "const many: FixedArray<u8, -1> = zeroed();\n",
  "a class that contains itself": "class Loop { inner: Loop = zeroed(); }\nconst loop: Loop = zeroed();\n",
  "a constant that is itself":
    "const a: u32 = b;\nconst b: u32 = a;\nexport function main(): i32 { return i32(a); }\n",
  "a type that is itself": "type Loop = Loop;\nexport function f(x: Loop): void {}\n",
  "an unknown name of 100 000 letters": inMain(repeated("a", 100_000)),
  "UTF-16, little-endian": Buffer.from(`\ufeff${inMain("missing")}`, "utf16le"),
  "UTF-16 without a mark": Buffer.from(MAIN, "utf16le"),
  "invalid UTF-8": Buffer.from([0x63, 0x6f, 0x6e, 0x73, 0x74, 0x20, 0xff, 0xfe, 0xc3, 0x28, 0x3b]),
  "NUL bytes": "const a\0b: u32 = 1;\n",
  "only NUL bytes": Buffer.alloc(4096),
  "a program for another machine": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  "a missing import": `import { nothing } from "./missing.ts";\n${MAIN}`,
  "an import of the file itself": `import { nothing } from "./an-import-of-the-file-itself.ts";\n${MAIN}`,
  "an import of a folder": `import { nothing } from "./";\n${MAIN}`,
  "an import of a device": `import { nothing } from "/dev/zero";\n${MAIN}`,
  "an unknown name on a line of a megabyte": `${inMain("0").trim()} ${repeated(" ", 1_000_000)} missing();`,
};

describe.concurrent("hostile sources are refused with a message", () => {
  for (const [name, source] of Object.entries(REFUSED)) {
    const file = `${name.replaceAll(" ", "-")}.ts`;
    test(name, { timeout: LIMIT_MS }, async () => expectMessage(await compileSource(file, source)));
  }

  test("a missing file", { timeout: LIMIT_MS }, async () => {
    expectMessage(await compile(join(folder, "not-there.ts")));
  });

  test("a folder as the file", { timeout: LIMIT_MS }, async () => {
    mkdirSync(join(folder, "folder.ts"));
    expectMessage(await compile(join(folder, "folder.ts")));
  });

  test("a file imported from a folder that is a file", { timeout: LIMIT_MS }, async () => {
    expectMessage(await compileSource("inside.ts", `import { a } from "./inside.ts/a.ts";\n${MAIN}`));
  });
});

/** Deep and long sources, which may be accepted: what matters is a clean end. */
const ENORMOUS: Readonly<Record<string, string>> = {
  "10 000 parentheses": inMain(`${repeated("(", 10_000)}0${repeated(")", 10_000)}`),
  "10 000 additions": inMain(`i32(0)${repeated(" + 1", 10_000)}`),
  "10 000 operators before one number": inMain(repeated("- ", 10_000).concat("1")),
  "10 000 negations": `export const yes: bool = ${repeated("!", 10_000)}true;\n`,
  "10 000 conditions in one another": inMain(`${repeated("true ? 1 : ", 10_000)}0`),
  "10 000 blocks": `export function main(): i32 { ${repeated("{", 10_000)}${repeated("}", 10_000)} return 0; }`,
  "5 000 ifs in one another": `export function main(): i32 { ${repeated("if (true) { ", 5_000)}${repeated("}", 5_000)} return 0; }`,
  "10 000 calls in one another": `function same(x: i32): i32 { return x; }\n${inMain(`${repeated("same(", 10_000)}0${repeated(")", 10_000)}`)}`,
  "10 000 array types in one another": `export function f(x: ${repeated("FixedArray<", 10_000)}u8${repeated(", 1>", 10_000)}): void {}\n`,
  "an empty file": "",
  "a line of a megabyte": `export const text: string = "${repeated("x", 1_000_000)}";\n${MAIN}`,
  "20 000 constants": Array.from({ length: 20_000 }, (_, i) => `export const C${i}: u32 = ${i};`).join("\n"),
};

describe.concurrent("deep and long sources end cleanly", () => {
  for (const [name, source] of Object.entries(ENORMOUS)) {
    const file = `${name.replaceAll(" ", "-")}.ts`;
    test(name, { timeout: LIMIT_MS }, async () => {
      const finished = await compileSource(file, source);
      if (finished.status === 0) expect(finished.text).toBe("");
      else expectMessage(finished);
    });
  }

  test("imports in a circle", { timeout: LIMIT_MS }, async () => {
    writeFileSync(
      join(folder, "circle.ts"),
      `import { b } from "./round.ts";\nexport const a: u32 = 1;\n${inMain("i32(b)")}`,
    );
    const source = `import { a } from "./circle.ts";\nexport const b: u32 = a;\n`;
    expect((await compileSource("round.ts", source)).status).toBe(0);
    const finished = await compile(join(folder, "circle.ts"));
    expect(finished).toEqual({ status: 0, text: "" });
  });
});
