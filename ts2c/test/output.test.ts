/**
 * The C text: clean for every compiler and optimisation, the same every time, speaking of TypeScript lines.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileProgram, formatDiagnostic, SourceCache } from "../src/api.ts";
import { RUNTIME_PATH } from "../src/run.ts";
import { expectation, fixturesIn, TEST_FOLDER } from "./support/fixtures.ts";
import { CROSS_COMPILER, runOn32 } from "./support/host32.ts";

const FREESTANDING =
  "-std=gnu11 -Wall -Wextra -Werror -m32 -mregparm=3 -ffreestanding -fno-pic -fno-stack-protector " +
  "-fno-strict-aliasing -g -mgeneral-regs-only -fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ts2c-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compileFile(path: string, target: "host" | "freestanding", cache = new SourceCache()): string {
  const { diagnostics, c } = compileProgram({
    entry: join(TEST_FOLDER, path),
    root: TEST_FOLDER,
    target,
    cache,
  });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return c ?? "";
}

/** Compiles C to an object file and returns what the compiler said. */
function compileC(compiler: string, flags: string[], c: string): string {
  writeFileSync(join(folder, "program.c"), c);
  const sources = [join(folder, "program.c"), "-c", "-o", join(folder, "program.o"), `-I${RUNTIME_PATH}`];
  const built = spawnSync(compiler, [...flags, ...sources], { encoding: "utf8", timeout: 60_000 });
  return built.error ? built.error.message : built.stderr;
}

// spec: L-12.9, L-20.4
const LEVELS = ["-O0", "-O2", "-Os"];

describe("freestanding C is clean", () => {
  test.each(LEVELS)("gcc %s", (level) => {
    const c = compileFile("freestanding/machine.ts", "freestanding");
    expect(compileC(CROSS_COMPILER, [...FREESTANDING.split(" "), level], c)).toBe("");
  });

  test.each(LEVELS)("clang %s", (level) => {
    const c = compileFile("freestanding/machine.ts", "freestanding");
    const flags = FREESTANDING.split(" ").filter((flag) => !flag.startsWith("-fno-tree"));
    expect(compileC("clang", ["--target=i686-linux-gnu", ...flags, level], c)).toBe("");
  });

  // spec: L-1.11, L-1.16
  test("it needs nothing but what it declares", () => {
    const c = compileFile("freestanding/machine.ts", "freestanding");
    expect(compileC(CROSS_COMPILER, [...FREESTANDING.split(" "), "-O2"], c)).toBe("");
    const { stdout } = spawnSync("nm", ["-u", join(folder, "program.o")], {
      encoding: "utf8",
      timeout: 10_000,
    });
    const needed = stdout.split("\n").map((line) => line.trim().split(" ").at(-1));
    expect(needed.filter((name) => name !== "").sort()).toEqual([
      "assemblyEntry",
      "linkerSymbol",
      "linkerWord",
    ]);
  });
});

/** Printing floating-point numbers takes the C library, which there is none of for 32 bits here. */
const NEEDS_C_LIBRARY = "print-floats";

describe("32-bit code does what 64-bit code does", () => {
  const all = ["accepted", "features", "formatting"].flatMap((folder) =>
    fixturesIn(folder)
      .filter(({ name }) => name !== NEEDS_C_LIBRARY)
      .map((fixture) => ({ fixture, folder, name: fixture.name, level: "-Os" })),
  );
  const plain = all.filter(({ name }) => name === "integers" || name === "order");
  const cases = [...all, ...plain.map((one) => ({ ...one, level: "-O0" }))];
  test.for(cases)("$name $level", ({ fixture, folder, level }, { skip }) => {
    const ran = runOn32(compileFile(`${folder}/${fixture.name}.ts`, "host"), level);
    if (!ran) return skip("this machine runs no 32-bit code");
    expect(ran.stdout).toBe(expectation(fixture, "prints"));
    expect(ran.status).toBe(0);
  });
});

