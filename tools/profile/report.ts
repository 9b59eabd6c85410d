/** What a recorded row consists of: instructions by function, and what their number does not say. */
import { isBranch, touchedAddress } from "./instructions.ts";
import type { Stretch } from "./record.ts";

const LINE_BYTES = 64;
const PAGE_BYTES = 4096;

export interface Beside {
  instructions: number;
  /** Loads of CR3, each of which empties the TLB but for global pages; single entries that INVLPG drops. */
  cr3Loads: number;
  pageFlushes: number;
  /** Ways into the kernel and out of it. */
  crossings: number;
  branches: number;
  branchesTaken: number;
  /** Different lines of 64 bytes and pages of 4 KiB, by virtual address. */
  codeLines: number;
  dataLines: number;
  pages: number;
}

/** Counts of one row. */
export function countBeside(stretch: Stretch): Beside {
  const code = new Set<number>();
  const data = new Set<number>();
  const beside = { cr3Loads: 0, pageFlushes: 0, crossings: 0, branches: 0, branchesTaken: 0 };
  stretch.forEach(({ instruction: { address, bytes, text }, registers }, index) => {
    for (const at of [address, address + bytes - 1]) code.add(Math.floor(at / LINE_BYTES));
    const touched = touchedAddress(text, registers);
    if (touched !== null) data.add(Math.floor(touched / LINE_BYTES));
    if (/^mov\s+cr3/.test(text)) beside.cr3Loads++;
    if (text.startsWith("invlpg")) beside.pageFlushes++;
    if (/^(sysenter|sysexit|iret)/.test(text)) beside.crossings++;
    const next = stretch[index + 1];
    if (!isBranch(text) || next === undefined) return;
    beside.branches++;
    if (next.instruction.address !== address + bytes) beside.branchesTaken++;
  });
  const pages = new Set([...code, ...data].map((line) => Math.floor((line * LINE_BYTES) / PAGE_BYTES)));
  const lines = { codeLines: code.size, dataLines: data.size, pages: pages.size };
  return { instructions: stretch.length, ...beside, ...lines };
}

/** Instructions that ran one after the other in one function. */
export interface Run {
  symbol: string;
  count: number;
}

/** A stretch as runs, in order. */
export function runsOf(stretch: Stretch): Run[] {
  const runs: Run[] = [];
  for (const { instruction } of stretch) {
    if (runs.at(-1)?.symbol === instruction.symbol) runs.at(-1)!.count++;
    else runs.push({ symbol: instruction.symbol, count: 1 });
  }
  return runs;
}

/** One line for each run, in order. */
export function stepsReport(row: string, stretch: Stretch): string {
  const lines = runsOf(stretch).map(({ symbol, count }) => `${String(count).padStart(7)}  ${symbol}\n`);
  return `${row}: instructions in the order they ran, two of them the measurement's own\n\n${lines.join("")}\n`;
}

/** Functions by what they take in all. */
export function functionsReport(stretch: Stretch): string {
  const counts = new Map<string, number>();
  for (const { instruction } of stretch)
    counts.set(instruction.symbol, (counts.get(instruction.symbol) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([symbol, count]) => `${String(count).padStart(7)}  ${symbol}\n`).join("");
}

/** Every instruction, as it ran. */
export function listing(stretch: Stretch): string {
  return stretch
    .map(
      ({ instruction: { address, symbol, text } }) =>
        `${address.toString(16)} ${symbol.padEnd(24)} ${text}\n`,
    )
    .join("");
}

const COLUMNS: readonly [string, keyof Beside][] = [
  ["instr.", "instructions"],
  ["CR3", "cr3Loads"],
  ["INVLPG", "pageFlushes"],
  ["in/out", "crossings"],
  ["branches", "branches"],
  ["taken", "branchesTaken"],
  ["code", "codeLines"],
  ["data", "dataLines"],
  ["pages", "pages"],
];

/** The table of all rows: what instruction counts do not see. */
export function besideTable(rows: Map<string, Stretch>): string {
  const head = `${"row".padEnd(22)}${COLUMNS.map(([title]) => title.padStart(9)).join("")}\n`;
  const lines = [...rows].map(([row, stretch]) => {
    const beside = countBeside(stretch);
    return `${row.padEnd(22)}${COLUMNS.map(([, key]) => String(beside[key]).padStart(9)).join("")}\n`;
  });
  return head + lines.join("");
}
