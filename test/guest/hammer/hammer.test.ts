/** 300 revocations with one seed; with SOAK=1 the same with 34 seeds; HAMMER_SEED=N: with that one. */
import { defineGuestTests } from "../../support/guest.ts";

const SOAK_SEEDS = Array.from({ length: 34 }, (_, n) => 11 + 13 * n);
const chosen = process.env.HAMMER_SEED;
const soak = process.env.SOAK === "1" ? SOAK_SEEDS.map(String) : [undefined];

for (const seed of chosen === undefined ? soak : [chosen]) {
  const suffix = seed === undefined ? "" : `, seed ${seed}`;
  await defineGuestTests("test/guest/hammer/system.ts", `memory that is hammered while rights go${suffix}`, {
    timeLimitSeconds: 240,
    extra: seed === undefined ? [] : ["-append", `seed=${seed}`],
  });
}