/** The lines of a program that keep a check of an index. */
function checkedLines(text: string): number[] {
  const entry = join(folder, "checks.ts");
  writeFileSync(entry, text);
  const { diagnostics, c } = compileProgram({ entry, root: folder });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return [...(c ?? "").matchAll(/ts2c_at\(.*?, &ts2c_file_0, (\d+)\)/g)].map((found) => Number(found[1]));
}

describe("checks of an index", () => {
  const HEAD = "const a: FixedArray<u32, 8> = zeroed();\nconst b: FixedArray<u32, 256> = zeroed();\n";

  // spec: L-14.9
  test("are left out where they are proved needless", () => {
    const lines = [
      "export function run(i: u32, n: u8): void {",
      "  a[7] = 1;",
      "  a[i & 7] = 1;",
      "  a[i % 8] = 1;",
      "  a[i & 15 & 7] = 1;",
      "  b[u8(i & 511)] = 1;",
      "  a[i >>> 29] = 1;",
      "  b[n] = 1;",
      "  for (let j: u32 = 0; j < 8; j++) a[j] = 1;",
      "  for (let j: u32 = 2; j < a.length && i > 3; j += 2) a[j] = 1;",
      "  for (const x of a) b[x & 255] = 1;",
      "}",
    ];
    expect(checkedLines(HEAD + lines.join("\n"))).toEqual([]);
  });

  // spec: L-14.10
  test("stay everywhere else", () => {
    const lines = [
      "export function run(i: u32, n: u8, s: Span<u32>): void {",
      "  a[i] = 1;",
      "  a[i & 8] = 1;",
      "  a[i % 9] = 1;",
      "  a[i >>> 28] = 1;",
      "  a[i | 7] = 1;",
      "  a[n] = 1;",
      "  for (let j: u32 = 0; j <= 8; j++) a[j] = 1;",
      "  for (let j: u32 = 0; j < 8; j++) { a[j] = 1; j += i; }",
      "  for (let j: u32 = 0; j < i; j++) a[j] = 1;",
      "  for (let j: u32 = 0; j < 8 || i > 3; j++) a[j] = 1;",
      "  for (let j: i32 = 0; j < 8; j++) a[u32(j)] = 1;",
      "  for (let j: u32 = 0; j < 8; a[j] = 1) j++;",
      "  s[0] = 1;",
      "}",
    ];
    expect(checkedLines(HEAD + lines.join("\n"))).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
  });
});

describe("the text", () => {
  // spec: L-20.1
  test("is the same every time, from a warm cache, too", () => {
    const cache = new SourceCache();
    const first = compileFile("accepted/classes.ts", "host", cache);
    expect(compileFile("accepted/classes.ts", "host", cache)).toBe(first);
    expect(compileFile("accepted/classes.ts", "host")).toBe(first);
  });

  // spec: L-20.2
  test("holds no path of this machine", () => {
    for (const { name } of fixturesIn("accepted")) {
      expect(compileFile(`accepted/${name}.ts`, "host")).not.toContain(TEST_FOLDER);
    }
  });

  // spec: L-1.2, L-1.3
  test("leaves out what nothing reaches", () => {
    const c = compileFile("freestanding/machine.ts", "freestanding");
    expect(c).not.toContain("touch(");
    expect(c).toContain("static void registers(void)");
  });

  // spec: L-20.3
  test("attributes every statement to its line", () => {
    const c = compileFile("accepted/statements.ts", "host");
    const source = readFileSync(join(TEST_FOLDER, "accepted/statements.ts"), "utf8").split("\n");
    let line = 0;
    let file = "";
    const wrong: string[] = [];
    for (const text of c.split("\n")) {
      const mark = /^#line (\d+)(?: "(.*)")?$/.exec(text);
      if (mark) {
        line = Number(mark[1]);
        file = mark[2] ?? file;
        continue;
      }
      const call = /ts2c_print_\w+\((.*?)[(;,)]/.exec(text);
      if (call && file.endsWith("statements.ts") && !source[line - 1]?.includes("print("))
        wrong.push(`${line}: ${text}`);
      line += 1;
    }
    expect(file).toContain("statements.ts");
    expect(wrong).toEqual([]);
  });
});
