/**
 * The table "Where we are" of docs/performance.md: its figures are those of the baseline, and a goal that is not met is bold.
 * `make bench BASELINE=new` writes both.
 */
import { readFileSync } from "node:fs";
import type { Medians } from "./bench-baseline.ts";
import { Failure } from "./failure.ts";
import { inRoot } from "./paths.ts";

export const BENCH_DOCUMENT = "docs/performance.md";
/** `| work | `row` | figure | goal | best other |` */
const LINE = /^\| (.*?) \| `(\w+)` \| [\d ]+ \| (\**[\d ]+\**) \|/gm;
/** A line of this row says what each further page costs. */
const EACH_FURTHER = { row: "revoke_64", first: "revoke_1", pages: 63 };

export function readBenchDocument(): string {
  return readFileSync(inRoot(BENCH_DOCUMENT), "utf8");
}

/** The document with these figures. A line of a row that they do not have is a Failure. */
export function withFigures(text: string, medians: Medians): string {
  return text.replaceAll(LINE, (_line, work: string, row: string, goal: string) => {
    const figure = figureOf(row, medians);
    const limit = Number(goal.replaceAll(/[* ]/g, ""));
    const said = figure > limit ? `**${grouped(limit)}**` : grouped(limit);
    return `| ${work} | \`${row}\` | ${grouped(figure)} | ${said} |`;
  });
}

function figureOf(row: string, medians: Medians): number {
  const median = medians[row];
  if (median === undefined) throw new Failure(`${BENCH_DOCUMENT} has a line of ${row}, which is no row`);
  const { row: further, first, pages } = EACH_FURTHER;
  return row === further ? Math.round((median - medians[first]!) / pages) : median;
}

/** 440286 to `440 286`; four digits stay together. */
function grouped(figure: number): string {
  const digits = String(figure);
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, " ");
}
