/** A thousand revocations with one seed; with SOAK=1 ten times as many, with ten others; HAMMER_SEED=N: with that one. */
import { defineGuestTests } from "../../support/guest.ts";

const SOAK_SEEDS = [11, 23, 37, 41, 59, 67, 73, 89, 97, 101];
const chosen = process.env.HAMMER_SEED;
const soak = process.env.SOAK === "1" ? SOAK_SEEDS.map(String) : [undefined];

for (const seed of chosen === undefined ? soak : [chosen]) {
  const suffix = seed === undefined ? "" : `, seed ${seed}`;
  await defineGuestTests("test/guest/hammer/system.ts", `memory that is hammered while rights go${suffix}`, {
    timeLimitSeconds: 240,
    extra: seed === undefined ? [] : ["-append", `seed=${seed}`],
  });
}
