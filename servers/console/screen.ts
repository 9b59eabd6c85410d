/**
 * The screen of the console server: a terminal (lib/console) over whatever the boot loader left, drawn from ordinary
 * memory; video memory is written, never read. Without a screen, or with one that cannot be mapped, text goes to the serial
 * line alone.
 */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_DEVICE,
  ATTRIBUTE_WRITE,
  ATTRIBUTE_WRITE_COMBINING,
} from "../../lib/abi/attributes.ts";
import { type InformationScreen, ScreenKind } from "../../lib/abi/information.ts";
import { PAGE_OFFSET_MASK } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { GLYPH_COLUMNS, GLYPH_ROWS } from "../../lib/console/font.ts";
import {
  checkFrameBuffer,
  type FrameBuffer,
  FrameBufferError,
  writeRun,
} from "../../lib/console/frame-buffer.ts";
import { showAnew, startGrid } from "../../lib/console/grid.ts";
import type { Painter } from "../../lib/console/painter.ts";
import { usePalette } from "../../lib/console/palette.ts";
import type { Terminal } from "../../lib/console/terminal.ts";
import { drawTextCells } from "../../lib/console/text-cells.ts";
import { pagesFor } from "../../lib/core/rounding.ts";
import { systemInformation } from "../../lib/user/information.ts";
import { addressSpaceAlloc, addressSpaceSet } from "../../lib/user/kernel-calls.ts";
import { byteWindow, halfWindow, wordWindow } from "../../lib/user/memory.ts";
import { writePort8 } from "../../lib/user/ports.ts";
import { selfSpace } from "../../lib/user/self.ts";

const SCREEN_VIEW: u32 = 0x6000_0000;
const SCREEN_BYTES_MAX: u64 = 0x1000_0000n;
const CELLS_VIEW: u32 = 0x5000_0000;
/** 8K, in cells of the font. */
const CELLS_MAX: u32 = 129_600;
const CELL_BYTES: u32 = 4;
const TEXT_CELL_BYTES: u32 = 2;
/** IBM VGA Technical Reference, CRT controller: index 0Ah, bit 5 hides the cursor. */
const CRT_INDEX: u32 = 0x3d4;
const CRT_DATA: u32 = 0x3d5;
const CURSOR_START: u8 = 0x0a;
const CURSOR_OFF: u8 = 0x20;

const terminal: Terminal = zeroed();
const painter: Painter = zeroed();
const frameBuffer: FrameBuffer = zeroed();
let textCells: Span<u16> = zeroed();
let kind: ScreenKind = ScreenKind.NONE;
let left: bool = false;

/** Takes the screen into use, empty; without one it is NONE from then on. */
export function startScreen(): void {
  const screen: InformationScreen = systemInformation().screen;
  if (screen.kind === ScreenKind.COLOUR && startFrameBuffer(screen)) {
    kind = ScreenKind.COLOUR;
  } else if (screen.kind === ScreenKind.TEXT && startText(screen)) {
    kind = ScreenKind.TEXT;
  }
}

export function screenKind(): ScreenKind {
  return kind;
}

/** 80 where there is no screen: what a serial terminal has. */
export function screenColumns(): u32 {
  return kind === ScreenKind.NONE ? 80 : terminal.grid.columns;
}

export function screenRows(): u32 {
  return kind === ScreenKind.NONE ? 24 : terminal.grid.rows;
}

/** Writes into the terminal; `drawScreen` shows it. */
export function writeScreen(bytes: Span<u8>): void {
  if (kind !== ScreenKind.NONE) {
    terminal.write(bytes);
  }
}

/** Leaves the picture to somebody else. Text is written all the same, and shown later. */
export function leaveScreen(): void {
  left = true;
}

/** The mode is again what the boot loader left, the picture is anything: the next drawing draws all of it. */
export function takeScreenBack(): void {
  left = false;
  if (kind === ScreenKind.COLOUR) {
    clearFrameBuffer();
  } else if (kind === ScreenKind.TEXT) {
    hideCursor();
  }
  if (kind !== ScreenKind.NONE) {
    showAnew(terminal.grid);
  }
}

/** Brings the picture up to date. */
export function drawScreen(): void {
  if (left) {
    return;
  }
  if (kind === ScreenKind.COLOUR) {
    painter.draw(terminal.grid, writePixels);
  } else if (kind === ScreenKind.TEXT) {
    drawTextCells(terminal.grid, textCells);
  }
}

