/** The table in docs/performance.md of what instruction counts do not see: `make profile` writes it. */
import { readFileSync } from "node:fs";
import { inRoot } from "../paths.ts";
import type { Stretch } from "./record.ts";
import { type Beside, countBeside } from "./report.ts";

export const PERFORMANCE_DOCUMENT = "docs/performance.md";
/** The rows of the table, in its order. */
export const DOCUMENTED_ROWS = [
  ...["verdict_hit", "notify", "yield_pair", "null_call", "ipc_0", "ipc_63", "fault_reply"],
  ...["map_page", "unmap_page", "relocate_page", "task_create", "task_end", "revoke_1"],
];
const COLUMNS: readonly [title: string, key: keyof Beside][] = [
  ["instructions", "instructions"],
  ["CR3", "cr3Loads"],
  ["INVLPG", "pageFlushes"],
  ["ways in and out", "crossings"],
  ["branches", "branches"],
  ["taken", "branchesTaken"],
  ["code lines", "codeLines"],
  ["data lines", "dataLines"],
  ["pages", "pages"],
];
const TABLE = /\| row \| instructions \| CR3 [\s\S]*?\n(?=\n)/;

/** A line of the table. */
export function documentLine(row: string, stretch: Stretch): string {
  const beside = countBeside(stretch);
  return `| \`${row}\` | ${COLUMNS.map(([, key]) => beside[key]).join(" | ")} |`;
}

/** The document with a table of these rows; one that was not recorded keeps the line that it has. */
export function documentWith(rows: Map<string, Stretch>): string {
  const text = readFileSync(inRoot(PERFORMANCE_DOCUMENT), "utf8");
  const lines = DOCUMENTED_ROWS.flatMap((row) => {
    const stretch = rows.get(row);
    return stretch === undefined ? linesOf(text, row) : [documentLine(row, stretch)];
  });
  const head = `| row | ${COLUMNS.map(([title]) => title).join(" | ")} |`;
  const rule = `|---|${COLUMNS.map(() => "---:|").join("")}`;
  return text.replace(TABLE, `${[head, rule, ...lines].join("\n")}\n`);
}

/** The line of a row in the document's table; none where there is none. */
export function linesOf(text: string, row: string): string[] {
  const table = TABLE.exec(text)?.[0] ?? "";
  return table.split("\n").filter((line) => line.startsWith(`| \`${row}\` |`));
}
