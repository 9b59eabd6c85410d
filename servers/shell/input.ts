/**
 * What a person types, from the bytes of a terminal or of the keyboard server, which sends the same: characters (UTF-8 or
 * Latin-1) and editing keys. Control characters as in Emacs and every shell; sequences as the VT220, xterm, rxvt and the
 * Linux console send them. A sequence that is not known is taken whole and means nothing. Pure.
 */
import type { CharacterDecoder } from "../../lib/core/characters.ts";

export enum EditKey {
  NONE = 0,
  /** `character` holds it. */
  CHARACTER = 1,
  ENTER,
  LEFT,
  RIGHT,
  HOME,
  END,
  WORD_LEFT,
  WORD_RIGHT,
  UP,
  DOWN,
  DELETE_LEFT,
  DELETE_RIGHT,
  DELETE_WORD_LEFT,
  DELETE_WORD_RIGHT,
  DELETE_TO_START,
  DELETE_TO_END,
  PASTE,
  EXCHANGE,
  COMPLETE,
  SEARCH,
  /** Ctrl-G: out of the search. */
  CANCEL,
  REDRAW,
  /** Ctrl-C. */
  INTERRUPT,
  /** Ctrl-D: the end of input on an empty line, else DELETE_RIGHT. */
  END_OF_INPUT,
}

const SPACE: u32 = 0x20;
const DELETE: u32 = 0x7f;
const LATIN_START: u32 = 0xa0;
const ESCAPE: u32 = 0x1b;
const BRACKET: u32 = 0x5b;
const SINGLE_SHIFT: u32 = 0x4f;
const SEMICOLON: u32 = 0x3b;
const TILDE: u32 = 0x7e;
const DIGIT_ZERO: u32 = 0x30;
const DIGIT_NINE: u32 = 0x39;
const FINAL_FIRST: u32 = 0x40;
const NUMBER_MAX: u32 = 999;
/** Second number of a sequence: 5 is Ctrl, 3 is Alt (xterm). */
const WITH_CONTROL: u32 = 5;
const WITH_ALT: u32 = 3;

enum State {
  TEXT = 0,
  ESCAPE = 1,
  SEQUENCE = 2,
  SINGLE = 3,
}

const CONTROL_KEYS: FixedArray<EditKey, 32> = arrayOf(
  EditKey.NONE, // @
  EditKey.HOME, // A
  EditKey.LEFT, // B
  EditKey.INTERRUPT, // C
  EditKey.END_OF_INPUT, // D
  EditKey.END, // E
  EditKey.RIGHT, // F
  EditKey.CANCEL, // G
  EditKey.DELETE_LEFT, // H
  EditKey.COMPLETE, // I, tabulator
  EditKey.ENTER, // J, line feed
  EditKey.DELETE_TO_END, // K
  EditKey.REDRAW, // L
  EditKey.ENTER, // M, carriage return
  EditKey.DOWN, // N
  EditKey.NONE,
  EditKey.UP, // P
  EditKey.NONE,
  EditKey.SEARCH, // R
  EditKey.NONE,
  EditKey.EXCHANGE, // T
  EditKey.DELETE_TO_START, // U
  EditKey.NONE,
  EditKey.DELETE_WORD_LEFT, // W
  EditKey.NONE,
  EditKey.PASTE, // Y
  EditKey.NONE,
  EditKey.NONE,
  EditKey.NONE,
  EditKey.NONE,
  EditKey.NONE,
  EditKey.NONE,
);

export class Input {
  /** Of the last CHARACTER; printable, below U+10000. */
  character: u32 = 0;
  private readonly decoder: CharacterDecoder = zeroed();
  private state: State = State.TEXT;
  private first: u32 = 0;
  private second: u32 = 0;
  private inSecond: bool = false;

  /** Decodes a byte. Answers how many characters are to be given to `key`, one after the other. */
  take(byte: u8): u32 {
    return this.decoder.take(byte);
  }

  /** The key that character number `index` of the last byte completes. */
  key(index: u32): EditKey {
    const character: u32 = this.decoder.characters[index];
    switch (this.state) {
      case State.ESCAPE:
        return this.afterEscape(character);
      case State.SEQUENCE:
        return this.inSequence(character);
      case State.SINGLE:
        this.state = State.TEXT;
        return namedByLetter(character, false);
      default:
        return this.plain(character);
    }
  }

  private plain(character: u32): EditKey {
    if (character === ESCAPE) {
      this.state = State.ESCAPE;
      return EditKey.NONE;
    }
    if (character < SPACE) {
      return CONTROL_KEYS[character];
    }
    if (character === DELETE) {
      return EditKey.DELETE_LEFT;
    }
    if ((character > DELETE && character < LATIN_START) || character > 0xffff) {
      return EditKey.NONE;
    }
    this.character = character;
    return EditKey.CHARACTER;
  }

  private afterEscape(character: u32): EditKey {
    this.state = State.TEXT;
    switch (character) {
      case BRACKET:
        this.state = State.SEQUENCE;
        this.first = 0;
        this.second = 0;
        this.inSecond = false;
        return EditKey.NONE;
      case SINGLE_SHIFT:
        this.state = State.SINGLE;
        return EditKey.NONE;
      case ESCAPE:
        this.state = State.ESCAPE;
        return EditKey.NONE;
      case 0x62: // b
        return EditKey.WORD_LEFT;
      case 0x66: // f
        return EditKey.WORD_RIGHT;
      case 0x64: // d
        return EditKey.DELETE_WORD_RIGHT;
      case DELETE:
      case 0x08:
        return EditKey.DELETE_WORD_LEFT;
      default:
        return character < SPACE ? this.plain(character) : EditKey.NONE;
    }
  }

  private inSequence(character: u32): EditKey {
    if (character < SPACE) {
      this.state = State.TEXT;
      return this.plain(character);
    }
    if (character >= DIGIT_ZERO && character <= DIGIT_NINE) {
      const before: u32 = this.inSecond ? this.second : this.first;
      const number: u32 = before * 10 + character - DIGIT_ZERO;
      const kept: u32 = number < NUMBER_MAX ? number : NUMBER_MAX;
      if (this.inSecond) {
        this.second = kept;
      } else {
        this.first = kept;
      }
    } else if (character === SEMICOLON) {
      this.inSecond = true;
    } else if (character >= FINAL_FIRST) {
      this.state = State.TEXT;
      const byWord: bool = this.second === WITH_CONTROL || this.second === WITH_ALT;
      return character === TILDE ? namedByNumber(this.first) : namedByLetter(character, byWord);
    }
    return EditKey.NONE;
  }
}

function namedByLetter(letter: u32, byWord: bool): EditKey {
  switch (letter) {
    case 0x41:
      return EditKey.UP;
    case 0x42:
      return EditKey.DOWN;
    case 0x43:
      return byWord ? EditKey.WORD_RIGHT : EditKey.RIGHT;
    case 0x44:
      return byWord ? EditKey.WORD_LEFT : EditKey.LEFT;
    case 0x46:
      return EditKey.END;
    case 0x48:
      return EditKey.HOME;
    default:
      return EditKey.NONE;
  }
}

function namedByNumber(number: u32): EditKey {
  switch (number) {
    case 1:
    case 7:
      return EditKey.HOME;
    case 3:
      return EditKey.DELETE_RIGHT;
    case 4:
    case 8:
      return EditKey.END;
    default:
      return EditKey.NONE;
  }
}
