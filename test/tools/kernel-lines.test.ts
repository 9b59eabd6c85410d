/** docs/performance-size.md says what the kernel's lines are for: as tools/kernel-purposes.ts counts them now, or nearly. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countLines, linesByPurpose, purposesOfNothing } from "../../tools/kernel-purposes.ts";
import { rowsBelow } from "../support/document-rows.ts";

/** The document may be behind by so many lines, or by so much of a purpose's lines. */
const BEHIND_LINES = 40;
const BEHIND_SHARE = 0.1;

const said = new Map(
  rowsBelow(readFileSync("docs/performance-size.md", "utf8"), "Lines").map(({ sentence, proof }) => [
    sentence,
    Number(proof.split(" | ")[0]),
  ]),
);

test("the document has every purpose, in the tool's order", () => {
  expect([...said.keys()]).toEqual([...linesByPurpose().keys()]);
});

test.each([...linesByPurpose()])("%s: %i lines, or nearly", (purpose, lines) => {
  expect(Math.abs(said.get(purpose)! - lines)).toBeLessThanOrEqual(
    Math.max(BEHIND_LINES, lines * BEHIND_SHARE),
  );
});

test("each file that a purpose names is there", () => {
  expect(purposesOfNothing()).toEqual([]);
});

test("comments and blank lines are no code", () => {
  const { code, comment, blank } = countLines("kernel/boot/bytes.ts");
  expect(code + comment + blank).toBe(
    readFileSync("kernel/boot/bytes.ts", "utf8").trimEnd().split("\n").length,
  );
  expect([code, comment > 5, blank > 3]).toEqual([15, true, true]);
});
