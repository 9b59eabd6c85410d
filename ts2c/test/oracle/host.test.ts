/**
 * The oracle does what the programs of the host tests do, as built with `-O2`; the host tests themselves run them with
 * sanitizers.
 */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compileForHost, runNative } from "./native.ts";
import { programsIn } from "./programs.ts";
import { runOracle } from "./run.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** About 15 seconds; a program that makes more must be named below. */
const MAXIMUM_STEPS = 30_000_000;
const LIMIT_MS = 120_000;
/** Random or exhaustive tests of hundreds of millions of steps: minutes each for the oracle, seconds for C. */
const TOO_LONG = [
  "acl-policy.ts",
  "bitmap.ts",
  "elf-fuzz.ts",
  "manifest.ts",
  "memory-map.ts",
  "multiboot-fuzz.ts",
];

describe("the oracle agrees with the programs of the host tests", () => {
  for (const path of programsIn(join(ROOT, "test/host"))) {
    const name = relative(join(ROOT, "test/host"), path);
    test.skipIf(TOO_LONG.includes(name))(name, { timeout: LIMIT_MS }, async () => {
      const expected = runOracle(path, { root: ROOT, maximumSteps: MAXIMUM_STEPS });
      expect(await runNative(compileForHost(path, ROOT), ["-O2"])).toEqual(expected);
    });
  }
});
