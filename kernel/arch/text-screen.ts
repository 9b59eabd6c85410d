/**
 * The VGA text screen at B8000, 80 columns by 25 rows. Only where the boot loader left a text
 * mode: under UEFI there is none. Source: IBM VGA Technical Reference, section 2.
 */
const TEXT_MEMORY: u32 = 0xb8000;
const COLUMNS: u32 = 80;
const ROWS: u32 = 25;
const CELL_BYTES: u32 = 2;
/** Light grey on black. */
const COLOUR: u16 = 0x0700;
const BLANK_PAIR: u32 = 0x0720_0720;
const NEW_LINE: u8 = 10;

/** Character in the low byte, colour in the high one. */
class Cell {
  value: Volatile<u16> = 0;
}

let enabled: bool = false;
let column: u32 = 0;
let row: u32 = 0;

/** Clears the screen and takes it into use. */
export function startTextScreen(): void {
  enabled = true;
  fillWords(TEXT_MEMORY, BLANK_PAIR, (COLUMNS * ROWS * CELL_BYTES) / 4);
  column = 0;
  row = 0;
}

/** Leaves the screen to the task that shows the log from now on. */
export function endTextScreen(): void {
  enabled = false;
}

/**
 * Takes the screen into use for last words, even where nobody said that it shows text: memory at
 * B8000 is the display adapter's on every PC, so that writing there harms nothing.
 */
export function insistOnTextScreen(): void {
  if (!enabled) {
    startTextScreen();
  }
}

/** Writes one byte; a new line scrolls when the last row is full. */
export function writeTextScreen(byte: u8): void {
  if (!enabled) {
    return;
  }
  if (byte === NEW_LINE || column === COLUMNS) {
    advanceRow();
  }
  if (byte !== NEW_LINE) {
    const cells = spanAt<Cell>(TEXT_MEMORY, COLUMNS * ROWS);
    cells[row * COLUMNS + column].value = u16(byte) | COLOUR;
    column++;
  }
}

function advanceRow(): void {
  column = 0;
  if (row + 1 < ROWS) {
    row++;
    return;
  }
  const rowBytes: u32 = COLUMNS * CELL_BYTES;
  copyWords(TEXT_MEMORY, TEXT_MEMORY + rowBytes, (rowBytes * (ROWS - 1)) / 4);
  fillWords(TEXT_MEMORY + rowBytes * (ROWS - 1), BLANK_PAIR, rowBytes / 4);
}
