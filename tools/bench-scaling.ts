/**
 * Rows of `make bench` that are one work done under more of something: what is constant, as a ratio; what is linear, as
 * the cost of each one more.
 */
import type { Figure } from "./bench-table.ts";
import { Failure } from "./failure.ts";

export interface Scaling {
  what: string;
  few: string;
  many: string;
  /** The ratio is at most this. */
  most: number;
}

/** A work on several things: rows by how many there are, the fewest first. */
export interface Linear {
  what: string;
  rows: readonly [row: string, count: number][];
}

/** What is constant may differ by so much: where an entry happens to lie. So may what each one more costs. */
const CONSTANT = 1.02;

export const SCALING: readonly Scaling[] = [
  { what: "IPC, 7 tasks and 2000 more", few: "ipc_0", many: "ipc_0_2000", most: CONSTANT },
  { what: "fault, 7 spaces and 1000 more", few: "fault_map", many: "fault_map_1000", most: CONSTANT },
  { what: "verdict, 10 and 10 000 rules", few: "verdict_hit", many: "verdict_hit_10000", most: CONSTANT },
  { what: "the same, not cached", few: "verdict_miss", many: "verdict_miss_10000", most: CONSTANT },
  // A table that is a third full: now and then a second place is looked at before it is sure that there is no rule.
  { what: "refusal, 10 and 10 000 rules", few: "verdict_denied", many: "verdict_denied_10000", most: 1.1 },
];

export const LINEAR: readonly Linear[] = [
  {
    what: "move of a page, each mapping",
    rows: [
      ["relocate_page", 1],
      ["relocate_page_65", 65],
      ["relocate_page_513", 513],
    ],
  },
  {
    what: "revocation, each page",
    rows: [
      ["revoke_1", 1],
      ["revoke_64", 64],
      ["revoke_1024", 1024],
    ],
  },
];

/** The median at many by the median at few. */
export function ratioOf({ few, many }: Scaling, figures: Map<string, Figure>): number {
  return medianOf(many, figures) / medianOf(few, figures);
}

/** What each one more costs, from one row to the next. */
export function costsOfMore({ rows }: Linear, figures: Map<string, Figure>): number[] {
  return rows.slice(1).map(([row, count], index) => {
    const [before, fewer] = rows[index]!;
    return (medianOf(row, figures) - medianOf(before, figures)) / (count - fewer);
  });
}

/** One line for each ratio that is more than it may be, and each work of which one more costs more where there are many. */
export function tooSteep(figures: Map<string, Figure>): string[] {
  const steep = SCALING.filter((one) => ratioOf(one, figures) > one.most).map(
    (one) => `${one.what}: ${ratioOf(one, figures).toFixed(3)}, at most ${one.most}`,
  );
  const bent = LINEAR.filter((one) => Math.max(...bends(one, figures)) > CONSTANT).map(
    (one) => `${one.what}: ${costsOfMore(one, figures).map(Math.round).join(", then ")}`,
  );
  return [...steep, ...bent];
}

/** What each one more costs, by what it costs where there are few. */
function bends(one: Linear, figures: Map<string, Figure>): number[] {
  const [first, ...others] = costsOfMore(one, figures);
  return others.map((cost) => cost / first!);
}

function medianOf(row: string, figures: Map<string, Figure>): number {
  const figure = figures.get(row);
  if (figure === undefined) throw new Failure(`no row ${row}`);
  return figure.median;
}

/** The two tables that people read. */
export function scalingTable(figures: Map<string, Figure>): string {
  const lines = SCALING.map((one) => {
    const columns = [
      medianOf(one.few, figures),
      medianOf(one.many, figures),
      ratioOf(one, figures).toFixed(3),
    ];
    return tableLine(one.what, ...columns, one.most);
  });
  const title = "\nMore of something; what does not grow with it is to be at most 1.02 times as much.\n\n";
  const constant = title + tableLine("work", "few", "many", "ratio", "at most") + lines.join("");
  return constant + linearTable(figures);
}

function linearTable(figures: Map<string, Figure>): string {
  const lines = LINEAR.map((one) => {
    const costs = costsOfMore(one, figures).map((cost) => cost.toFixed(1));
    return tableLine(one.what, ...costs, Math.max(...bends(one, figures)).toFixed(3), CONSTANT);
  });
  const title = "\nWhat is linear in something: what each one more costs, among few and among many.\n\n";
  return title + tableLine("work", "few", "many", "ratio", "at most") + lines.join("");
}

function tableLine(what: string, ...columns: (string | number)[]): string {
  return `${what.padEnd(36)}${columns.map((column) => String(column).padStart(10)).join("")}\n`;
}
