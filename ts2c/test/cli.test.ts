/**
 * The command line, as people and make call it.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TEST_FOLDER } from "./support/fixtures.ts";

const BIN = resolve(TEST_FOLDER, "../bin/ts2c.mjs");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ts2c-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ts2c(...args: string[]) {
  return spawnSync(process.execPath, [BIN, ...args], { cwd: folder, encoding: "utf8", timeout: 60_000 });
}

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (name: string) => readFileSync(join(folder, name), "utf8");

// spec: L-21.1, L-21.2
test("compiles with a dependency file", () => {
  mkdirSync(join(folder, "lib"), { recursive: true });
  write("lib/limit.ts", "export const LIMIT: u32 = 7;\n");
  write(
    "program.ts",
    'import { LIMIT } from "./lib/limit.ts";\nexport function limit(): u32 {\n  return LIMIT;\n}\n',
  );
  const ran = ts2c("program.ts", "-o", "out/program.c", "--deps", "out/program.d");
  expect(ran.stderr).toBe("");
  expect(ran.status).toBe(0);
  expect(read("out/program.c")).toContain("return 7u");
  const dependencies = read("out/program.d");
  expect(dependencies.startsWith("out/program.c: ")).toBe(true);
  for (const name of ["program.ts", "lib/limit.ts", "ts2c.d.ts"]) expect(dependencies).toContain(name);
});

// spec: L-21.9, L-21.10
test("says what is wrong in the form of compilers and writes nothing", () => {
  write("wrong.ts", "export function f(): u8 {\n  return 256;\n}\n");
  const ran = ts2c("wrong.ts", "-o", "wrong.c");
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(/^wrong\.ts\(2,10\): error K2003: 256 does not fit into u8\. /);
  expect(() => read("wrong.c")).toThrow();
});

test("an entry that is not there", () => {
  const ran = ts2c("absent.ts", "-o", "absent.c");
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain("absent.ts(1,1): error TS6053");
});

// spec: L-19.2, L-21.4, L-21.5
test("runs a program: output, status, panic, time limit", () => {
  write("hello.ts", 'export function main(): i32 {\n  print("hello ");\n  print(6 * 7);\n  return 300;\n}\n');
  const hello = ts2c("run", "hello.ts");
  expect(hello.stdout).toBe("hello 42");
  expect(hello.status).toBe(300 & 255);
  write("panics.ts", 'export function main(): i32 {\n  panic("enough");\n}\n');
  const panics = ts2c("run", "--sanitize", "panics.ts");
  expect(panics.stderr).toBe("panics.ts:2: panic: enough\n");
  expect(panics.status).toBe(134);
  write("endless.ts", "export function main(): i32 {\n  while (true) spinHint();\n}\n");
  const endless = ts2c("run", "--timeout", "1", "endless.ts");
  expect(endless.stderr).toContain("ended after 1 s");
  expect(endless.status).toBe(124);
});

/** Two findings in the second file, one of them behind a tab. */
function writeTwoFindings(): void {
  write("right.ts", "export const RIGHT: u8 = 5;\n");
  write(
    "two.ts",
    'import { RIGHT } from "./right.ts";\n\tlet x: u8 = 256;\nexport const Y: bool = x == RIGHT;\n',
  );
}

// spec: L-21.3, L-21.10
test("checks programs and writes nothing", () => {
  writeTwoFindings();
  const before = readdirSync(folder).sort();
  const found = ts2c("check", "two.ts", "right.ts");
  expect(found.stderr).toMatch(/^two\.ts\(2,14\): error K2003: .*\ntwo\.ts\(3,26\): error K2009: .*\n$/);
  expect(found.stdout).toBe("");
  expect(found.status).toBe(1);
  const fine = ts2c("check", "right.ts");
  expect([fine.stdout, fine.stderr, fine.status]).toEqual(["", "", 0]);
  expect(readdirSync(folder).sort()).toEqual(before);
});

// spec: L-21.12
test("shows the lines of the source", () => {
  writeTwoFindings();
  const { stderr, status } = ts2c("check", "--pretty", "two.ts");
  expect(status).toBe(1);
  expect(stderr.split("\n")).toEqual([
    expect.stringMatching(/^two\.ts:2:14 - error K2003: 256 does not fit into u8\. /),
    "",
    "2 \tlet x: u8 = 256;",
    "  \t            ~~~",
    "",
    expect.stringMatching(/^two\.ts:3:26 - error K2009: /),
    "",
    "3 export const Y: bool = x == RIGHT;",
    "                           ~~",
    "",
    "Found 2 errors in two.ts. More about a code: ts2c explain K2003",
    "",
  ]);
});

test("what a source holds cannot reach the terminal", () => {
  write(
    "hostile.ts",
    `let x: "\u001b[2J${"long ".repeat(100)}\n${"y".repeat(10_000)}";\nlet z: {\n  a: u32\n} = 1;\n`,
  );
  for (const form of ["--pretty", "--no-pretty"]) {
    const { stderr, status } = ts2c("check", form, "hostile.ts");
    expect(status).toBe(1);
    expect(stderr).not.toContain("\u001b");
    expect(stderr.length).toBeLessThan(6_000);
    if (form === "--no-pretty") expect(stderr).toMatch(/^(hostile\.ts\(\d+,\d+\): error \w+: .*\n)+$/);
  }
  write("shape.ts", "let z: {\n  a: u32\n} | null = null;\n");
  expect(ts2c("check", "shape.ts").stderr).toMatch(/^shape\.ts\(1,8\): error K2002: `\{ a: u32 \}` .*\n$/);
});

