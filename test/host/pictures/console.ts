/**
 * Draws the same screen into frame buffers of several formats and writes each to standard output: a line that says what
 * it is, then its memory in hexadecimal. pictures.test.ts makes pictures of them.
 */
import {
  checkFrameBuffer,
  type FrameBuffer,
  FrameBufferError,
  writeRun,
} from "../../../lib/console/frame-buffer.ts";
import { startGrid } from "../../../lib/console/grid.ts";
import type { Painter } from "../../../lib/console/painter.ts";
import { usePalette } from "../../../lib/console/palette.ts";
import type { Terminal } from "../../../lib/console/terminal.ts";

const WIDTH: u32 = 325;
const HEIGHT: u32 = 216;
const COLUMNS: u32 = 40;
const ROWS: u32 = 13;
const CELLS = 520;
/** Rows of 325 pixels with something behind them. */
const WORDS = 73000;
const HALVES = 73000;
const BYTES = 220000;

const terminal: Terminal = zeroed();
const cells: FixedArray<u32, typeof CELLS> = zeroed();
const shown: FixedArray<u32, typeof CELLS> = zeroed();
const painter: Painter = zeroed();
const buffer: FrameBuffer = zeroed();
const words: FixedArray<u32, typeof WORDS> = zeroed();
const halves: FixedArray<u16, typeof HALVES> = zeroed();
const bytes: FixedArray<u8, typeof BYTES> = zeroed();
const out: FixedArray<u8, 4096> = zeroed();

function writeToBuffer(x: u32, y: u32, run: Span<u32>): void {
  writeRun(buffer, x, y, run);
}

function write(text: string): void {
  terminal.write(bytesOf(text));
  painter.draw(terminal.grid, writeToBuffer);
}

/** Drawn after every line, so that scrolling and partial drawing have their part in the picture. */
function drawScreen(): void {
  write("this line scrolls away\r\n");
  write("\u250c\u2500 tasks \u2500\u2500\u2500\u2500\u2500\u2500\u252c\u2500 memory \u2500\u2510\r\n");
  write("\u2502 vmm-demand   \u2502  64 KiB  \u2502\r\n");
  write("\u2502 figure-1     \u2502 128 KiB  \u2502\r\n");
  write(
    "\u255e\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u256a\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2550\u2561\r\n",
  );
  write(
    "\u2514 \u2588\u2588\u2588\u2593\u2593\u2592\u2592\u2591\u2591 \u2500\u2500\u2500\u2534 \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588 \u2518\r\n",
  );
  write("\x1b[31mred \x1b[92mbright green \x1b[30;43mon yellow\x1b[m\r\n");
  write("\x1b[1;34mbold blue\x1b[m \x1b[7minverse\x1b[m \x1b[95mmagenta\x1b[m\r\n");
  write("Gr\u00fc\u00dfe, \u00c5ngstr\u00f6m, \u00bfqu\u00e9? \u00a7\u00b1\u00bd \u20ac\r\n");
  write("The quick brown fox jumps over the lazy\r\ndog 0123456789 (){}[]<> !?\"'`~^|\\/ @#$%&\r\n");
  write(
    "> grant figure-2 memory 128\r\n\x1b[A\x1b[8Cfigure-1\x1b[B\r\x1b[32mok\x1b[m: figure-1 may have 128 KiB\r\n> ",
  );
}

function setFormat(red: u32, redBits: u32, green: u32, greenBits: u32, blue: u32, blueBits: u32): void {
  const format = buffer.format;
  format.redPosition = red;
  format.redBits = redBits;
  format.greenPosition = green;
  format.greenBits = greenBits;
  format.bluePosition = blue;
  format.blueBits = blueBits;
}

/** What the last format left. */
function clearMemory(): void {
  for (let i: u32 = 0; i < HALVES; i++) {
    words[i] = 0;
    halves[i] = 0;
  }
}

function drawInto(name: string, bits: u32, pitchBytes: u32): void {
  buffer.width = WIDTH;
  buffer.height = HEIGHT;
  buffer.pitchBytes = pitchBytes;
  buffer.words = spanOf(words);
  buffer.halves = spanOf(halves);
  buffer.bytes = spanOf(bytes);
  if (checkFrameBuffer(buffer, bits) !== FrameBufferError.NONE) {
    panic("the test's own frame buffer is not right");
  }
  if (!startGrid(terminal.grid, COLUMNS, ROWS, spanOf(cells), spanOf(shown))) {
    panic("the test's own grid is not right");
  }
  terminal.reset();
  clearMemory();
  usePalette(painter, buffer.format);
  painter.left = 3;
  painter.top = 4;
  drawScreen();
  sayFormat(name, bits);
  writeMemory();
}

function sayFormat(name: string, bits: u32): void {
  const format = buffer.format;
  print(name);
  sayNumber(bits);
  sayNumber(buffer.width);
  sayNumber(buffer.height);
  sayNumber(buffer.pitchBytes);
  sayNumber(format.redPosition);
  sayNumber(format.redBits);
  sayNumber(format.greenPosition);
  sayNumber(format.greenBits);
  sayNumber(format.bluePosition);
  sayNumber(format.blueBits);
  print("\n");
}

function sayNumber(value: u32): void {
  print(" ");
  print(value);
}

function memoryByte(index: u32): u8 {
  switch (buffer.pixelBytes) {
    case 4:
      return u8(words[index / 4] >>> ((index & 3) * 8));
    case 2:
      return u8(halves[index / 2] >>> ((index & 1) * 8));
    default:
      return bytes[index];
  }
}

function hexDigit(value: u32): u8 {
  return u8(value < 10 ? 0x30 + value : 0x61 + value - 10);
}

/** `pitch` times `height` bytes, a row a line, in hexadecimal: standard output is for text. */
function writeMemory(): void {
  for (let y: u32 = 0; y < buffer.height; y++) {
    for (let x: u32 = 0; x < buffer.pitchBytes; x++) {
      const byte: u32 = u32(memoryByte(y * buffer.pitchBytes + x));
      out[x * 2] = hexDigit(byte >>> 4);
      out[x * 2 + 1] = hexDigit(byte & 15);
    }
    print(stringOf(subSpan(spanOf(out), 0, buffer.pitchBytes * 2)));
    print("\n");
  }
}

export function main(): i32 {
  setFormat(16, 8, 8, 8, 0, 8);
  drawInto("32-bits", 32, WIDTH * 4 + 20);
  setFormat(8, 8, 16, 8, 24, 8);
  drawInto("32-bits-elsewhere", 32, WIDTH * 4);
  setFormat(0, 8, 8, 8, 16, 8);
  drawInto("24-bits", 24, WIDTH * 3 + 2);
  setFormat(11, 5, 5, 6, 0, 5);
  drawInto("16-bits", 16, WIDTH * 2 + 6);
  setFormat(10, 5, 5, 5, 0, 5);
  drawInto("15-bits", 15, WIDTH * 2);
  return 0;
}
