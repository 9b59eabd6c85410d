/**
 * What each row of `make bench` took when somebody last said that it may: tools/bench-baseline.json. A row that takes
 * more than GROWTH_MAX times as much fails `make test`. `make bench BASELINE=new` writes the file anew; the commit that
 * contains it says why.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { BENCH_ROWS } from "./bench-goals.ts";
import type { Figure } from "./bench-table.ts";
import { Failure } from "./failure.ts";
import { inRoot } from "./paths.ts";

export type Medians = Readonly<Record<string, number>>;

export const BASELINE = "tools/bench-baseline.json";
export const BASELINE_GROWTH_MAX = 1.02;
export const BASELINE_ADVICE = "make bench BASELINE=new accepts the figures; say in the commit why";
const BY_CHANCE = new Set(BENCH_ROWS.filter((row) => row.byChance).map((row) => row.name));

/** The figures that are kept in a file; none where there is no such file. One that cannot be read is a Failure. */
export function readMedians(path: string): Medians {
  if (!existsSync(inRoot(path))) return {};
  const medians: unknown = JSON.parse(readFileSync(inRoot(path), "utf8"));
  const isTable = typeof medians === "object" && medians !== null && !Array.isArray(medians);
  if (!isTable || Object.values(medians).some((one) => typeof one !== "number"))
    throw new Failure(`${path} is no table of figures`, "make bench writes it");
  return medians as Medians;
}

export function writeMedians(path: string, figures: Map<string, Figure>): void {
  const medians = Object.fromEntries([...figures].map(([row, { median }]) => [row, median]));
  writeFileSync(inRoot(path), `${JSON.stringify(medians, null, 2)}\n`);
}

/** One line for each row that takes more than it may, or that the baseline does not know; none that hangs on chance. */
export function grownRows(figures: Map<string, Figure>, baseline: Medians): string[] {
  return [...figures].flatMap(([row, { median }]) => {
    const before = baseline[row];
    if (before === undefined) return [`${row}: ${median}, not in the baseline`];
    if (median <= before * BASELINE_GROWTH_MAX || BY_CHANCE.has(row)) return [];
    return [`${row}: ${before} before, ${median} now (${changeOf(median, before)})`];
  });
}

/** `+5.0%`; empty where there is nothing to compare with, or no change. */
export function changeOf(median: number, before: number | undefined): string {
  if (before === undefined || before === median) return "";
  const percent = ((median - before) * 100) / Math.max(before, 1);
  return `${percent > 0 ? "+" : ""}${percent.toFixed(1)}%`;
}
