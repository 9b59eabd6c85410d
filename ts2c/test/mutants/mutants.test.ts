/**
 * Seeded bugs: a sample of them is noticed by the fixtures or the generator, and each still fits the source. All of them
 * are tried by `make mutants`. `MUTANT_SEED` repeats a sample.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TEST_FOLDER } from "../support/fixtures.ts";
import { ALL_MUTANTS } from "./all.ts";
import { mutated } from "./mutant.ts";
import { judgeAll } from "./run.ts";

const SAMPLE = 3;
const LIMIT_MS = 400_000;
const SEED = Number(process.env.MUTANT_SEED ?? Date.now() % 1_000_000_000);

/** Some of the list by a linear congruential generator (Numerical Recipes, 3rd edition, 7.1). */
function sample(seed: number): typeof ALL_MUTANTS {
  const left = [...ALL_MUTANTS];
  let state = seed >>> 0;
  return Array.from({ length: SAMPLE }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return left.splice(Math.floor((state / 2 ** 32) * left.length), 1)[0] as (typeof ALL_MUTANTS)[number];
  });
}

test("there are enough, each with a name of its own", () => {
  expect(ALL_MUTANTS.length).toBeGreaterThanOrEqual(150);
  expect(new Set(ALL_MUTANTS.map(({ name }) => name)).size).toBe(ALL_MUTANTS.length);
});

test("each fits the source", () => {
  const misfits = ALL_MUTANTS.flatMap((mutant) => {
    try {
      const text = readFileSync(join(TEST_FOLDER, "..", mutant.file), "utf8");
      return mutated(mutant, text) === text ? [`${mutant.name} changes nothing`] : [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  expect(misfits).toEqual([]);
});

test("a sample is noticed", { timeout: LIMIT_MS }, async () => {
  const verdicts = await judgeAll(sample(SEED), 1, () => {});
  const survivors = verdicts.filter(({ noticed }) => noticed === null).map(({ mutant }) => mutant.name);
  console.log(`mutants: seed ${SEED}, ${verdicts.length - survivors.length} of ${SAMPLE} killed`);
  expect(verdicts.length - survivors.length, `survivors: ${survivors.join(" ")}`).toBeGreaterThanOrEqual(
    SAMPLE,
  );
});