// spec: L-21.13
test("gives findings as JSON", () => {
  writeTwoFindings();
  const { stdout, stderr, status } = ts2c("check", "--json", "two.ts");
  expect(stderr).toBe("");
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    {
      file: "two.ts",
      line: 2,
      column: 14,
      length: 3,
      code: "K2003",
      message: expect.stringContaining("256"),
    },
    {
      file: "two.ts",
      line: 3,
      column: 26,
      length: 2,
      code: "K2009",
      message: expect.stringContaining("==="),
    },
  ]);
  expect(JSON.parse(ts2c("check", "--json", "right.ts").stdout)).toEqual([]);
});

// spec: L-21.14
test("a wrong call is one line and status 2", () => {
  write("taken", "");
  const calls = [
    [],
    ["--wrong"],
    ["right.ts"],
    ["check"],
    ["run", "--timeout", "0", "right.ts"],
    ["right.ts", "-o", "taken/right.c"],
  ];
  for (const call of calls) {
    const { stdout, stderr, status } = ts2c(...call);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^ts2c: [^\n]+\n$/);
    expect(status).toBe(2);
  }
});

test("tells its version and what it can do", () => {
  expect(ts2c("--version").stdout).toMatch(/^Version \d+\.\d+\.\d+ \(TypeScript \d+\.\d+\.\d+\)\n$/);
  const help = ts2c("--help");
  expect(help.status).toBe(0);
  for (const word of ["check", "run", "layout", "explain", "--help"]) expect(help.stdout).toContain(word);
});

// spec: L-21.6
test("layouts for NASM, C and the docs", () => {
  const source = join(TEST_FOLDER, "freestanding/layouts.ts");
  expect(ts2c("layout", source, "-o", "layout.inc").stderr).toBe("");
  const nasm = read("layout.inc");
  for (const line of [
    "PAGE_BYTES equ 0x1000",
    "LOWEST equ -2",
    "WIDE equ 0x100000000",
    "COUNT equ 0x3",
    "Right_Write equ 0x10",
  ]) {
    expect(nasm).toContain(`${line}\n`);
  }
  for (const line of [
    "Pair_second equ 0x4",
    "Pair_size equ 0xc",
    "Record_pairs equ 0x14",
    "Record_size equ 0x60",
    "Descriptor_size equ 0xe",
  ]) {
    expect(nasm).toContain(`${line}\n`);
  }
  expect(nasm).not.toContain("NAME");
  expect(nasm).not.toContain("Inner");
  expect(ts2c("layout", "--format", "c", source, "-o", "layout.h").status).toBe(0);
  expect(read("layout.h")).toContain("#define WIDE 0x100000000ull\n");
  expect(ts2c("layout", "--format", "markdown", source, "-o", "layout.md").status).toBe(0);
  expect(read("layout.md")).toContain("| 4 | 8 | `second` | `u64` |");
  expect(ts2c("layout", "--format", "yaml", source, "-o", "layout.yaml").status).toBe(2);
});

// spec: L-21.7
test("explains a code", () => {
  expect(ts2c("explain", "k2003").stdout).toContain("does not fit");
  const unknown = ts2c("explain", "K1");
  expect(unknown.stderr).toMatch(/^ts2c: there is no K1; the codes are K2001 to K\d+\n$/);
  expect(unknown.status).toBe(2);
});

// spec: L-21.15
test("a broken ts2c.json is named", () => {
  mkdirSync(join(folder, "broken"), { recursive: true });
  write("broken/ts2c.json", "{");
  write("broken/main.ts", "export const X: u32 = 1;\n");
  const ran = ts2c("broken/main.ts", "-o", "main.c");
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain("ts2c.json is not valid JSON");
});

test("a changed source of the compiler takes effect at the next start", () => {
  const copy = join(TEST_FOLDER, "../build/test-copy");
  rmSync(copy, { recursive: true, force: true });
  for (const name of ["bin", "src", "package.json"]) {
    cpSync(join(TEST_FOLDER, "..", name), join(copy, name), { recursive: true });
  }
  const help = () =>
    spawnSync(process.execPath, [join(copy, "bin/ts2c.mjs"), "--help"], { encoding: "utf8" });
  expect(help().stdout).toContain("Usage: ts2c");
  const source = join(copy, "src/cli.ts");
  const text = readFileSync(source, "utf8");
  const changed = text.replaceAll('"ts2c"', '"ts2c-changed"');
  expect(changed).not.toBe(text);
  writeFileSync(source, changed);
  expect(help().stdout).toContain("Usage: ts2c-changed");
  expect(readdirSync(join(copy, "build"))).toHaveLength(1);
  rmSync(copy, { recursive: true });
});
