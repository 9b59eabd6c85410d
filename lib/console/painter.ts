/**
 * Draws a grid: only cells that changed since they were drawn last, each row of pixels of neighbouring cells in one run,
 * left to right, as write-combining memory likes it. Knows nothing of frame buffers: runs go to a function. It never reads
 * a pixel. Pure.
 */
import { type COLOURS_COUNT, cellBackground, cellForeground, cellGlyph, invertedCell } from "./cell.ts";
import { GLYPH_COLUMNS, GLYPH_ROWS, glyphRow } from "./font.ts";
import { cursorCell, type TextGrid } from "./grid.ts";

/** Cells that are drawn in one run at most. */
const RUN_CELLS = 32;
const RUN_PIXELS = 256;
const LEFTMOST_BIT: u32 = 7;

/** Writes pixels, values of the target's own format, from (x, y) to the right; counted from the upper left corner. */
export type RunWriter = (x: u32, y: u32, pixels: Span<u32>) => void;

export class Painter {
  /** Pixel values of the sixteen colours, in the target's format. */
  readonly palette: FixedArray<u32, typeof COLOURS_COUNT> = zeroed();
  /** Where the upper left cell is, in pixels. */
  left: u32 = 0;
  top: u32 = 0;
  private readonly run: FixedArray<u32, typeof RUN_PIXELS> = zeroed();

  /** Brings the picture up to date. Answers how many cells were drawn. */
  draw(grid: TextGrid, write: RunWriter): u32 {
    const cursorRow: u32 = grid.row;
    let drawn: u32 = 0;
    for (let row: u32 = 0; row < grid.rows; row++) {
      const changed: bool = row >= grid.firstChanged && row < grid.endChanged;
      if (changed || row === cursorRow || row === grid.shownCursorRow) {
        drawn += this.drawRow(grid, row, write);
      }
    }
    grid.shownCursorRow = cursorRow;
    grid.firstChanged = 0;
    grid.endChanged = 0;
    return drawn;
  }

  private drawRow(grid: TextGrid, row: u32, write: RunWriter): u32 {
    let drawn: u32 = 0;
    let column: u32 = 0;
    while (column < grid.columns) {
      let count: u32 = 0;
      while (count < RUN_CELLS && column + count < grid.columns && isStale(grid, row, column + count)) {
        count += 1;
      }
      if (count === 0) {
        column += 1;
      } else {
        this.drawCells(grid, row, column, count, write);
        drawn += count;
        column += count;
      }
    }
    return drawn;
  }

  private drawCells(grid: TextGrid, row: u32, column: u32, count: u32, write: RunWriter): void {
    const start: u32 = row * grid.columns + column;
    for (let i: u32 = 0; i < count; i++) {
      grid.shown[start + i] = cellToShow(grid, start + i);
    }
    const pixels = subSpan(spanOf(this.run), 0, count * GLYPH_COLUMNS);
    const x: u32 = this.left + column * GLYPH_COLUMNS;
    const y: u32 = this.top + row * GLYPH_ROWS;
    for (let line: u32 = 0; line < GLYPH_ROWS; line++) {
      for (let i: u32 = 0; i < count; i++) {
        this.fillRun(i * GLYPH_COLUMNS, grid.shown[start + i], line);
      }
      write(x, y + line, pixels);
    }
  }

  /** One row of pixels of one cell. */
  private fillRun(start: u32, cell: u32, line: u32): void {
    const bits: u32 = glyphRow(cellGlyph(cell), line);
    const foreground: u32 = this.palette[cellForeground(cell)];
    const background: u32 = this.palette[cellBackground(cell)];
    for (let x: u32 = 0; x < GLYPH_COLUMNS; x++) {
      const set: bool = ((bits >>> ((LEFTMOST_BIT - x) & 7)) & 1) !== 0;
      this.run[start + x] = set ? foreground : background;
    }
  }
}

function isStale(grid: TextGrid, row: u32, column: u32): bool {
  const index: u32 = row * grid.columns + column;
  return grid.shown[index] !== cellToShow(grid, index);
}

function cellToShow(grid: TextGrid, index: u32): u32 {
  const cell: u32 = grid.cells[index];
  return grid.cursorVisible && index === cursorCell(grid) ? invertedCell(cell) : cell;
}
