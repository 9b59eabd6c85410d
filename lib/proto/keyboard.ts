/**
 * The keyboard server's interface. It notifies the console server (NOTIFICATION_INPUT) when keys were pressed and calls nobody.
 *
 * | operation | word 1 | answer: word 0 | word 1 | word 2 | word 3 | who may | repeating it |
 * |---|---|---|---|---|---|---|---|
 * | READ | | status, count from bit 8 on | bytes | bytes | bytes | everyone who may call it | gives what comes next |
 * | LAYOUT | KeyboardLayout | status, the layout before from bit 8 on | | | | the same | safe |
 * | STATE | | status, KeyboardLayout from bit 8 on | 1 with a keyboard, else 0 | keys pressed | bytes lost | the same | safe |
 *
 * READ never waits: count 0 says that no key was pressed. The bytes are those that a terminal would send (decision 0032).
 */
export enum KeyboardOperation {
  READ = 1,
  LAYOUT = 2,
  STATE = 3,
}

export enum KeyboardLayout {
  /** LAYOUT: leave it as it is. */
  SAME = 0,
  UNITED_STATES = 1,
  GERMAN = 2,
}

export const KEYBOARD_BYTES_MAX: u32 = 12;
export const KEYBOARD_COUNT_SHIFT: u32 = 8;
