/**
 * The oracle does what the programs of the host tests do, as built with `-O2`; the host tests themselves run them with
 * sanitizers.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Lowered, lower } from "./lowered.ts";
import { compileForHost, runNative } from "./native.ts";
import { programsIn } from "./programs.ts";
import { runOracle } from "./run.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** No more than ten seconds for the oracle. */
const MAXIMUM_STEPS = 20_000_000;
const LIMIT_MS = 120_000;
/**
 * Random tests of up to hundreds of millions of steps, minutes for the oracle: here both the oracle and the C program
 * run them with this many rounds. With all rounds, and with sanitizers, the host tests run them.
 */
const LOWERED: Readonly<Record<string, Lowered | readonly Lowered[]>> = {
  "acpi-fuzz.ts": { constant: "ROUNDS", value: 200 },
  "accounts.ts": { constant: "ROUNDS", value: 1000 },
  "bitmap.ts": { constant: "ROUNDS", value: 2000 },
  "characters.ts": [
    { constant: "ROUNDS", value: 5000 },
    { constant: "CODES_END", value: 0x1_1000 },
  ],
  "command-line.ts": { constant: "ROUNDS", value: 20_000 },
  "console-terminal.ts": { constant: "ROUNDS", value: 150 },
  "dma-area.ts": { constant: "MILLION", value: 20_000 },
  "elf-fuzz.ts": { constant: "ROUNDS", value: 1500 },
  "frames.ts": { constant: "ROUNDS", value: 5000 },
  "lower-memory.ts": { constant: "ROUNDS", value: 2000 },
  "manifest.ts": { constant: "ROUNDS", value: 1200 },
  "memory-holes.ts": { constant: "ROUNDS", value: 1500 },
  "memory-plan.ts": { constant: "ROUNDS", value: 1500 },
  "memory-map.ts": { constant: "ROUNDS", value: 80 },
  "multiboot-fuzz.ts": { constant: "ROUNDS", value: 500 },
  "object-heap.ts": { constant: "ROUNDS", value: 4000 },
  "page-compression.ts": { constant: "ROUNDS", value: 20 },
  "page-store.ts": { constant: "ROUNDS", value: 60 },
  "policy-model.ts": { constant: "STEPS", value: 5000 },
  "rule-table.ts": { constant: "CHANGES", value: 40_000 },
  "shell-words.ts": { constant: "ROUNDS", value: 6000 },
  "shell-editor.ts": [
    { constant: "ROUNDS", value: 500 },
    { constant: "NOISE_ROUNDS", value: 1000 },
  ],
  "vesa.ts": { constant: "ROUNDS", value: 1000 },
  "vm86.ts": { constant: "ROUNDS", value: 5000 },
  "vmm-regions.ts": { constant: "ROUNDS", value: 250 },
};

/** Left out, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  "acl-policy.ts": "a table of ten thousand rules is cleared a thousand times: hundreds of millions of steps",
  "vmm-model.ts": "it asks that enough of everything has happened, for which it needs its million of steps",
};

describe("the oracle agrees with the programs of the host tests", () => {
  const programs = programsIn(join(ROOT, "test/host"));
  test("the programs with fewer rounds are all there", () => {
    const names = programs.map((path) => relative(join(ROOT, "test/host"), path));
    expect(Object.keys(LOWERED).filter((name) => !names.includes(name))).toEqual([]);
  });
  for (const path of programs) {
    const name = relative(join(ROOT, "test/host"), path);
    const reason = LEFT_OUT[name];
    test(name, { timeout: LIMIT_MS }, async ({ skip }) => {
      if (reason) skip(reason);
      const lowered = LOWERED[name];
      const written = readFileSync(path, "utf8");
      const text = [lowered ?? []].flat().reduce(lower, written);
      const expected = runOracle(path, { root: ROOT, maximumSteps: MAXIMUM_STEPS, text });
      expect(await runNative(compileForHost(path, ROOT, text), ["-O2"])).toEqual(expected);
      // A test that fails with fewer rounds, in both ways alike, has shown little.
      if (lowered) expect(expected).toMatchObject({ kind: "exit", status: 0 });
    });
  }
});
