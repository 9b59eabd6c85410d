/** Rows of `make bench` that are one work done under more of something: what that costs, as a ratio. */
import type { Figure } from "./bench-table.ts";
import { Failure } from "./failure.ts";

export interface Scaling {
  what: string;
  few: string;
  many: string;
  /** The ratio is at most this; null where the work itself grows. */
  most: number | null;
}

/** What is constant may differ by so much: where an entry happens to lie. */
const CONSTANT = 1.02;

export const SCALING: readonly Scaling[] = [
  { what: "IPC, 14 and 2000 tasks", few: "ipc_0", many: "ipc_0_2000", most: CONSTANT },
  { what: "fault, 12 and 1000 spaces", few: "fault_map", many: "fault_map_1000", most: CONSTANT },
  { what: "verdict, 10 and 10 000 rules", few: "verdict_hit", many: "verdict_hit_10000", most: CONSTANT },
  { what: "the same, not cached", few: "verdict_miss", many: "verdict_miss_10000", most: CONSTANT },
  // A table that is a third full: now and then a second place is looked at before it is sure that there is no rule.
  { what: "refusal, 10 and 10 000 rules", few: "verdict_denied", many: "verdict_denied_10000", most: 1.1 },
  { what: "move of a page, 1 and 65 mappings", few: "relocate_page", many: "relocate_page_65", most: null },
  { what: "the same, 65 and 513 mappings", few: "relocate_page_65", many: "relocate_page_513", most: null },
  { what: "revocation, 1 and 64 pages", few: "revoke_1", many: "revoke_64", most: null },
];

/** The median at many by the median at few. */
export function ratioOf({ few, many }: Scaling, figures: Map<string, Figure>): number {
  const [base, more] = [figures.get(few), figures.get(many)];
  if (base === undefined || more === undefined) throw new Failure(`no rows ${few} and ${many}`);
  return more.median / base.median;
}

/** One line for each ratio that is more than it may be. */
export function tooSteep(figures: Map<string, Figure>): string[] {
  return SCALING.filter((one) => one.most !== null && ratioOf(one, figures) > one.most).map(
    (one) => `${one.what}: ${ratioOf(one, figures).toFixed(3)}, at most ${one.most}`,
  );
}

/** The table that people read. */
export function scalingTable(figures: Map<string, Figure>): string {
  const lines = SCALING.map((one) => {
    const [few, many] = [figures.get(one.few)!.median, figures.get(one.many)!.median];
    return tableLine(one.what, String(few), String(many), ratioOf(one, figures).toFixed(3), one.most ?? "-");
  });
  const title = "\nMore of something; what does not grow with it is to be at most 1.02 times as much.\n\n";
  return title + tableLine("work", "few", "many", "ratio", "at most") + lines.join("");
}

function tableLine(what: string, few: string, many: string, ratio: string, most: string | number): string {
  return `${what.padEnd(36)}${few.padStart(10)}${many.padStart(10)}${ratio.padStart(10)}${String(most).padStart(10)}\n`;
}
