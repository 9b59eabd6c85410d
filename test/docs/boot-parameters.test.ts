/** docs/boot-parameters.md has the words that the kernel reads, and no others. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { filesBelow } from "../../tools/image/step.ts";
import { inRoot } from "../../tools/paths.ts";

const READS = /(?:hasOption|sizeOption|optionIs|findValue)\(\s*\w+,\s*"([a-z-]+)"/g;

test("the table of boot parameters is the kernel's", () => {
  const sources = filesBelow("kernel").filter((path) => path.endsWith(".ts"));
  const read = sources.flatMap((path) => [...readFileSync(inRoot(path), "utf8").matchAll(READS)]);
  const words = new Set(read.map((match) => match[1]!));
  const rows = readFileSync(inRoot("docs/boot-parameters.md"), "utf8").matchAll(
    /^\| `([a-z-]+).*\| kernel \|/gm,
  );
  expect([...words].sort()).toEqual([...rows].map((row) => row[1]!).sort());
  expect(words.size).toBeGreaterThan(5);
});
