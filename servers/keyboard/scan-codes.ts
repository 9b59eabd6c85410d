/**
 * Scan codes to key events: the byte streams of sets 1 and 2 (same source as keys.ts). The state is that of a prefix that
 * has begun, nothing else: whichever bytes come, two ordinary codes later it is right again. Pure.
 */
import { EXTENDED, NO_KEY } from "./keys.ts";

const EXTENDED_PREFIX: u32 = 0xe0;
/** Pause sends this, then two (set 1) or seven (set 2) bytes, and no release. */
const PAUSE_PREFIX: u32 = 0xe1;
const PAUSE_BYTES_SET_1: u32 = 5;
const PAUSE_BYTES_SET_2: u32 = 7;
const RELEASE_PREFIX: u32 = 0xf0;
const RELEASE_BIT: u32 = 0x80;
/** Codes of set 1 are below; what is not is an answer or a failure report of the keyboard. */
const SET_1_END: u32 = 0x59;
/** E0 2A and E0 36 are shift keys that are not there: the keyboard pretends them around keys of the middle block. */
const FALSE_LEFT_SHIFT: u32 = 0x2a;
const FALSE_RIGHT_SHIFT: u32 = 0x36;
const SET_2_COUNT = 0x84;

/** Key number of each set 2 code; 0 is no key. */
// biome-ignore format: a table
const SET_2_KEYS: FixedArray<u8, typeof SET_2_COUNT> = arrayOf(
  0x00, 0x43, 0x00, 0x3f, 0x3d, 0x3b, 0x3c, 0x58, 0x00, 0x44, 0x42, 0x40, 0x3e, 0x0f, 0x29, 0x00,
  0x00, 0x38, 0x2a, 0x00, 0x1d, 0x10, 0x02, 0x00, 0x00, 0x00, 0x2c, 0x1f, 0x1e, 0x11, 0x03, 0x00,
  0x00, 0x2e, 0x2d, 0x20, 0x12, 0x05, 0x04, 0x00, 0x00, 0x39, 0x2f, 0x21, 0x14, 0x13, 0x06, 0x00,
  0x00, 0x31, 0x30, 0x23, 0x22, 0x15, 0x07, 0x00, 0x00, 0x00, 0x32, 0x24, 0x16, 0x08, 0x09, 0x00,
  0x00, 0x33, 0x25, 0x17, 0x18, 0x0b, 0x0a, 0x00, 0x00, 0x34, 0x35, 0x26, 0x27, 0x19, 0x0c, 0x00,
  0x00, 0x00, 0x28, 0x00, 0x1a, 0x0d, 0x00, 0x00, 0x3a, 0x36, 0x1c, 0x1b, 0x00, 0x2b, 0x00, 0x00,
  0x00, 0x56, 0x00, 0x00, 0x00, 0x00, 0x0e, 0x00, 0x00, 0x4f, 0x00, 0x4b, 0x47, 0x00, 0x00, 0x00,
  0x52, 0x53, 0x50, 0x4c, 0x4d, 0x48, 0x01, 0x45, 0x57, 0x4e, 0x51, 0x4a, 0x37, 0x49, 0x46, 0x00,
  0x00, 0x00, 0x00, 0x41,
);

/** What a byte completed. */
export class KeyEvent {
  /** A number of keys.ts, or NO_KEY: nothing happened yet. */
  key: u32 = 0;
  pressed: bool = false;
}

export class ScanDecoder {
  private extended: bool = false;
  private released: bool = false;
  private skip: u32 = 0;

  /** Takes a byte of set 1, which is what the controller gives unless told otherwise. */
  takeSet1(byte: u8, event: KeyEvent): void {
    const code: u32 = u32(byte);
    event.key = NO_KEY;
    if (this.isPrefix(code, PAUSE_BYTES_SET_1)) {
      return;
    }
    this.finish(code & (RELEASE_BIT - 1), (code & RELEASE_BIT) === 0, event);
  }

  /** Takes a byte of set 2, which is what the keyboard itself sends. */
  takeSet2(byte: u8, event: KeyEvent): void {
    const code: u32 = u32(byte);
    event.key = NO_KEY;
    if (this.isPrefix(code, PAUSE_BYTES_SET_2)) {
      return;
    }
    if (code === RELEASE_PREFIX) {
      this.released = true;
      return;
    }
    this.finish(code < SET_2_COUNT ? u32(SET_2_KEYS[code]) : NO_KEY, !this.released, event);
  }

  private isPrefix(code: u32, pauseBytes: u32): bool {
    if (this.skip > 0) {
      this.skip -= 1;
      return true;
    }
    if (code === EXTENDED_PREFIX) {
      this.extended = true;
      return true;
    }
    if (code === PAUSE_PREFIX) {
      this.skip = pauseBytes;
      this.extended = false;
      this.released = false;
      return true;
    }
    return false;
  }

  private finish(code: u32, pressed: bool, event: KeyEvent): void {
    const extended: bool = this.extended;
    this.extended = false;
    this.released = false;
    const isFalse: bool = extended && (code === FALSE_LEFT_SHIFT || code === FALSE_RIGHT_SHIFT);
    if (code === NO_KEY || code >= SET_1_END || isFalse) {
      return;
    }
    event.key = extended ? code + EXTENDED : code;
    event.pressed = pressed;
  }
}
