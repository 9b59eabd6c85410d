/**
 * The text of a screen: a grid of cells in ordinary memory, with a cursor and the colours that are written in.
 *
 * Invariants: the cursor's row is below `rows`, its column at most `columns` (it is `columns` after a character in the
 * last column: the line is wrapped only when another character comes, as terminals do). Rows from `firstChanged` below
 * `endChanged` may differ from what is shown. It never looks at the picture itself: what is shown is remembered in `shown`.
 * Pure.
 */
import { DEFAULT_BACKGROUND, DEFAULT_FOREGROUND, makeCell } from "./cell.ts";

const SPACE: u32 = 0x20;
const TAB_COLUMNS: u32 = 8;
/** In `shown`: nothing is known about what is there, so it is drawn anew. */
export const NOTHING_SHOWN: u32 = 0xffff_ffff;

export class TextGrid {
  columns: u32 = 0;
  rows: u32 = 0;
  /** Row after row. */
  cells: Span<u32> = zeroed();
  shown: Span<u32> = zeroed();
  row: u32 = 0;
  column: u32 = 0;
  foreground: u32 = 0;
  background: u32 = 0;
  cursorVisible: bool = false;
  /** Where the cursor was drawn last. */
  shownCursorRow: u32 = 0;
  firstChanged: u32 = 0;
  endChanged: u32 = 0;
}

/**
 * Starts an empty grid over two windows of `columns * rows` words each. False, and nothing changed, when there would be
 * no cell or a window is too small.
 */
export function startGrid(grid: TextGrid, columns: u32, rows: u32, cells: Span<u32>, shown: Span<u32>): bool {
  const count: u64 = u64(columns) * u64(rows);
  if (count === 0n || count > u64(cells.length) || count > u64(shown.length)) {
    return false;
  }
  grid.columns = columns;
  grid.rows = rows;
  grid.cells = subSpan(cells, 0, columns * rows);
  grid.shown = subSpan(shown, 0, columns * rows);
  grid.row = 0;
  grid.column = 0;
  grid.foreground = DEFAULT_FOREGROUND;
  grid.background = DEFAULT_BACKGROUND;
  grid.cursorVisible = true;
  eraseCells(grid, 0, columns * rows);
  showAnew(grid);
  return true;
}

/** Says that the picture has to be drawn anew, all of it. */
export function showAnew(grid: TextGrid): void {
  for (let i: u32 = 0; i < grid.shown.length; i++) {
    grid.shown[i] = NOTHING_SHOWN;
  }
  grid.shownCursorRow = 0;
  grid.firstChanged = 0;
  grid.endChanged = grid.rows;
}

/** Writes a character at the cursor and moves on; wraps and scrolls where there is no room. */
export function putCharacter(grid: TextGrid, character: u32): void {
  if (grid.column >= grid.columns) {
    grid.column = 0;
    lineFeed(grid);
  }
  grid.cells[grid.row * grid.columns + grid.column] = makeCell(character, grid.foreground, grid.background);
  markRows(grid, grid.row, grid.row + 1);
  grid.column += 1;
}

/** One row down; at the last row everything moves up. */
export function lineFeed(grid: TextGrid): void {
  if (grid.row + 1 < grid.rows) {
    grid.row += 1;
  } else {
    scrollUp(grid);
  }
}

/** To the first column. */
export function carriageReturn(grid: TextGrid): void {
  grid.column = 0;
}

/** One column back, at most to the first; behind the last column the cursor counts as in it. */
export function backspace(grid: TextGrid): void {
  const column: u32 = grid.column < grid.columns ? grid.column : grid.columns - 1;
  grid.column = column > 0 ? column - 1 : 0;
}

/** To the next column that is a multiple of eight, at most to the last. */
export function tabulate(grid: TextGrid): void {
  moveCursor(grid, grid.row, (grid.column / TAB_COLUMNS + 1) * TAB_COLUMNS);
}

/** Moves the cursor; beyond the edge means at the edge. */
export function moveCursor(grid: TextGrid, row: u32, column: u32): void {
  grid.row = row < grid.rows ? row : grid.rows - 1;
  grid.column = column < grid.columns ? column : grid.columns - 1;
}

/** Erases cells `start` to below `end` of the whole grid, counted row by row, in the background colour of now. */
export function eraseCells(grid: TextGrid, start: u32, end: u32): void {
  const last: u32 = end < grid.cells.length ? end : grid.cells.length;
  if (start >= last) {
    return;
  }
  const empty: u32 = makeCell(SPACE, grid.foreground, grid.background);
  for (let i: u32 = start; i < last; i++) {
    grid.cells[i] = empty;
  }
  markRows(grid, start / grid.columns, (last - 1) / grid.columns + 1);
}

/** Where the cursor is, as the number of a cell: in the last column after it was written to. */
export function cursorCell(grid: TextGrid): u32 {
  const column: u32 = grid.column < grid.columns ? grid.column : grid.columns - 1;
  return grid.row * grid.columns + column;
}

function scrollUp(grid: TextGrid): void {
  const moved: u32 = (grid.rows - 1) * grid.columns;
  for (let i: u32 = 0; i < moved; i++) {
    grid.cells[i] = grid.cells[i + grid.columns];
  }
  eraseCells(grid, moved, grid.cells.length);
  markRows(grid, 0, grid.rows);
}

function markRows(grid: TextGrid, first: u32, end: u32): void {
  if (grid.firstChanged >= grid.endChanged) {
    grid.firstChanged = first;
    grid.endChanged = end;
    return;
  }
  grid.firstChanged = first < grid.firstChanged ? first : grid.firstChanged;
  grid.endChanged = end > grid.endChanged ? end : grid.endChanged;
}
