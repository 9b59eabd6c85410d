/**
 * The boot loader's frame buffer for last words: white letters on black, from the upper left corner. Only for a kernel
 * that ends: it maps nothing, takes the screen from whoever has it, reads nothing of it, and needs no more than that the
 * frame window works, or that paging is still off.
 *
 * What does not fit below the last row is left out: the first lines say most.
 */
import { ASCII_GLYPHS, ASCII_TABLE } from "../../lib/console/ascii-font.ts";
import { fillPhysical } from "../arch/frame-window.ts";
import { keepAsked } from "./asked.ts";

const GLYPH_COLUMNS: u32 = 8;
const GLYPH_ROWS: u32 = 16;
const ROWS_IN_WORD: u32 = 4;
const FIRST_GLYPH: u8 = 0x20;
const NEW_LINE: u8 = 10;
/** All colours at full strength, wherever they lie in a pixel. */
const WHITE: u8 = 0xff;
/** Of a pixel of eight bits: the VGA palette's white (IBM VGA Technical Reference, section 4). */
const INDEXED_WHITE: u8 = 15;

let start: u64 = 0n;
let pitchBytes: u32 = 0;
let height: u32 = 0;
let pixelBytes: u32 = 0;
let columns: u32 = 0;
let column: u32 = 0;
/** The row of pixels where the line begins. */
let line: u32 = 0;
let enabled: bool = false;
/** ASCII_TABLE, which goes back after the boot where there is no such screen; nobody else may name it. */
let font: Span<u32> = zeroed();

/** Tells where a frame buffer of whole bytes a pixel lies; its numbers have been checked. Nothing is drawn yet. */
export function knowPixelScreen(address: u64, pitch: u32, width: u32, rows: u32, depth: u32): void {
  start = address;
  pitchBytes = pitch;
  height = rows;
  pixelBytes = (depth + 7) / 8;
  columns = depth < 8 ? 0 : width / GLYPH_COLUMNS;
  if (columns !== 0) {
    keepAsked();
    font = spanOf(ASCII_TABLE);
  }
}

/** Blackens the screen and takes it into use. False when there is none. */
export function takePixelScreen(): bool {
  if (columns === 0) {
    return false;
  }
  enabled = true;
  fillPhysical(start, pitchBytes * height, 0);
  return true;
}

/** Writes one byte, if the screen is in use. */
export function writePixelScreen(byte: u8): void {
  if (!enabled) {
    return;
  }
  if (byte === NEW_LINE || column === columns) {
    column = 0;
    line += GLYPH_ROWS;
  }
  const glyph: u32 = u32(byte) - u32(FIRST_GLYPH);
  if (glyph < ASCII_GLYPHS && line + GLYPH_ROWS <= height) {
    drawGlyph(glyph);
    column++;
  }
}

function drawGlyph(glyph: u32): void {
  let place: u64 = start + u64(line * pitchBytes + column * GLYPH_COLUMNS * pixelBytes);
  for (let row: u32 = 0; row < GLYPH_ROWS; row++) {
    const word: u32 = font[glyph * (GLYPH_ROWS / ROWS_IN_WORD) + row / ROWS_IN_WORD];
    drawRow(place, word >>> ((row % ROWS_IN_WORD) * GLYPH_COLUMNS));
    place += u64(pitchBytes);
  }
}

/** The lowest eight bits, the leftmost pixel in the highest of them. */
function drawRow(place: u64, bits: u32): void {
  for (let x: u32 = 0; x < GLYPH_COLUMNS; x++) {
    if (((bits >>> (GLYPH_COLUMNS - 1 - x)) & 1) !== 0) {
      fillPhysical(place + u64(x * pixelBytes), pixelBytes, pixelBytes === 1 ? INDEXED_WHITE : WHITE);
    }
  }
}
