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
const LOWERED: Readonly<Record<string, Lowered>> = {
  "acl-policy.ts": { constant: "MUTATIONS", value: 8000 },
  "bitmap.ts": { constant: "ROUNDS", value: 2000 },
  "command-line.ts": { constant: "ROUNDS", value: 20_000 },
  "dma-area.ts": { constant: "MILLION", value: 20_000 },
  "elf-fuzz.ts": { constant: "ROUNDS", value: 3000 },
  "frames.ts": { constant: "ROUNDS", value: 10_000 },
  "lower-memory.ts": { constant: "ROUNDS", value: 4000 },
  "manifest.ts": { constant: "ROUNDS", value: 3000 },
  "memory-plan.ts": { constant: "ROUNDS", value: 4000 },
  "memory-map.ts": { constant: "ROUNDS", value: 150 },
  "multiboot-fuzz.ts": { constant: "ROUNDS", value: 1000 },
  "object-heap.ts": { constant: "ROUNDS", value: 8000 },
  "vmm-ledger.ts": { constant: "ROUNDS", value: 10_000 },
};

describe("the oracle agrees with the programs of the host tests", () => {
  const programs = programsIn(join(ROOT, "test/host"));
  test("the programs with fewer rounds are all there", () => {
    const names = programs.map((path) => relative(join(ROOT, "test/host"), path));
    expect(Object.keys(LOWERED).filter((name) => !names.includes(name))).toEqual([]);
  });
  for (const path of programs) {
    const name = relative(join(ROOT, "test/host"), path);
    test(name, { timeout: LIMIT_MS }, async () => {
      const lowered = LOWERED[name];
      const written = readFileSync(path, "utf8");
      const text = lowered ? lower(written, lowered) : written;
      const expected = runOracle(path, { root: ROOT, maximumSteps: MAXIMUM_STEPS, text });
      expect(await runNative(compileForHost(path, ROOT, text), ["-O2"])).toEqual(expected);
      // A test that fails with fewer rounds, in both ways alike, has shown little.
      if (lowered) expect(expected).toMatchObject({ kind: "exit", status: 0 });
    });
  }
});
