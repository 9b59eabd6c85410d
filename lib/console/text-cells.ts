/**
 * Draws a grid into VGA text memory: cells of 16 bits, a character of code page 437 below a colour (IBM VGA Technical
 * Reference, section 2). Only cells that changed are written, none is read. Pure: it sees the memory through a window.
 */
import { cellBackground, cellCharacter, cellForeground, invertedCell } from "./cell.ts";
import { codePage437 } from "./code-page.ts";
import { cursorCell, type TextGrid } from "./grid.ts";

/** Backgrounds have three bits: the fourth one makes characters blink. */
const BACKGROUND_MASK: u32 = 7;
const FOREGROUND_SHIFT: u32 = 8;
const BACKGROUND_SHIFT: u32 = 12;

/** Brings the memory up to date; it has as many cells as the grid. Answers how many cells were written. */
export function drawTextCells(grid: TextGrid, memory: Span<u16>): u32 {
  let drawn: u32 = 0;
  for (let index: u32 = 0; index < grid.cells.length && index < memory.length; index++) {
    const isCursor: bool = grid.cursorVisible && index === cursorCell(grid);
    const cell: u32 = isCursor ? invertedCell(grid.cells[index]) : grid.cells[index];
    if (grid.shown[index] !== cell) {
      grid.shown[index] = cell;
      memory[index] = u16(
        codePage437(cellCharacter(cell)) |
          (vgaColour(cellForeground(cell)) << FOREGROUND_SHIFT) |
          ((vgaColour(cellBackground(cell)) & BACKGROUND_MASK) << BACKGROUND_SHIFT),
      );
      drawn += 1;
    }
  }
  grid.firstChanged = 0;
  grid.endChanged = 0;
  return drawn;
}

/** Red and blue have each other's bit. */
function vgaColour(colour: u32): u32 {
  return (colour & 0xa) | ((colour & 1) << 2) | ((colour >>> 2) & 1);
}
