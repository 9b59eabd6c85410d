/**
 * A terminal over a grid: takes bytes as a serial terminal would, UTF-8 with a subset of ECMA-48 (5th edition): cursor
 * movement, position, erasing, colours; `ESC 7`, `ESC 8`, `ESC [ ? 25 h` and `l` as the VT220 has them. A sequence that is
 * not known is taken whole and does nothing; no byte can bring it out of its bounds. Pure.
 */
import type { CharacterDecoder } from "../core/characters.ts";
import {
  type Attributes,
  backgroundNow,
  foregroundNow,
  resetAttributes,
  selectRendition,
} from "./attributes.ts";
import {
  backspace,
  carriageReturn,
  cursorCell,
  eraseCells,
  lineFeed,
  moveCursor,
  putCharacter,
  type TextGrid,
  tabulate,
} from "./grid.ts";

const NUMBERS_MAX = 8;
/** Larger numbers mean the same: beyond every edge. */
const NUMBER_MAX: u32 = 9999;

const BACKSPACE: u32 = 0x08;
const TAB: u32 = 0x09;
const LINE_FEED: u32 = 0x0a;
const FORM_FEED: u32 = 0x0c;
const CARRIAGE_RETURN: u32 = 0x0d;
const CANCEL: u32 = 0x18;
const SUBSTITUTE: u32 = 0x1a;
const ESCAPE: u32 = 0x1b;
const SPACE: u32 = 0x20;
const DELETE: u32 = 0x7f;
const LATIN_START: u32 = 0xa0;
const DIGIT_ZERO: u32 = 0x30;
const DIGIT_NINE: u32 = 0x39;
const SEMICOLON: u32 = 0x3b;
const PRIVATE_FIRST: u32 = 0x3c;
const PRIVATE_LAST: u32 = 0x3f;
const QUESTION_MARK: u32 = 0x3f;
const FINAL_FIRST: u32 = 0x40;
const FINAL_LAST: u32 = 0x7e;
const BRACKET: u32 = 0x5b;
const CURSOR_MODE: u32 = 25;

enum State {
  TEXT = 0,
  ESCAPE = 1,
  /** Behind `ESC [`. */
  CONTROL = 2,
  /** Behind ESC and an intermediate character: one more belongs to it. */
  INTERMEDIATE = 3,
}

export class Terminal {
  readonly grid: TextGrid = zeroed();
  private readonly attributes: Attributes = zeroed();
  private readonly decoder: CharacterDecoder = zeroed();
  private state: State = State.TEXT;
  private readonly numbers: FixedArray<u32, typeof NUMBERS_MAX> = zeroed();
  private numberCount: u32 = 0;
  private prefix: u32 = 0;
  /** An intermediate character in a control sequence: none that is known has one. */
  private strange: bool = false;
  private savedRow: u32 = 0;
  private savedColumn: u32 = 0;

  /** The colours of the start. The grid is started before, by startGrid. */
  reset(): void {
    this.state = State.TEXT;
    this.savedRow = 0;
    this.savedColumn = 0;
    resetAttributes(this.attributes);
    this.useColours();
  }

  /** Writes bytes as they come; a character or sequence may be spread over calls. */
  write(bytes: Span<u8>): void {
    for (let i: u32 = 0; i < bytes.length; i++) {
      const count: u32 = this.decoder.take(bytes[i]);
      for (let k: u32 = 0; k < count; k++) {
        this.take(this.decoder.characters[k]);
      }
    }
  }

  private take(character: u32): void {
    if (character < SPACE) {
      this.control(character);
    } else if (this.state === State.TEXT) {
      if (character !== DELETE && (character < DELETE || character >= LATIN_START)) {
        putCharacter(this.grid, character);
      }
    } else if (this.state === State.ESCAPE) {
      this.afterEscape(character);
    } else if (this.state === State.CONTROL) {
      this.inControl(character);
    } else if (character >= DIGIT_ZERO) {
      this.state = State.TEXT;
    }
  }

  /** Controls work in the midst of a sequence, too. */
  private control(character: u32): void {
    switch (character) {
      case ESCAPE:
        this.state = State.ESCAPE;
        return;
      case CANCEL:
      case SUBSTITUTE:
        this.state = State.TEXT;
        return;
      case BACKSPACE:
        backspace(this.grid);
        return;
      case TAB:
        tabulate(this.grid);
        return;
      case LINE_FEED:
        lineFeed(this.grid);
        return;
      case FORM_FEED:
        eraseCells(this.grid, 0, this.grid.cells.length);
        moveCursor(this.grid, 0, 0);
        return;
      case CARRIAGE_RETURN:
        carriageReturn(this.grid);
        return;
      default:
    }
  }

