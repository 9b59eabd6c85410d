/** The terminal over a grid: text, wrapping, scrolling, control sequences, colours; random bytes keep it in bounds. */
import { cellBackground, cellCharacter, cellForeground } from "../../lib/console/cell.ts";
import { encodePixel, type FrameBuffer, writeRun } from "../../lib/console/frame-buffer.ts";
import { showAnew, startGrid } from "../../lib/console/grid.ts";
import type { Painter } from "../../lib/console/painter.ts";
import { usePalette } from "../../lib/console/palette.ts";
import type { Terminal } from "../../lib/console/terminal.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const COLUMNS = 10;
const ROWS = 4;
const CELLS = 40;
const WIDTH: u32 = 83;
const HEIGHT: u32 = 66;
const PIXELS = 5478;
const ROUNDS: u32 = 20_000;
const SEED: u32 = 0x0c05_7e11;

const terminal: Terminal = zeroed();
const cells: FixedArray<u32, typeof CELLS> = zeroed();
const shown: FixedArray<u32, typeof CELLS> = zeroed();
const painter: Painter = zeroed();
const buffer: FrameBuffer = zeroed();
const pixels: FixedArray<u32, typeof PIXELS> = zeroed();
const copyOfPixels: FixedArray<u32, typeof PIXELS> = zeroed();
const random: Random = zeroed();
const noise: FixedArray<u8, 16> = zeroed();
const line: FixedArray<u8, 64> = zeroed();

function restart(): void {
  check(startGrid(terminal.grid, COLUMNS, ROWS, spanOf(cells), spanOf(shown)), "a grid that fits");
  terminal.reset();
}

function write(text: string): void {
  terminal.write(bytesOf(text));
}

/** Expects a row's characters (all of ASCII), without the spaces at its end. */
function expectRow(row: u32, expected: string): void {
  let length: u32 = 0;
  for (let column: u32 = 0; column < COLUMNS; column++) {
    line[column] = u8(cellCharacter(cells[row * COLUMNS + column]));
    length = line[column] === 0x20 ? length : column + 1;
  }
  check(stringOf(subSpan(spanOf(line), 0, length)) === expected, expected);
}

function expectCursor(row: u32, column: u32): void {
  checkEqual(terminal.grid.row, row, "the cursor's row");
  checkEqual(terminal.grid.column, column, "the cursor's column");
}

function testSizes(): void {
  const grid = terminal.grid;
  check(!startGrid(grid, 0, 5, spanOf(cells), spanOf(shown)), "no columns");
  check(!startGrid(grid, 5, 0, spanOf(cells), spanOf(shown)), "no rows");
  check(!startGrid(grid, 41, 1, spanOf(cells), spanOf(shown)), "too many cells");
  check(!startGrid(grid, 0x1_0000, 0x1_0000, spanOf(cells), spanOf(shown)), "a product beyond 32 bits");
  check(!startGrid(grid, 8, 5, spanOf(cells), subSpan(spanOf(shown), 0, 39)), "too little to remember");
  check(startGrid(grid, 1, 1, spanOf(cells), spanOf(shown)), "one cell");
  terminal.reset();
  write("ab\r\nc\b\t\x1b[5;5Hd");
  expectCursor(0, 1);
}

function testText(): void {
  restart();
  write("abc\r\ndef");
  expectRow(0, "abc");
  expectRow(1, "def");
  expectCursor(1, 3);
  write("\b\bX\ta\tb");
  expectRow(1, "dXf     ab");
  restart();
  write("0123456789");
  expectCursor(0, 10);
  write("\b.");
  expectRow(0, "01234567.9");
  restart();
  write("0123456789a");
  expectRow(1, "a");
  write("\r\nb\r\nc\r\nd\r\ne");
  expectRow(0, "b");
  expectRow(3, "e");
  write("\x0cf");
  expectRow(0, "f");
  expectRow(3, "");
  write("\x7f\x00\x07");
  expectCursor(0, 1);
}

function testCharacters(): void {
  restart();
  write("\u00e4\u2500\u{1f600}\xff");
  checkEqual(cellCharacter(cells[0]), 0xe4, "two bytes");
  checkEqual(cellCharacter(cells[1]), 0x2500, "three bytes");
  checkEqual(cellCharacter(cells[2]), 0xffff, "four bytes: no glyph");
  checkEqual(cellCharacter(cells[3]), 0xff, "two bytes at the end of Latin-1");
}

function testMovement(): void {
  restart();
  write("\x1b[3;4Hx");
  expectCursor(2, 4);
  write("\x1b[A\x1b[2D");
  expectCursor(1, 2);
  write("\x1b[B\x1b[3C");
  expectCursor(2, 5);
  write("\x1b[99A\x1b[99D");
  expectCursor(0, 0);
  write("\x1b[99B\x1b[99C");
  expectCursor(3, 9);
  write("\x1b[H\x1b[4d\x1b[7G");
  expectCursor(3, 6);
  write("\x1b7\x1b[H\x1b8");
  expectCursor(3, 6);
  write("\x1b[s\x1b[f\x1b[u");
  expectCursor(3, 6);
  write("\x1b[99999999999999999999;4294967297H");
  expectCursor(3, 9);
  write("\x1b[?25l");
  check(!terminal.grid.cursorVisible, "hidden");
  write("\x1b[?25h");
  check(terminal.grid.cursorVisible, "shown");
}

