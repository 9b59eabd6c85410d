/** docs/vm86.md names a test for each promise: the files are there, and the tests are in them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectTests, rowsBelow, testsOf } from "../support/document-rows.ts";

const DOCUMENT = "docs/vm86.md";
const rows = rowsBelow(readFileSync(DOCUMENT, "utf8"), "How it is shown");

describe(DOCUMENT, () => {
  test("every promise names a test", () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((row) => testsOf(row).length === 0)).toEqual([]);
  });

  test.each(rows)("$sentence", expectTests);
});
