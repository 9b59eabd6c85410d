/**
 * Every code has an explanation whose example is refused with that code on the lines marked `// K2003`, and whose
 * repair is accepted.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../src/api.ts";
import { MESSAGES } from "../src/diagnostics.ts";
import { allCodes, EXPLANATIONS_PATH, explain, readExplanation } from "../src/explain.ts";
import { compileExample, placesOf, promisedIn } from "./support/examples.ts";

describe.each(allCodes())("%s", (code) => {
  const { prose, claims, refused, repaired } = readExplanation(code);

  test("says something, and where the rule stands", () => {
    expect(prose.length).toBeGreaterThan(40);
    expect(claims.length).toBeGreaterThan(0);
    expect(explain(code)).toContain(prose);
  });

  test("the example is refused where it says", () => {
    const found = compileExample(refused);
    expect(found.map((one) => one.code)).toContain(code);
    if (code === MESSAGES.tooDeep.code) return;
    expect(placesOf(found).sort()).toEqual(promisedIn(refused).sort());
  });

  test("the repair is accepted", () => {
    expect(compileExample(repaired).map(formatDiagnostic)).toEqual([]);
  });
});

test("no explanation is left over", () => {
  expect(readdirSync(EXPLANATIONS_PATH).sort()).toEqual(allCodes().map((code) => `${code}.md`));
});

test("a code that does not exist is named", () => {
  expect(() => explain("K9")).toThrow("there is no K9; the codes are K2001 to K2");
});
