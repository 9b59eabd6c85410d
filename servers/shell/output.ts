/**
 * What commands print: a line is gathered in one buffer and leaves it whole, through the console server. Rows of a table are
 * made in the same buffer.
 */
import { Align, type Table } from "../../lib/core/table.ts";
import {
  appendDecimal,
  appendHex,
  appendString,
  clearText,
  padTo,
  type TextBuffer,
  textBytes,
} from "../../lib/core/text.ts";
import { writeConsole } from "../../lib/user/console-client.ts";

const KIB_BYTES: u32 = 1024;
const MIB_BYTES: u32 = 1024 * KIB_BYTES;
const CELL_BYTES = 32;

const line: TextBuffer = zeroed();
const table: Table = zeroed();
/** Cells that are put together from parts live here until their row ends. */
const cell: FixedArray<u8, typeof CELL_BYTES> = zeroed();

export function say(text: string): void {
  appendString(line, text);
}

export function sayDecimal(value: u32): void {
  appendDecimal(line, value);
}

export function sayHex(value: u32): void {
  appendHex(line, value, 8);
}

/** An amount in the largest unit that it is a whole number of. */
export function sayBytes(bytes: u32): void {
  say(bytesText(bytes));
}

/** Spaces up to a column. */
export function sayTo(column: u32): void {
  padTo(line, column);
}

/** Ends the line and writes it. */
export function endLine(): void {
  writeConsole(textBytes(line));
  writeConsole(bytesOf("\n"));
  clearText(line);
}

export function sayLine(text: string): void {
  say(text);
  endLine();
}

/** The same as a cell of a table; good until the next one. */
export function bytesText(bytes: u32): string {
  if (bytes === 0xffff_ffff) {
    return "all";
  }
  if (bytes !== 0 && bytes % MIB_BYTES === 0) {
    return format(spanOf(cell), `${bytes / MIB_BYTES} MiB`);
  }
  if (bytes !== 0 && bytes % KIB_BYTES === 0) {
    return format(spanOf(cell), `${bytes / KIB_BYTES} KiB`);
  }
  return format(spanOf(cell), `${bytes} bytes`);
}

/** Eight hexadecimal digits as a cell; good until the next one. */
export function hexText(value: u32): string {
  return format(spanOf(cell), `${hex(value, 8)}`);
}

/** Begins a table without columns. */
export function beginTable(): void {
  table.clear();
}

export function textColumn(title: string, width: u32): void {
  table.addColumn(title, width, Align.LEFT);
}

export function numberColumn(title: string, width: u32): void {
  table.addColumn(title, width, Align.RIGHT);
}

/** Writes the titles. */
export function endTitles(): void {
  table.titleRow(line);
  endLine();
}

/** Begins a row; `rowText` and `rowNumber` for each column, then `endLine`. */
export function beginRow(): void {
  table.beginRow(line);
}

export function rowText(text: string): void {
  table.cell(line, text);
}

export function rowNumber(value: u32): void {
  table.number(line, value);
}
