/** docs/security-model.md names a test for each sentence and each promise: the files are there, and the tests are in them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectTests, rowsBelow, testsOf } from "../support/document-rows.ts";

const DOCUMENT = "docs/security-model.md";
/** Sentences of the text that this page goes through. */
const SENTENCES = 13;
/** Rows that have nothing to show: no other row goes without a test. */
const WITHOUT_TEST = 2;

const text = readFileSync(DOCUMENT, "utf8");
const sentences = rowsBelow(text, "Seed A");
const rows = [...rowsBelow(text, "What is promised"), ...sentences];

describe(DOCUMENT, () => {
  test("goes through the whole text", () => {
    expect(sentences).toHaveLength(SENTENCES);
    expect(rows.filter((row) => testsOf(row).length === 0)).toHaveLength(WITHOUT_TEST);
  });

  test.each(rows)("$sentence", expectTests);
});