function writePixels(x: u32, y: u32, pixels: Span<u32>): void {
  writeRun(frameBuffer, x, y, pixels);
}

function startFrameBuffer(screen: InformationScreen): bool {
  const bytes: u64 = u64(screen.pitch) * u64(screen.height);
  const offset: u32 = screen.addressLow & PAGE_OFFSET_MASK;
  if (bytes === 0n || bytes > SCREEN_BYTES_MAX || !mapScreen(screen, offset + u32(bytes))) {
    return false;
  }
  frameBuffer.width = screen.width;
  frameBuffer.height = screen.height;
  frameBuffer.pitchBytes = screen.pitch;
  frameBuffer.words = wordWindow(SCREEN_VIEW + offset, u32(bytes) / 4);
  frameBuffer.halves = halfWindow(SCREEN_VIEW + offset, u32(bytes) / 2);
  frameBuffer.bytes = byteWindow(SCREEN_VIEW + offset, u32(bytes));
  const format = frameBuffer.format;
  format.redPosition = screen.red.position;
  format.redBits = screen.red.bits;
  format.greenPosition = screen.green.position;
  format.greenBits = screen.green.bits;
  format.bluePosition = screen.blue.position;
  format.blueBits = screen.blue.bits;
  if (checkFrameBuffer(frameBuffer, screen.depth) !== FrameBufferError.NONE) {
    return false;
  }
  usePalette(painter, format);
  return startTerminal(screen.width / GLYPH_COLUMNS, screen.height / GLYPH_ROWS) && clearFrameBuffer();
}

/** What no cell covers: the boot loader's picture would stay at the edges. */
function clearFrameBuffer(): bool {
  const black: FixedArray<u32, 256> = zeroed();
  for (let i: u32 = 0; i < 256; i++) {
    black[i] = painter.palette[0];
  }
  for (let y: u32 = 0; y < frameBuffer.height; y++) {
    for (let x: u32 = 0; x < frameBuffer.width; x += 256) {
      writeRun(frameBuffer, x, y, spanOf(black));
    }
  }
  return true;
}

function startText(screen: InformationScreen): bool {
  const cells: u32 = screen.width * screen.height;
  if (screen.pitch !== screen.width * TEXT_CELL_BYTES || cells === 0 || cells > CELLS_MAX) {
    return false;
  }
  if (!mapScreen(screen, cells * TEXT_CELL_BYTES) || !startTerminal(screen.width, screen.height)) {
    return false;
  }
  textCells = halfWindow(SCREEN_VIEW + (screen.addressLow & PAGE_OFFSET_MASK), cells);
  hideCursor();
  return true;
}

/** The adapter's own; the terminal draws one. */
function hideCursor(): void {
  writePort8(CRT_INDEX, CURSOR_START);
  writePort8(CRT_DATA, CURSOR_OFF);
}

function mapScreen(screen: InformationScreen, bytes: u32): bool {
  const rights: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
  const pages: u32 = pagesFor(bytes);
  if (addressSpaceAlloc(selfSpace(), SCREEN_VIEW, pages, rights) !== Status.OK) {
    return false;
  }
  const how: u32 = rights | ATTRIBUTE_SOURCE_DEVICE | ATTRIBUTE_WRITE_COMBINING;
  const address: u32 = screen.addressLow & ~PAGE_OFFSET_MASK;
  return addressSpaceSet(selfSpace(), SCREEN_VIEW, pages, how, address, screen.addressHigh) === Status.OK;
}

/** Starts the terminal in memory of its own, as many rows as there are cells for. */
function startTerminal(columns: u32, rows: u32): bool {
  if (columns === 0 || rows === 0 || columns > CELLS_MAX) {
    return false;
  }
  const fitting: u32 = CELLS_MAX / columns < rows ? CELLS_MAX / columns : rows;
  const count: u32 = columns * fitting;
  const attributes: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
  const pages: u32 = pagesFor(2 * count * CELL_BYTES);
  if (addressSpaceAlloc(selfSpace(), CELLS_VIEW, pages, attributes) !== Status.OK) {
    return false;
  }
  const shown: Span<u32> = wordWindow(CELLS_VIEW + count * CELL_BYTES, count);
  if (!startGrid(terminal.grid, columns, fitting, wordWindow(CELLS_VIEW, count), shown)) {
    return false;
  }
  terminal.reset();
  return true;
}
