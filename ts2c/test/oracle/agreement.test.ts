/**
 * The oracle, gcc without optimisation, gcc with it, and gcc with sanitizers agree on every program: the same text, the
 * same status, the same failed check at the same line. New fixtures are found by themselves.
 */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { BUILDS, compileForHost, runNative } from "./native.ts";
import { programsIn } from "./programs.ts";
import { runOracle } from "./run.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** The fixtures' own root, so that the project's layers do not apply to them. */
const FIXTURE_ROOT = join(ROOT, "ts2c/test");

async function agreeFourWays(path: string, root: string): Promise<void> {
  const expected = runOracle(path, { root });
  const c = compileForHost(path, root);
  for (const [name, flags] of Object.entries(BUILDS)) {
    expect({ build: name, ...(await runNative(c, flags)) }).toEqual({ build: name, ...expected });
  }
}

describe.concurrent("four ways to run a program agree", () => {
  const fixtures = ["accepted", "features"].flatMap((folder) => programsIn(join(FIXTURE_ROOT, folder)));
  const examples = programsIn(join(ROOT, "docs/examples"));
  test("there are programs", () => {
    expect(fixtures.length).toBeGreaterThan(20);
    expect(examples.length).toBeGreaterThan(0);
  });
  for (const path of fixtures) test(relative(FIXTURE_ROOT, path), () => agreeFourWays(path, FIXTURE_ROOT));
  for (const path of examples) test(relative(ROOT, path), () => agreeFourWays(path, ROOT));
});
