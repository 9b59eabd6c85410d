/**
 * `Volatile`: each access in the source is exactly one access at run time, in machine code at -O0, -O2 and -Os.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileProgram, formatDiagnostic } from "../src/api.ts";
import { RUNTIME_PATH } from "../src/run.ts";
import { CROSS_COMPILER } from "./support/host32.ts";

const PROGRAM = `
class Device {
  status: Volatile<u32> = 0;
  data: FixedArray<Volatile<u32>, 4> = zeroed();
}
class Register {
  enable: Bits<Volatile<u32>, 0, 1> = 0;
  speed: Bits<Volatile<u32>, 4, 3> = 0;
  whole: Bits<Volatile<u32>, 0, 32> = 0;
}
declare const device: Device;
declare const control: Register;
declare const plain: FixedArray<u32, 2>;
/** Reads 3, writes 3. */
export function fields(): u32 {
  device.status = 1;
  device.status = 1;
  device.status |= 4;
  return device.status + device.status;
}
/** Reads 3, writes 2. */
export function elements(i: u32): u32 {
  device.data[1] = 5;
  device.data[i & 3] += 1;
  return device.data[0] - device.data[0];
}
/** Reads 4, writes 4. */
export function bits(): u32 {
  control.whole = 0;
  control.speed = 5;
  control.enable = 1;
  control.enable = 1;
  return control.speed;
}
/** Reads 1, writes nothing. */
export function dropped(): void {
  device.status;
}
/** An ordinary word is read once and written once, however often it is named. */
export function ordinary(): u32 {
  plain[0] = 1;
  plain[0] = 2;
  return plain[1] - plain[1];
}
${["fields", "elements", "bits", "dropped", "ordinary"].map((name) => `symbol(${name}, "${name}");\n`).join("")}`;

const IN_ORDER = `
class Register {
  enable: Bits<Volatile<u32>, 0, 1> = 0;
  speed: Bits<Volatile<u32>, 4, 3> = 0;
}
declare const control: Register;
export function both(): u32 {
  return control.speed - control.enable;
}
symbol(both, "both");
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ts2c-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How often each function reads and writes the three external objects, counted in gcc's own intermediate form. */
function accesses(level: string): Record<string, [number, number]> {
  writeFileSync(join(folder, "program.ts"), PROGRAM);
  const { diagnostics, c } = compileProgram({ entry: join(folder, "program.ts"), root: folder });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  writeFileSync(join(folder, "program.c"), `${c}\n`);
  const flags = [
    "-std=gnu11",
    "-m32",
    "-ffreestanding",
    "-fno-pic",
    "-fno-inline",
    level,
    `-I${RUNTIME_PATH}`,
  ];
  const outputs = ["-S", `-fdump-tree-optimized=${join(folder, "dump")}`, "-o", join(folder, "program.s")];
  const built = spawnSync(CROSS_COMPILER, [...flags, ...outputs, join(folder, "program.c")], {
    encoding: "utf8",
    timeout: 60_000,
  });
  expect(built.stderr).toBe("");
  return Object.fromEntries(
    readFileSync(join(folder, "dump"), "utf8")
      .split(/^;; Function /m)
      .slice(1)
      .map((text) => [text.split(" ")[0] ?? "", count(text)]),
  );
}

/** Stores and loads of one function: lines whose left or right side is an access to one of the objects. */
function count(text: string): [number, number] {
  const place = /\b(device|control|plain)\b/;
  const sides = text
    .split("\n")
    .filter((line) => line.startsWith("  ") && line.trim().endsWith(";"))
    .map((line) => line.split(/ =(?:\{v\})? /))
    .filter(([, right]) => right !== undefined);
  return [
    sides.filter(([, right]) => place.test(right ?? "")).length,
    sides.filter(([left]) => place.test(left ?? "")).length,
  ];
}

// spec: L-11.15, L-31.2, L-31.3, L-31.4
test.each(["-O1", "-O2", "-Os"])("each access is one access at %s", (level) => {
  const found = accesses(level);
  expect(found.fields).toEqual([3, 3]);
  expect(found.elements).toEqual([3, 2]);
  expect(found.bits).toEqual([4, 4]);
  expect(found.dropped).toEqual([1, 0]);
  expect(found.ordinary).toEqual([0, 1]);
});

// spec: L-16.1, L-31.2
test("two reads of device bits are two statements, in order", () => {
  writeFileSync(join(folder, "order.ts"), IN_ORDER);
  const { c } = compileProgram({ entry: join(folder, "order.ts"), root: folder });
  expect(c).toMatch(/= \(control\.bits >> 4u\) & 7u;[^;]*control\.bits & 1u/);
});
