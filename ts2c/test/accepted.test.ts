/**
 * Programs that are accepted do what their first comment says, with sanitizers and without.
 */
import { describe, expect, test } from "vitest";
import { compileProgram, formatDiagnostic } from "../src/api.ts";
import { runOnHost } from "../src/run.ts";
import { expectation, type Fixture, fixturesIn, TEST_FOLDER } from "./support/fixtures.ts";

function compileFixture(fixture: Fixture): string {
  const result = compileProgram({ entry: fixture.path, root: TEST_FOLDER, target: "host" });
  expect(result.diagnostics.map(formatDiagnostic)).toEqual([]);
  return result.c ?? "";
}

describe("accepted programs print what they should", () => {
  test.each(["accepted", "features", "formatting"].flatMap(fixturesIn))("$name", (fixture) => {
    const ran = runOnHost(compileFixture(fixture), fixture.name, { sanitize: true, timeoutMs: 10_000 });
    expect(ran.stderr).toBe("");
    expect(ran.stdout).toBe(expectation(fixture, "prints"));
    expect(ran.status).toBe(0);
  });
});

describe("failed checks stop with a message and the line", () => {
  test.each([...fixturesIn("accepted/traps"), ...fixturesIn("features/traps")])("$name", (fixture) => {
    const ran = runOnHost(compileFixture(fixture), fixture.name, { optimize: "-O1", timeoutMs: 10_000 });
    expect(ran.stderr).toMatch(new RegExp(`^(accepted|features)/traps/${fixture.name}\\.ts:\\d+: panic: `));
    expect(ran.stderr.trim().endsWith(expectation(fixture, "traps").trim())).toBe(true);
    expect(ran.status).toBe(134);
  });
});
