/**
 * The oracle does what the programs of the host tests do, as built with `-O2`; the host tests themselves run them with
 * sanitizers.
 */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compileForHost, runNative } from "./native.ts";
import { StepLimit } from "./outcome.ts";
import { programsIn } from "./programs.ts";
import { runOracle } from "./run.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** About ten seconds. A program that makes more is skipped; naming it below saves the time to find that out. */
const MAXIMUM_STEPS = 20_000_000;
const LIMIT_MS = 120_000;
/** Random or exhaustive tests of up to hundreds of millions of steps, minutes for the oracle and seconds for C. */
const TOO_LONG = [
  "acl-policy.ts",
  "bitmap.ts",
  "command-line.ts",
  "dma-area.ts",
  "elf-fuzz.ts",
  "frames.ts",
  "lower-memory.ts",
  "manifest.ts",
  "memory-map.ts",
  "multiboot-fuzz.ts",
  "object-heap.ts",
];

describe("the oracle agrees with the programs of the host tests", () => {
  for (const path of programsIn(join(ROOT, "test/host"))) {
    const name = relative(join(ROOT, "test/host"), path);
    test(name, { timeout: LIMIT_MS }, async ({ skip }) => {
      if (TOO_LONG.includes(name)) skip(`more than ${MAXIMUM_STEPS} steps`);
      try {
        const expected = runOracle(path, { root: ROOT, maximumSteps: MAXIMUM_STEPS });
        expect(await runNative(compileForHost(path, ROOT), ["-O2"])).toEqual(expected);
      } catch (error) {
        if (error instanceof StepLimit) skip(error.message);
        throw error;
      }
    });
  }
});
