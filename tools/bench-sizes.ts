/**
 * The rows of `make bench` at several sizes of memory: no cost may grow with memory, so what is shown is
 * the ratio of the largest size's figure to the smallest's.
 */
import type { Figure } from "./bench-table.ts";
import { Failure } from "./failure.ts";

/** Figures at the sizes that were asked for, smallest first, sizes in QEMU's units. */
export interface SizedFigures {
  sizes: string[];
  figures: Map<string, Figure>[];
}

/** What a row may take at the largest size, beside the smallest. */
export const GROWTH_MAX = 1.02;
/** A boot is no operation on what is there: it writes the page tables, records and bits that more memory needs. */
const BOOT_GROWTH_MAX = 1.03;
/** The sizes that `make bench` shows. */
export const BENCH_SIZES = "64M,4G";

/** `64M,4G` to sizes. A list of fewer than two, or of anything else, is a Failure. */
export function parseSizes(text: string): string[] {
  const sizes = text.split(",");
  if (sizes.length < 2 || sizes.some((size) => !/^[1-9]\d*[MG]$/.test(size))) {
    throw new Failure(`"${text}" is no list of sizes`, "make bench MEMORY=64M,4G");
  }
  return sizes;
}

/** Figure at the largest size by figure at the smallest. */
export function growth(sized: SizedFigures, row: string): number {
  const [first, last] = [sized.figures[0]!.get(row), sized.figures.at(-1)!.get(row)];
  if (first === undefined || last === undefined) throw new Failure(`row ${row} is not there at every size`);
  return last.median / first.median;
}

/** Rows that grow by more than they may. */
export function growingRows(sized: SizedFigures): string[] {
  const most = (row: string) => (row === "boot_to_user" ? BOOT_GROWTH_MAX : GROWTH_MAX);
  return [...sized.figures[0]!.keys()].filter((row) => growth(sized, row) > most(row));
}

/** The table that people read. */
export function sizesTable(sized: SizedFigures): string {
  const title = `\nThe same at ${sized.sizes.join(" and ")} of memory; the ratio is to be at most ${GROWTH_MAX}, of boot_to_user ${BOOT_GROWTH_MAX}.\n\n`;
  const lines = [...sized.figures[0]!.keys()].map((row) => {
    const figures = sized.figures.map((figures) => String(figures.get(row)!.median));
    return tableLine(row, figures, growth(sized, row).toFixed(3));
  });
  return title + tableLine("row", sized.sizes, "ratio") + lines.join("");
}

function tableLine(row: string, columns: string[], ratio: string): string {
  return `${row.padEnd(34)}${columns.map((column) => column.padStart(10)).join("")}${ratio.padStart(10)}\n`;
}
