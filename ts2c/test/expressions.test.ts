/**
 * Random integer expressions against BigInt, as 64-bit code with sanitizers and as 32-bit code.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileProgram, formatDiagnostic } from "../src/api.ts";
import { runOnHost } from "../src/run.ts";
import { runOn32 } from "./support/host32.ts";
import { type Case, type Cell, cells, make, TYPES } from "./support/random-expressions.ts";

const EXPRESSIONS_PER_PROGRAM = 120;
const PROGRAMS = 4;

function programText(all: readonly Cell[], cases: readonly Case[]): string {
  const lines = cases.map(
    (one, index) => `  const x${index}: ${one.type} = ${one.text};\n  print(x${index});\n  print("\\n");`,
  );
  return `${all.map((cell) => cell.declaration).join("\n")}\nexport function main(): i32 {\n${lines.join("\n")}\n  return 0;\n}\n`;
}

/** The C of a program; a refused program is a failure. */
function compileText(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "ts2c-"));
  try {
    const entry = join(folder, "program.ts");
    writeFileSync(entry, text);
    const { diagnostics, c } = compileProgram({ entry, root: folder, target: "host" });
    if (c === null) throw new Error(`${diagnostics.map(formatDiagnostic).join("\n")}\n${text}`);
    return c;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines that differ, with their expressions. */
function differences(cases: readonly Case[], stdout: string): string[] {
  const lines = stdout.split("\n");
  return cases.flatMap(({ type, text, value }, index) =>
    lines[index] === String(value) ? [] : [`${type} ${text}: ${value} expected, ${lines[index]} found`],
  );
}

const programs = fc.tuple(cells, fc.gen()).map(([all, choose]) => {
  const cases: Case[] = [];
  for (let index = 0; index < EXPRESSIONS_PER_PROGRAM; index++) {
    const type = TYPES[index % TYPES.length] ?? "u32";
    cases.push(make(choose, type, 1 + (index % 4), all));
  }
  return { all, cases };
});

test("random integer expressions equal what BigInt computes", () => {
  fc.assert(
    fc.property(programs, ({ all, cases }) => {
      const c = compileText(programText(all, cases));
      const ran = runOnHost(c, "program", { sanitize: true, optimize: "-O1", timeoutMs: 60_000 });
      expect(ran.stderr).toBe("");
      expect(differences(cases, ran.stdout)).toEqual([]);
      const ran32 = runOn32(c, "-O2");
      if (ran32) expect(differences(cases, ran32.stdout)).toEqual([]);
    }),
    { numRuns: PROGRAMS, endOnFailure: true, verbose: 1 },
  );
});
