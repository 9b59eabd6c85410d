/**
 * Key events to the bytes that a terminal would send for them, so that whoever reads need not know whether a person sits at
 * the keyboard or at the serial line: characters in UTF-8, Ctrl with a letter as control character, Alt as ESC before it,
 * the other keys as the VT220's sequences (xterm, "XTerm Control Sequences", PC-style function keys). Pure.
 */
import { encodeCharacter } from "../../lib/core/characters.ts";
import { composed } from "./dead-keys.ts";
import { Key } from "./keys.ts";
import { characterOf, DEAD, type Layout, NOTHING } from "./layout.ts";

/** The most that one key can give: two characters, or a sequence. */
export const KEY_BYTES_MAX = 16;

const ESCAPE: u8 = 0x1b;
const SHIFT_LEVEL: u32 = 1;
const ALT_GR_LEVEL: u32 = 2;
const CONTROL_MASK: u32 = 0x1f;
const AT_SIGN: u32 = 0x40;
const UNDERSCORE: u32 = 0x5f;
const LOWER_A: u32 = 0x61;
const LOWER_Z: u32 = 0x7a;
const SPACE: u32 = 0x20;
const DELETE: u32 = 0x7f;
const LATIN_SMALL_START: u32 = 0xe0;
const LATIN_SMALL_END: u32 = 0xff;
const DIVISION_SIGN: u32 = 0xf7;
const SHARP_S: u32 = 0xdf;
const PAD_KEYS: string = "789-456+1230.";
const PAD_COUNT: u32 = 13;

export class Keyboard {
  readonly layout: Layout = zeroed();
  /** What the last key gave, `length` bytes of it. */
  readonly bytes: FixedArray<u8, typeof KEY_BYTES_MAX> = zeroed();
  length: u32 = 0;
  capsLock: bool = false;
  numLock: bool = false;
  private leftShift: bool = false;
  private rightShift: bool = false;
  private leftControl: bool = false;
  private rightControl: bool = false;
  private leftAlt: bool = false;
  private altGr: bool = false;
  /** The accent of a dead key that waits, or NOTHING. */
  private accent: u32 = 0;
  /** Locks change once for each press, however often the key repeats. */
  private lockHeld: u32 = 0;

  /** Takes an event. What it gives is in `bytes` then. */
  take(key: u32, pressed: bool): void {
    this.length = 0;
    if (this.takeModifier(key, pressed) || this.takeLock(key, pressed) || !pressed) {
      return;
    }
    if (!this.takeNamed(key)) {
      this.takeCharacter(this.meaningOf(key));
    }
  }

  /** What was given, as a window. */
  given(): Span<u8> {
    return subSpan(spanOf(this.bytes), 0, this.length);
  }

  private takeModifier(key: u32, pressed: bool): bool {
    switch (key) {
      case Key.LEFT_SHIFT:
        this.leftShift = pressed;
        return true;
      case Key.RIGHT_SHIFT:
        this.rightShift = pressed;
        return true;
      case Key.LEFT_CONTROL:
        this.leftControl = pressed;
        return true;
      case Key.RIGHT_CONTROL:
        this.rightControl = pressed;
        return true;
      case Key.LEFT_ALT:
        this.leftAlt = pressed;
        return true;
      case Key.RIGHT_ALT:
        this.altGr = pressed;
        return true;
      default:
        return false;
    }
  }

  private takeLock(key: u32, pressed: bool): bool {
    if (key !== Key.CAPS_LOCK && key !== Key.NUM_LOCK) {
      return false;
    }
    if (!pressed) {
      this.lockHeld = 0;
    } else if (this.lockHeld !== key) {
      this.lockHeld = key;
      if (key === Key.CAPS_LOCK) {
        this.capsLock = !this.capsLock;
      } else {
        this.numLock = !this.numLock;
      }
    }
    return true;
  }

  private takeNamed(key: u32): bool {
    const sequence: string = sequenceOf(this.unlocked(key));
    for (let i: u32 = 0; i < sequence.length; i++) {
      this.give(sequence.charCodeAt(i));
    }
    return sequence.length !== 0;
  }

  /** A key of the number pad without the lock is the key of the middle block with the same sign. */
  private unlocked(key: u32): u32 {
    const isDigit: bool =
      key >= Key.PAD_7 && key <= Key.PAD_POINT && key !== Key.PAD_MINUS && key !== Key.PAD_PLUS;
    return isDigit && !this.numLock ? key + 0x80 : key;
  }

