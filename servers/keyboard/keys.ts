/**
 * Keys by place, whatever is printed on them: the number of a key is its set 1 scan code (IBM Personal System/2
 * Hardware Interface Technical Reference, "Keyboard and Auxiliary Device Controller"); keys behind the prefix E0 have
 * EXTENDED added. So every number is below KEYS_END.
 */
export const EXTENDED = 0x80;
export const KEYS_END = 0x100;
/** No key. */
export const NO_KEY = 0;

export enum Key {
  ESCAPE = 0x01,
  DIGIT_1 = 0x02,
  EQUALS = 0x0d,
  BACKSPACE = 0x0e,
  TAB = 0x0f,
  Q = 0x10,
  RIGHT_BRACKET = 0x1b,
  ENTER = 0x1c,
  LEFT_CONTROL = 0x1d,
  A = 0x1e,
  BACKQUOTE = 0x29,
  LEFT_SHIFT = 0x2a,
  BACKSLASH = 0x2b,
  Z = 0x2c,
  SLASH = 0x35,
  RIGHT_SHIFT = 0x36,
  PAD_STAR = 0x37,
  LEFT_ALT = 0x38,
  SPACE = 0x39,
  CAPS_LOCK = 0x3a,
  F1 = 0x3b,
  F10 = 0x44,
  NUM_LOCK = 0x45,
  SCROLL_LOCK = 0x46,
  PAD_7 = 0x47,
  PAD_MINUS = 0x4a,
  PAD_PLUS = 0x4e,
  PAD_POINT = 0x53,
  LESS = 0x56,
  F11 = 0x57,
  F12 = 0x58,
  PAD_ENTER = 0x9c,
  RIGHT_CONTROL = 0x9d,
  PAD_SLASH = 0xb5,
  RIGHT_ALT = 0xb8,
  HOME = 0xc7,
  UP = 0xc8,
  PAGE_UP = 0xc9,
  LEFT = 0xcb,
  RIGHT = 0xcd,
  END = 0xcf,
  DOWN = 0xd0,
  PAGE_DOWN = 0xd1,
  INSERT = 0xd2,
  DELETE = 0xd3,
}
