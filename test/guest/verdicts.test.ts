/** A verdict costs the same with ten rules and with ten thousand. */
import { expect, test } from "vitest";
import { readFigures } from "../../tools/bench-table.ts";
import { bootable, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem } from "../../tools/image/build-system.ts";

const TIME_LIMIT_SECONDS = 120;
/** Instructions that a cost may differ by: paths that depend on where an entry happens to lie. */
const SLACK = 1.02;
/** The full table is a third full: now and then a second place is looked at before it is sure that there is no rule. */
const NO_RULE_SLACK = 1.1;

async function medians(description: string): Promise<(name: string) => number> {
  const system = bootable(await buildSystem(description));
  const result = await runEmulator(system, { way: "kernel", timeLimitSeconds: TIME_LIMIT_SECONDS });
  const figures = readFigures(serialText(result));
  return (name) => figures.get(name)!.median;
}

test("verdicts do not grow with rules", { timeout: 2 * TIME_LIMIT_SECONDS * 1000 }, async () => {
  const few = await medians("iso/bench.ts");
  const many = await medians("iso/bench-rules.ts");
  expect(few("verdict_hit")).toBeGreaterThan(0);
  expect(many("verdict_hit_10000")).toBeLessThanOrEqual(few("verdict_hit") * SLACK);
  expect(many("verdict_miss_10000")).toBeLessThanOrEqual(few("verdict_miss") * SLACK);
  expect(many("verdict_denied_10000")).toBeLessThanOrEqual(few("verdict_denied") * NO_RULE_SLACK);
});
