/** The memory map as an aligned table. */
import { hex, type MapRange, rangeBytes, sizeText } from "./parse.ts";

const HEAD = ["range", "size", "owner", "rights", "cache", "state", "physical"];

/** One block for each scope, lowest address first. */
export function memoryMapTable(ranges: MapRange[]): string {
  const rows = ranges.map(cells);
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd();
  const blocks = [...new Set(ranges.map((range) => range.scope))].map((scope) => {
    const own = ranges.flatMap((range, index) => (range.scope === scope ? [line(rows[index]!)] : []));
    return `${scopeTitle(scope)}\n${line(HEAD)}\n${own.join("\n")}\n`;
  });
  return blocks.join("\n");
}

function scopeTitle(scope: string): string {
  return scope === "shared" ? "in every space" : `in the space of ${scope}`;
}

function cells(range: MapRange): string[] {
  const physical = range.state === "mapped" || range.state === "shared" ? range.physical.toString(16) : "-";
  return [
    `${hex(range.first)}-${hex(range.last)}`,
    sizeText(rangeBytes(range)),
    range.owner,
    range.rights,
    range.state === "guard" ? "-" : range.cache,
    range.state,
    physical.padStart(physical === "-" ? 1 : 8, "0"),
  ];
}