  private afterEscape(character: u32): void {
    this.state = State.TEXT;
    switch (character) {
      case BRACKET:
        this.state = State.CONTROL;
        this.numberCount = 0;
        this.prefix = 0;
        this.strange = false;
        this.numbers[0] = 0;
        return;
      case 0x37: // 7
        this.saveCursor();
        return;
      case 0x38: // 8
        moveCursor(this.grid, this.savedRow, this.savedColumn);
        return;
      case 0x63: // c
        this.reset();
        eraseCells(this.grid, 0, this.grid.cells.length);
        moveCursor(this.grid, 0, 0);
        return;
      default:
        if (character < DIGIT_ZERO) {
          this.state = State.INTERMEDIATE;
        }
    }
  }

  private inControl(character: u32): void {
    if (character >= DIGIT_ZERO && character <= DIGIT_NINE) {
      this.addDigit(character - DIGIT_ZERO);
    } else if (character === SEMICOLON) {
      this.nextNumber();
    } else if (character >= PRIVATE_FIRST && character <= PRIVATE_LAST) {
      this.prefix = character;
    } else if (character >= FINAL_FIRST && character <= FINAL_LAST) {
      this.state = State.TEXT;
      this.nextNumber();
      this.finishControl(character);
    } else {
      this.strange = true;
    }
  }

  private addDigit(digit: u32): void {
    if (this.numberCount < NUMBERS_MAX) {
      const number: u32 = this.numbers[this.numberCount] * 10 + digit;
      this.numbers[this.numberCount] = number < NUMBER_MAX ? number : NUMBER_MAX;
    }
  }

  private nextNumber(): void {
    if (this.numberCount < NUMBERS_MAX) {
      this.numberCount += 1;
    }
    if (this.numberCount < NUMBERS_MAX) {
      this.numbers[this.numberCount] = 0;
    }
  }

  private finishControl(final: u32): void {
    if (this.strange) {
      return;
    }
    if (this.prefix === QUESTION_MARK) {
      this.setMode(final);
    } else if (this.prefix === 0) {
      this.runControl(final);
    }
  }

  private setMode(final: u32): void {
    const on: bool = final === 0x68; // h
    if (this.numbers[0] === CURSOR_MODE && (on || final === 0x6c)) {
      this.grid.cursorVisible = on; // l
    }
  }

  /** ECMA-48 8.3: the functions by their final character. */
  private runControl(final: u32): void {
    const grid = this.grid;
    const count: u32 = this.numberOr(0, 1);
    const column: u32 = grid.column < grid.columns ? grid.column : grid.columns - 1;
    switch (final) {
      case 0x41: // A, up
        moveCursor(grid, grid.row > count ? grid.row - count : 0, column);
        return;
      case 0x42: // B, down
        moveCursor(grid, grid.row + count, column);
        return;
      case 0x43: // C, forward
        moveCursor(grid, grid.row, column + count);
        return;
      case 0x44: // D, back
        moveCursor(grid, grid.row, column > count ? column - count : 0);
        return;
      case 0x47: // G, column
        moveCursor(grid, grid.row, count - 1);
        return;
      case 0x64: // d, row
        moveCursor(grid, count - 1, column);
        return;
      case 0x48: // H, position
      case 0x66: // f
        moveCursor(grid, count - 1, this.numberOr(1, 1) - 1);
        return;
      default:
        this.runFurther(final);
    }
  }

  private runFurther(final: u32): void {
    const grid = this.grid;
    const rowStart: u32 = grid.row * grid.columns;
    switch (final) {
      case 0x4a: // J, erase in the screen
        this.erase(0, grid.cells.length);
        return;
      case 0x4b: // K, erase in the row
        this.erase(rowStart, rowStart + grid.columns);
        return;
      case 0x6d: // m, colours
        selectRendition(this.attributes, subSpan(spanOf(this.numbers), 0, this.numberCount));
        this.useColours();
        return;
      case 0x73: // s
        this.saveCursor();
        return;
      case 0x75: // u
        moveCursor(grid, this.savedRow, this.savedColumn);
        return;
      default:
    }
  }

  /** Of the cells from `start` to below `end`: 0 those from the cursor on, 1 those up to it, 2 all. */
  private erase(start: u32, end: u32): void {
    const cursor: u32 = cursorCell(this.grid);
    const which: u32 = this.numbers[0];
    if (which === 0) {
      eraseCells(this.grid, cursor, end);
    } else if (which === 1) {
      eraseCells(this.grid, start, cursor + 1);
    } else if (which === 2) {
      eraseCells(this.grid, start, end);
    }
  }

  /** A number that is missing or 0 means `otherwise`. */
  private numberOr(index: u32, otherwise: u32): u32 {
    return index < this.numberCount && this.numbers[index] !== 0 ? this.numbers[index] : otherwise;
  }

  private saveCursor(): void {
    this.savedRow = this.grid.row;
    this.savedColumn = this.grid.column;
  }

  private useColours(): void {
    this.grid.foreground = foregroundNow(this.attributes);
    this.grid.background = backgroundNow(this.attributes);
  }
}
