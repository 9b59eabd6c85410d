/** All seeded bugs. */
import { EXPRESSION_MUTANTS } from "./expressions.ts";
import { FEATURE_MUTANTS } from "./features.ts";
import type { Mutant } from "./mutant.ts";
import { PROGRAM_MUTANTS } from "./programs.ts";
import { RUNTIME_MUTANTS } from "./runtime.ts";
import { VALUE_MUTANTS } from "./values.ts";

export const ALL_MUTANTS: readonly Mutant[] = [
  ...EXPRESSION_MUTANTS,
  ...PROGRAM_MUTANTS,
  ...FEATURE_MUTANTS,
  ...VALUE_MUTANTS,
  ...RUNTIME_MUTANTS,
];
