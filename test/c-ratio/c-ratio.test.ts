/**
 * What ts2c writes is about as fast as hand-written C: instructions counted by callgrind, not time,
 * so the figures are the same on every run. The programs lie beside this file, the goals in tools/bench-goals.ts.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { C_RATIO_GOAL } from "../../tools/bench-goals.ts";
import { C_RATIO_PROGRAMS, type CRatio, canCount, measureRatios } from "../../tools/c-ratio.ts";

let ratios: CRatio[] = [];

beforeAll(async () => {
  if (canCount()) ratios = await measureRatios();
});

describe.each(C_RATIO_PROGRAMS)("%s takes about the instructions of hand-written C", (program) => {
  for (const kind of ["checked", "unchecked"] as const) {
    test(`${kind}: at most ${C_RATIO_GOAL[kind]} thousandths`, (context) => {
      if (!canCount()) return context.skip("valgrind is not there");
      const ratio = ratios.find((one) => one.program === program)?.[kind];
      expect(ratio).toBeGreaterThan(500);
      expect(ratio).toBeLessThanOrEqual(C_RATIO_GOAL[kind]);
    });
  }
});
