/**
 * The oracle, gcc without optimisation, gcc with it, and gcc with sanitizers agree on every program: the same text, the
 * same status, the same failed check at the same line. New fixtures are found by themselves.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compileProgram, formatDiagnostic } from "../../src/api.ts";
import { BUILDS, runNative } from "./native.ts";
import { StepLimit } from "./outcome.ts";
import { runOracle } from "./run.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** The fixtures' own root, so that the project's layers do not apply to them. */
const FIXTURE_ROOT = join(ROOT, "ts2c/test");
/** Programs of the host tests that make more steps are left to the sanitizers; they check themselves anyway. */
const HOST_STEPS = 1_000_000;

/** Programs below a folder, as absolute paths. */
function programsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name))
    .filter((path) => readFileSync(path, "utf8").includes("export function main("))
    .sort();
}

function compile(entry: string, root: string): string {
  const { diagnostics, c } = compileProgram({ entry, root, target: "host" });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return c ?? "";
}

async function agreeFourWays(path: string, root: string): Promise<void> {
  const expected = runOracle(path, { root });
  const c = compile(path, root);
  for (const [name, flags] of Object.entries(BUILDS)) {
    expect({ build: name, ...(await runNative(c, flags)) }).toEqual({ build: name, ...expected });
  }
}

describe.concurrent("four ways to run a program agree", () => {
  const fixtures = programsIn(join(FIXTURE_ROOT, "accepted"));
  const examples = programsIn(join(ROOT, "docs/examples"));
  test("there are programs", () => {
    expect(fixtures.length).toBeGreaterThan(20);
    expect(examples.length).toBeGreaterThan(0);
  });
  for (const path of fixtures) test(relative(FIXTURE_ROOT, path), () => agreeFourWays(path, FIXTURE_ROOT));
  for (const path of examples) test(relative(ROOT, path), () => agreeFourWays(path, ROOT));
});

describe.concurrent("the oracle agrees with the programs of the host tests", () => {
  for (const path of programsIn(join(ROOT, "test/host"))) {
    test(relative(ROOT, path), async ({ skip }) => {
      try {
        const expected = runOracle(path, { root: ROOT, maximumSteps: HOST_STEPS });
        expect(await runNative(compile(path, ROOT), ["-O2"])).toEqual(expected);
      } catch (error) {
        if (error instanceof StepLimit) skip(error.message);
        throw error;
      }
    });
  }
});
