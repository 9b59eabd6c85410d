/**
 * The console server's interface: text to the screen and the serial line at once, bytes from the keyboard and the serial
 * line as one stream. Word 0 of a request is the operation, for WRITE with the number of bytes from bit 8 on.
 *
 * | operation | word 1 | word 2 | word 3 | answer: word 0 | word 1 | word 2 | word 3 | who may | repeating it |
 * |---|---|---|---|---|---|---|---|---|---|
 * | WRITE | bytes | bytes | bytes | status | | | | everyone who may call it | writes it again |
 * | READ | | | | status, count | bytes | bytes | bytes | the same | gives what comes next |
 * | STATE | | | | status, ScreenKind | columns | rows | bytes read that nobody took in time | the same | safe |
 * | SCREEN | 0: given away, 1: taken back | | | status | | | | the same | safe |
 * | LOG | place | | | status, count | place of the first byte | bytes | bytes | the same | safe |
 *
 * Bytes of a word: the lowest first. WRITE takes UTF-8 with the sequences of lib/console/terminal.ts; a line feed also
 * returns to the first column. READ waits for at least one byte; while one task waits, another gets NO_SPACE. LOG
 * reads what the kernel's console has shown, by byte number from the boot on; count 0: no more for now.
 */
export enum ConsoleOperation {
  WRITE = 1,
  READ = 2,
  STATE = 3,
  LOG = 4,
  /** Given away, the picture is left alone: somebody else has set another mode. Taken back, it is drawn anew. */
  SCREEN = 5,
}

/** Bytes that one message of WRITE or READ carries. */
export const CONSOLE_BYTES_MAX: u32 = 12;
/** Bytes that one answer of LOG carries. */
export const CONSOLE_LOG_BYTES_MAX: u32 = 8;
/** Where count and ScreenKind stand in word 0. */
export const CONSOLE_COUNT_SHIFT: u32 = 8;
export const CONSOLE_COUNT_MASK: u32 = 0xff;