function testErasing(): void {
  restart();
  write("aaaaaaaaa\r\nbbbbbbbbb\r\nccccccccc\x1b[2;4H");
  write("\x1b[K");
  expectRow(1, "bbb");
  write("\x1b[3;4H\x1b[1K");
  expectRow(2, "    ccccc");
  write("\x1b[2K");
  expectRow(2, "");
  write("\x1b[2;2H\x1b[J");
  expectRow(0, "aaaaaaaaa");
  expectRow(1, "b");
  write("\x1b[1;3H\x1b[1J");
  expectRow(0, "   aaaaaa");
  write("\x1b[2J");
  expectRow(0, "");
  expectCursor(0, 2);
}

function expectColours(index: u32, foreground: u32, background: u32): void {
  checkEqual(cellForeground(cells[index]), foreground, "foreground");
  checkEqual(cellBackground(cells[index]), background, "background");
}

function testColours(): void {
  restart();
  write("a\x1b[31;44mb\x1b[1mc\x1b[7md\x1b[0me\x1b[97;100mf\x1b[39;49mg\x1b[38;5;12mh\x1b[48;5;200mi\x1b[mj");
  expectColours(0, 7, 0);
  expectColours(1, 1, 4);
  expectColours(2, 9, 4);
  expectColours(3, 4, 9);
  expectColours(4, 7, 0);
  expectColours(5, 15, 8);
  expectColours(6, 7, 0);
  expectColours(7, 12, 0);
  expectColours(8, 12, 0);
  expectColours(9, 7, 0);
  write("\x1b[1;7;31mx\x1b[27mx\x1b[22mx\x1b[m");
  expectColours(10, 0, 9);
  expectColours(11, 9, 0);
  expectColours(12, 1, 0);
  restart();
  write("0123456789\x1b[38;2;1;2;3;31mk\x1b[38m\x1b[1;2;3;4;5;6;7;8;9;10;11ml");
  expectColours(10, 7, 0);
}

function testUnknown(): void {
  restart();
  write("a\x1b[5nb\x1b[>4;1mc\x1b[!pd\x1b(Be\x1b=f\x1b[1;31\x18g\x1b[\x1b[2Ch");
  expectRow(0, "abcdefg  h");
  write("\r\x1b[\r\n3Ci");
  expectRow(1, "   i");
}

function writeToBuffer(x: u32, y: u32, run: Span<u32>): void {
  writeRun(buffer, x, y, run);
}

function startPicture(): void {
  buffer.width = WIDTH;
  buffer.height = HEIGHT;
  buffer.pitchBytes = WIDTH * 4;
  buffer.pixelBytes = 4;
  buffer.words = spanOf(pixels);
  buffer.format.redPosition = 16;
  buffer.format.redBits = 8;
  buffer.format.greenPosition = 8;
  buffer.format.greenBits = 8;
  buffer.format.blueBits = 8;
  usePalette(painter, buffer.format);
  painter.left = 1;
  painter.top = 2;
}

function testDrawing(): void {
  restart();
  checkEqual(painter.draw(terminal.grid, writeToBuffer), CELLS, "all at first");
  checkEqual(painter.draw(terminal.grid, writeToBuffer), 0, "nothing new");
  write("a");
  checkEqual(painter.draw(terminal.grid, writeToBuffer), 2, "the letter and the cursor");
  write("\x1b[4;1H");
  checkEqual(painter.draw(terminal.grid, writeToBuffer), 2, "where the cursor was and is");
  write("\n");
  checkEqual(painter.draw(terminal.grid, writeToBuffer), 1, "an almost empty screen scrolls");
  checkEqual(pixels[0], 0, "outside the text nothing is drawn");
}

const START: FixedArray<u8, 12> = arrayOf(
  0x1b,
  0x5b,
  0x3b,
  0x32,
  0x41,
  0x48,
  0x4a,
  0x4b,
  0x6d,
  0x0a,
  0xe4,
  0x9f,
);

function randomByte(): u8 {
  return randomBelow(random, 2) === 0 ? START[randomBelow(random, 12)] : u8(randomBelow(random, 256));
}

/** What was drawn bit by bit is what is drawn all at once. */
function expectSamePicture(): void {
  painter.draw(terminal.grid, writeToBuffer);
  copy(copyOfPixels, pixels);
  showAnew(terminal.grid);
  painter.draw(terminal.grid, writeToBuffer);
  let same: bool = true;
  for (let i: u32 = 0; i < PIXELS; i++) {
    same = same && pixels[i] === copyOfPixels[i];
  }
  check(same, "the picture follows");
}

function testRandom(): void {
  restart();
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    const count: u32 = randomBelow(random, 16);
    for (let i: u32 = 0; i < count; i++) {
      noise[i] = randomByte();
    }
    terminal.write(subSpan(spanOf(noise), 0, count));
    check(terminal.grid.row < ROWS && terminal.grid.column <= COLUMNS, "the cursor is on the screen");
    if (round % 16 === 0) {
      expectSamePicture();
    } else {
      painter.draw(terminal.grid, writeToBuffer);
    }
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  startPicture();
  checkEqual(painter.palette[15], encodePixel(buffer.format, 255, 255, 255), "white");
  testSizes();
  testText();
  testCharacters();
  testMovement();
  testErasing();
  testColours();
  testUnknown();
  testDrawing();
  testRandom();
  return finish("console-terminal");
}
