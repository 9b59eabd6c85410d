/**
 * Random programs do the same by the oracle and by the compiler. `FUZZ_SEED` repeats a run, `FUZZ_CHECKS` makes it
 * longer or shorter.
 */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { keepRecord } from "../support/records.ts";
import { keepFailure, runCampaign } from "./campaign.ts";

const FAILURES = fileURLToPath(new URL("../../../build/fuzz", import.meta.url));
const CHECKS = Number(process.env.FUZZ_CHECKS ?? 1_000_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
const LIMIT_MS = 600_000;
const SHRINKING = { attempts: 300, timeMs: 120_000 };

test("random programs do what the oracle says", { timeout: LIMIT_MS }, () => {
  const timeMs = LIMIT_MS - 2 * SHRINKING.timeMs;
  const result = runCampaign({ seed: SEED, checks: CHECKS, timeMs, shrinking: SHRINKING });
  console.log(
    `fuzz: seed ${SEED}, ${result.programs} programs, ${result.checks} checks, ${result.traps} failed checks`,
  );
  const { programs, checks, traps, failure } = result;
  keepRecord("fuzz", { seed: SEED, programs, checks, traps, differs: failure !== null });
  if (result.failure) {
    keepFailure(FAILURES, result.failure);
    expect.fail(`FUZZ_SEED=${result.failure.seed} repeats it; kept in build/fuzz\n${result.failure.text}`);
  }
  expect(result.checks).toBeGreaterThanOrEqual(CHECKS);
  expect(result.leftOut).toBeLessThan(result.entries / 20);
});
