/** docs/memory.md names a test for each sentence: the files are there, and the tests are in them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectTests, rowsBelow, testsOf } from "../support/document-rows.ts";

const DOCUMENT = "docs/memory.md";
/** Sentences of the text that this page goes through. */
const SENTENCES = 24;
/** Rows that have nothing to show, or not yet: no other row goes without a test. */
const WITHOUT_TEST = 2;

const text = readFileSync(DOCUMENT, "utf8");
const sentences = rowsBelow(text, "Seed B");
const rows = [...rowsBelow(text, "How it is shown"), ...sentences];

describe(DOCUMENT, () => {
  test("goes through the whole text", () => {
    expect(sentences).toHaveLength(SENTENCES);
    expect(rows.filter((row) => testsOf(row).length === 0)).toHaveLength(WITHOUT_TEST);
  });

  test.each(rows)("$sentence", expectTests);
});
