/**
 * Tables in text: columns of fixed width within 80 columns, two spaces between, numbers to the right. What is too
 * long is cut and marked by `~`, so that a row never wraps. Characters are counted, not bytes (UTF-8). Pure.
 */
import { appendByte, appendSpaces, appendString, clearText, decimalWidth, type TextBuffer } from "./text.ts";

export const TABLE_COLUMNS_MAX = 12;
/** Columns of the screen that a row may take. */
export const TABLE_WIDTH_MAX: u32 = 80;

const GAP: u32 = 2;
const CUT_MARK: u8 = 0x7e;
const CONTINUATION_MASK: u32 = 0xc0;
const CONTINUATION: u32 = 0x80;

export enum Align {
  LEFT = 0,
  RIGHT = 1,
}

export class Table {
  private readonly widths: FixedArray<u32, typeof TABLE_COLUMNS_MAX> = zeroed();
  private readonly aligns: FixedArray<Align, typeof TABLE_COLUMNS_MAX> = zeroed();
  private readonly titles: FixedArray<string, typeof TABLE_COLUMNS_MAX> = zeroed();
  private count: u32 = 0;
  private total: u32 = 0;
  private next: u32 = 0;

  /** Forgets all columns. */
  clear(): void {
    this.count = 0;
    this.total = 0;
  }

  /** Adds a column at least as wide as its title. False, and nothing added, when the row would be wider than the screen. */
  addColumn(title: string, width: u32, align: Align): bool {
    const wide: u32 = characterCount(title) > width ? characterCount(title) : width;
    const gap: u32 = this.count === 0 ? 0 : GAP;
    if (this.count === TABLE_COLUMNS_MAX || wide === 0 || wide > TABLE_WIDTH_MAX) {
      return false;
    }
    if (this.total + gap + wide > TABLE_WIDTH_MAX) {
      return false;
    }
    this.widths[this.count] = wide;
    this.aligns[this.count] = align;
    this.titles[this.count] = title;
    this.count += 1;
    this.total += gap + wide;
    return true;
  }

  /** Begins a row in an emptied text; call `cell` or `number` for each column then. */
  beginRow(text: TextBuffer): void {
    clearText(text);
    this.next = 0;
  }

  /** The row of titles. */
  titleRow(text: TextBuffer): void {
    this.beginRow(text);
    for (let i: u32 = 0; i < this.count; i++) {
      this.cell(text, this.titles[i]);
    }
  }

  /** The next cell; what comes behind the last column is left out. */
  cell(text: TextBuffer, value: string): void {
    if (this.next >= this.count) {
      return;
    }
    const length: u32 = characterCount(value);
    const width: u32 = this.widths[this.next];
    const fill: u32 = length < width ? width - length : 0;
    this.space(text, this.aligns[this.next] === Align.RIGHT ? fill : 0);
    if (length > width) {
      appendCharacters(text, value, width - 1);
      appendByte(text, CUT_MARK);
    } else {
      appendString(text, value);
    }
    this.finishCell(text, this.aligns[this.next] === Align.LEFT ? fill : 0);
  }

  /** The next cell, a number in decimal; one with more digits than fit is shown as `~`s: a part would be wrong. */
  number(text: TextBuffer, value: u32): void {
    if (this.next >= this.count) {
      return;
    }
    const digits: FixedArray<u8, 10> = zeroed();
    const width: u32 = this.widths[this.next];
    if (decimalWidth(value) <= width) {
      this.cell(text, format(spanOf(digits), `${value}`));
      return;
    }
    this.space(text, 0);
    for (let i: u32 = 0; i < width; i++) {
      appendByte(text, CUT_MARK);
    }
    this.finishCell(text, 0);
  }

  /** The gap before a cell. */
  private space(text: TextBuffer, fill: u32): void {
    appendSpaces(text, (this.next === 0 ? 0 : GAP) + fill);
  }

  /** Nothing is written behind the last cell. */
  private finishCell(text: TextBuffer, fill: u32): void {
    this.next += 1;
    if (this.next < this.count) {
      appendSpaces(text, fill);
    }
  }
}

/** Characters of a text in UTF-8. */
export function characterCount(text: string): u32 {
  let count: u32 = 0;
  for (let i: u32 = 0; i < text.length; i++) {
    count += (u32(text.charCodeAt(i)) & CONTINUATION_MASK) === CONTINUATION ? 0 : 1;
  }
  return count;
}

/** The first `count` characters. */
function appendCharacters(text: TextBuffer, value: string, count: u32): void {
  let seen: u32 = 0;
  for (let i: u32 = 0; i < value.length; i++) {
    const byte: u8 = value.charCodeAt(i);
    seen += (u32(byte) & CONTINUATION_MASK) === CONTINUATION ? 0 : 1;
    if (seen > count) {
      return;
    }
    appendByte(text, byte);
  }
}