  /** The character of a key as the modifiers are, DEAD ones too. */
  private meaningOf(key: u32): u32 {
    if (key === Key.PAD_SLASH) {
      return 0x2f;
    }
    if (key === Key.PAD_STAR) {
      return 0x2a;
    }
    if (key >= Key.PAD_7 && key < Key.PAD_7 + PAD_COUNT) {
      const isSign: bool = key === Key.PAD_MINUS || key === Key.PAD_PLUS;
      return isSign || this.numLock ? u32(PAD_KEYS.charCodeAt(key - Key.PAD_7)) : NOTHING;
    }
    const shift: bool = this.leftShift || this.rightShift;
    const altGr: u32 = this.altGr ? ALT_GR_LEVEL : 0;
    const character: u32 = characterOf(this.layout, key, altGr + (shift ? SHIFT_LEVEL : 0));
    const other: u32 = characterOf(this.layout, key, altGr + (shift ? 0 : SHIFT_LEVEL));
    return this.capsLock && isLetterPair(character, other) ? other : character;
  }

  private takeCharacter(meaning: u32): void {
    if (meaning === NOTHING) {
      return;
    }
    const isDead: bool = (meaning & DEAD) !== 0;
    const character: u32 = meaning & ~DEAD;
    const accent: u32 = this.accent;
    this.accent = NOTHING;
    if (accent !== NOTHING) {
      const together: u32 = composed(accent, character);
      if (together === NOTHING) {
        this.giveCharacter(accent);
        this.giveCharacter(character);
      } else {
        this.giveCharacter(together);
      }
    } else if (isDead) {
      this.accent = character;
    } else {
      this.giveTyped(character);
    }
  }

  private giveTyped(character: u32): void {
    if (this.leftAlt) {
      this.give(ESCAPE);
    }
    this.giveCharacter(this.leftControl || this.rightControl ? controlOf(character) : character);
  }

  private giveCharacter(character: u32): void {
    const room = subSpan(spanOf(this.bytes), this.length, 4);
    this.length += encodeCharacter(character, room);
  }

  private give(byte: u8): void {
    this.bytes[this.length] = byte;
    this.length += 1;
  }
}

/** Small and capital of one letter: what caps lock exchanges; it leaves all else alone. */
function isLetterPair(one: u32, other: u32): bool {
  const small: u32 = one > other ? one : other;
  const capital: u32 = one > other ? other : one;
  if (small - capital !== 0x20) {
    return false;
  }
  const ascii: bool = small >= LOWER_A && small <= LOWER_Z;
  return ascii || (small >= LATIN_SMALL_START && small < LATIN_SMALL_END && small !== DIVISION_SIGN);
}

/** ASCII 1968: Ctrl takes the two highest bits off; characters without a control character stay as they are. */
function controlOf(character: u32): u32 {
  if (character === SPACE) {
    return 0;
  }
  if (character === SHARP_S) {
    return 0x1c;
  }
  const upper: u32 = character >= LOWER_A && character <= LOWER_Z ? character - 0x20 : character;
  if (upper === 0x3f) {
    return DELETE;
  }
  return upper >= AT_SIGN && upper <= UNDERSCORE ? upper & CONTROL_MASK : character;
}

/** What a terminal sends for a key without a character; "" for all others. */
function sequenceOf(key: u32): string {
  switch (key) {
    case Key.ESCAPE:
      return "\x1b";
    case Key.BACKSPACE:
      return "\x7f";
    case Key.TAB:
      return "\t";
    case Key.ENTER:
    case Key.PAD_ENTER:
      return "\r";
    case Key.UP:
      return "\x1b[A";
    case Key.DOWN:
      return "\x1b[B";
    case Key.RIGHT:
      return "\x1b[C";
    case Key.LEFT:
      return "\x1b[D";
    case Key.HOME:
      return "\x1b[H";
    case Key.END:
      return "\x1b[F";
    case Key.INSERT:
      return "\x1b[2~";
    case Key.DELETE:
      return "\x1b[3~";
    case Key.PAGE_UP:
      return "\x1b[5~";
    case Key.PAGE_DOWN:
      return "\x1b[6~";
    default:
      return "";
  }
}
