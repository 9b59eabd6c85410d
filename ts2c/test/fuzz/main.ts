/**
 * Long runs: `node --import tsx ts2c/test/fuzz/main.ts --minutes 10 [--seed 1]`, or `make fuzz`.
 * Ends with status 1 at the first program on which the compiler and the oracle differ.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { keepFailure, runCampaign } from "./campaign.ts";

const FAILURES = fileURLToPath(new URL("../../../build/fuzz", import.meta.url));
const SHRINKING = { attempts: 600, timeMs: 300_000 };

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "1" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
console.log(`seed ${seed}`);
const result = runCampaign({
  seed,
  checks: Number.POSITIVE_INFINITY,
  timeMs: Number(values.minutes) * 60_000,
  shrinking: SHRINKING,
  progress: (message) => console.log(message),
});
if (result.failure) {
  console.log(result.failure.text);
  console.log(`kept in ${keepFailure(join(FAILURES), result.failure)}`);
  process.exitCode = 1;
}
const { checks, programs, traps, leftOut, entries } = result;
console.log(
  `${programs} programs, ${checks} checks, ${traps} failed checks; ${leftOut} of ${entries} functions left out`,
);
