/**
 * Programs of several files: what becomes part of the C file, under which names, and which imports are allowed
 * (chapters 1 and 2 of docs/language.md).
 */
import { describe, expect, test } from "vitest";
import { acceptedC, compileText, findingsOf } from "./support/compile-text.ts";

/** The names of the functions that a C file defines. */
function definedIn(c: string): string[] {
  return [...c.matchAll(/^(?:static )?[\w ]+?\*?(\w+)\([^;\n]*\) \{$/gm)]
    .map((found) => found[1] ?? "")
    .sort();
}

describe("one C file", () => {
  const HELPER =
    "export function helper(): u32 {\n  return 1;\n}\nexport function unused(): u32 {\n  return 2;\n}\n";
  const MAIN =
    'import { helper } from "./lib/helper.ts";\nexport function start(): u32 {\n  return helper();\n}\n';

  // spec: L-1.1, L-1.2, L-1.3, L-1.4, L-1.7
  test("holds what the entry file's exports reach, under its own names", () => {
    const c = acceptedC({ "main.ts": MAIN, "lib/helper.ts": HELPER });
    expect(definedIn(c)).toEqual(["helper", "start"]);
    expect(c).toContain("static u32 helper(void)");
  });

  // spec: L-1.4, L-1.12
  test("starts at symbols where there are any, and they are visible", () => {
    const c = acceptedC({
      "main.ts": `${MAIN}export function other(): void {}\nfunction entry(): void {}\nsymbol(entry, "begin");\n`,
      "lib/helper.ts": HELPER,
    });
    expect(definedIn(c)).toEqual(["begin"]);
    expect(c).toMatch(/^void begin\(void\) __attribute__\(\(used\)\);/m);
  });

  // spec: L-1.8
  test("a file imported for its symbols brings them along", () => {
    const c = acceptedC({
      "main.ts": 'import "./handlers.ts";\nexport function main(): i32 {\n  return 0;\n}\n',
      "handlers.ts": 'function onInterrupt(): void {}\nsymbol(onInterrupt, "interrupt");\n',
    });
    expect(definedIn(c)).toEqual(["interrupt", "main"]);
  });

  // spec: L-1.7
  test("types are imported, too", () => {
    const c = acceptedC({
      "main.ts":
        'import type { Point } from "./point.ts";\nexport function x(point: Point): u32 {\n  return point.x;\n}\n',
      "point.ts": "export class Point {\n  x: u32 = 0;\n}\n",
    });
    expect(c).toContain("static u32 x(struct Point *point)");
    expect(findingsOf({ "main.ts": 'import { x } from "./x";\n', "x.ts": "export const x = 1;\n" })).toEqual(
      [],
    );
  });
});

describe("names", () => {
  const file = (name: string) => `export function ${name}(): u32 {\n  return 1;\n}\n`;

  // spec: L-1.5
  test("two of a kind get their file's name", () => {
    const c = acceptedC({
      "main.ts":
        'import { count } from "./list.ts";\nimport { count as counted } from "./ring-buffer.ts";\nexport function main(): i32 {\n  return i32(count() + counted());\n}\n',
      "list.ts": file("count"),
      "ring-buffer.ts": file("count"),
    });
    expect(definedIn(c)).toEqual(["list_count", "main", "ring_buffer_count"]);
  });

  // spec: L-1.6
  test("those of C and its library, too", () => {
    const c = acceptedC({ "main.ts": `${file("printf")}${file("register")}${file("plain")}` });
    expect(definedIn(c)).toEqual(["main_printf", "main_register", "plain"]);
  });

  // spec: L-1.11, L-1.16
  test("what is declared is called as it is, and nothing else is needed", () => {
    const c = acceptedC({
      "main.ts":
        "declare function load(address: u32): void;\ndeclare const table: FixedArray<u32, 4>;\nlet i: u32 = 0;\nexport function main(): i32 {\n  load(table[i]);\n  return 0;\n}\n",
    });
    expect(c).toContain("extern void load(u32);");
    expect(c).toContain("extern u32 table[4];");
    expect(c.match(/^extern .*$/gm)?.length).toBe(2);
  });
});

describe("layers", () => {
  const USE = 'import { x } from "../b/x.ts";\nexport const y: u32 = x;\n';
  const X = "export const x: u32 = 1;\n";

  // spec: L-2.1
  test("the nearest ts2c.json above makes the root", () => {
    const inside = { "ts2c.json": "{}", "deep/ts2c.json": "{}", "deep/a/wrong.ts": "let x: u8 = 256;\n" };
    expect(findingsOf(inside, { entry: "deep/a/wrong.ts", findRoot: true })).toEqual([
      "a/wrong.ts(1,13): error K2003",
    ]);
  });

  // spec: L-2.2
  test("without one, nothing is limited", () => {
    expect(findingsOf({ "a/use.ts": USE, "b/x.ts": X })).toEqual([]);
    const [found] = compileText({ "a/wrong.ts": "let x: u8 = 256;\n" }, { findRoot: true }).diagnostics;
    expect(found?.at.file.startsWith("/")).toBe(true); // outside the working directory
  });

  // spec: L-2.3
  test("the longest folder named counts", () => {
    const layers = (rules: object) => JSON.stringify({ layers: rules });
    const files = { "b/a/use.ts": 'import { x } from "../x.ts";\nexport const y: u32 = x;\n', "b/x.ts": X };
    expect(findingsOf({ ...files, "ts2c.json": layers({ b: [] }) })).toEqual([]);
    expect(findingsOf({ ...files, "ts2c.json": layers({ b: [], "b/a": [] }) })).toEqual([
      "b/a/use.ts(1,1): error K2032",
    ]);
    expect(findingsOf({ ...files, "ts2c.json": layers({ b: [], "b/a": ["b"] }) })).toEqual([]);
  });

  // spec: L-2.4
  test("a file in no layer imports from its own folder", () => {
    const json = { "ts2c.json": '{ "layers": { "c": [] } }' };
    expect(findingsOf({ "a/use.ts": USE, "b/x.ts": X, ...json })).toEqual(["a/use.ts(1,1): error K2032"]);
    expect(findingsOf({ "a/use.ts": USE.replace("../b", "."), "a/x.ts": X, ...json })).toEqual([]);
  });

  // spec: L-2.5
  test("a kind of intrinsic that is not listed is free", () => {
    const files = {
      "main.ts": "export function f(): u32 {\n  fillBytes(0, 0, 1);\n  return readCr2();\n}\n",
      "ts2c.json": '{ "intrinsics": { "machine": ["arch"] } }',
    };
    expect(findingsOf(files)).toEqual(["main.ts(3,10): error K2033"]);
  });
});

// spec: L-5.3, L-21.11
test("TypeScript's own findings keep their numbers", () => {
  const text =
    "export function f(small: u8): u32 {\n  const word: u32 = small;\n  g(small);\n  return missing;\n}\nfunction g(x: u32): void {}\n";
  expect(findingsOf({ "main.ts": text })).toEqual([
    "main.ts(2,9): error TS2322",
    "main.ts(3,5): error TS2345",
    "main.ts(4,10): error TS2304",
  ]);
});

// spec: L-17.1
test("a constant has no storage", () => {
  const c = acceptedC({
    "main.ts":
      "const K = 3;\nexport const N: u32 = 4 * K;\nlet n: u32 = N;\nexport function f(): u32 {\n  return N + n;\n}\n",
  });
  expect(c).toContain("static u32 n TS2C_UNUSED = 12u");
  expect(c).toContain("return 12u /* N */ + n;");
  expect(c).not.toMatch(/^static u32 N\b/m);
});

// spec: L-12.6
test("objects are placed", () => {
  const c = acceptedC({
    "main.ts":
      'const x: FixedArray<u32, 4> = zeroed({ align: 64, section: ".bss.x" });\nexport function f(): u32 {\n  return x[0];\n}\n',
  });
  expect(c).toContain('static u32 x[4] __attribute__((aligned(64))) __attribute__((section(".bss.x")))');
});

// spec: L-11.15
test("each access to a volatile place is one access in C", () => {
  const c = acceptedC({
    "main.ts":
      "class Device {\n  status: Volatile<u32> = 0;\n}\nlet flag: Volatile<u8> = 0;\nexport function f(device: Device): u32 {\n  device.status = 1;\n  device.status |= 2;\n  flag += 1;\n  const first = device.status;\n  return first + device.status;\n}\n",
  });
  expect(c).toContain("volatile u32 status;");
  expect(c).toMatch(/^static volatile u8 flag/m);
  const body = c.slice(c.lastIndexOf("static u32 f("));
  expect(body.match(/device->status/g)?.length).toBe(4);
  expect(c).toContain("device->status |= 2u;");
});

// spec: L-4.17
test("a count that is proved to be below the width is not checked", () => {
  const shifts = (count: string) =>
    acceptedC({
      "main.ts": `export function f(x: u32, n: u32, b: u8): u32 {\n  return x << (${count});\n}\n`,
    });
  for (const count of ["n & 31", "n % 32", "n >>> 27", "5"])
    expect(shifts(count)).not.toContain("ts2c_shift(");
  for (const count of ["n", "n & 32", "n % 33", "b"]) expect(shifts(count)).toContain("ts2c_shift(");
});

// spec: L-3.8
test("the complement of a literal that the width does not hold is refused", () => {
  const use = (mask: string) =>
    findingsOf({ "main.ts": `export function f(x: u8): u8 {\n  return u8(x & ${mask});\n}\n` });
  expect(use("~0xf")).toEqual([]);
  expect(use("~0xff")).toEqual([]);
  expect(use("~0x1ff")).toEqual(["main.ts(2,15): error K2003"]);
});

// spec: L-4.4
test("products of u16 are computed unsigned: as int, the largest would be undefined in C", () => {
  const c = acceptedC({ "main.ts": "export function f(a: u16, b: u16): u16 {\n  return u16(a * b);\n}\n" });
  expect(c).toContain("(u16)((u32)a * (u32)b)");
});

// spec: L-4.19
test("a comparison that cannot vary is refused from either side", () => {
  for (const comparison of ["x >= 0", "x < 0", "0 <= x", "0 > x"]) {
    const text = `export function f(x: u32): bool {\n  return ${comparison};\n}\n`;
    expect(findingsOf({ "main.ts": text })).toEqual(["main.ts(2,12): error K2015"]);
  }
  for (const comparison of ["x > 0", "x <= 0", "0 < x", "0 >= x"]) {
    acceptedC({ "main.ts": `export function f(x: u32): bool {\n  return ${comparison};\n}\n` });
  }
});
