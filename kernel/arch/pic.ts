/**
 * The two 8259A interrupt controllers. Lines 0 to 15 arrive at vectors 32 to 47; all are masked
 * until asked for. A spurious interrupt is not an error. Source: Intel 8259A data sheet.
 */
const MAIN_COMMAND: u16 = 0x20;
const MAIN_DATA: u16 = 0x21;
const SECOND_COMMAND: u16 = 0xa0;
const SECOND_DATA: u16 = 0xa1;
/** Which lines are level-triggered, where the chip set has these registers (Intel 82371AB, section 4.3). */
const TRIGGER_MODES: u16 = 0x4d0;

const INITIALISE_WITH_FOURTH_WORD: u8 = 0x11;
const MODE_8086: u8 = 0x01;
const SECOND_ON_LINE_2: u8 = 0x04;
const SECOND_IDENTITY: u8 = 0x02;
const END_OF_INTERRUPT: u8 = 0x20;
const READ_IN_SERVICE: u8 = 0x0b;

/** Vector of line 0. */
export const INTERRUPT_LINE_VECTOR: u32 = 32;
export const INTERRUPT_LINE_COUNT = 16;
const SECOND_FIRST_LINE: u32 = 8;
/** The lines on which a controller reports an interrupt that has gone away. */
const SPURIOUS_MAIN: u32 = 7;
const SPURIOUS_SECOND: u32 = 15;
const TOP_LINE_BIT: u8 = 0x80;
/** The second controller hangs on line 2, which stays open. */
const ALL_MASKED: u32 = 0xfffb;

/** Bit n: line n is masked. */
let masks: u32 = ALL_MASKED;

/** Sets both controllers up, all lines masked. */
export function startPic(): void {
  outByte(MAIN_COMMAND, INITIALISE_WITH_FOURTH_WORD);
  outByte(SECOND_COMMAND, INITIALISE_WITH_FOURTH_WORD);
  outByte(MAIN_DATA, u8(INTERRUPT_LINE_VECTOR));
  outByte(SECOND_DATA, u8(INTERRUPT_LINE_VECTOR + SECOND_FIRST_LINE));
  outByte(MAIN_DATA, SECOND_ON_LINE_2);
  outByte(SECOND_DATA, SECOND_IDENTITY);
  outByte(MAIN_DATA, MODE_8086);
  outByte(SECOND_DATA, MODE_8086);
  writeMasks();
}

/** Masks a line, or lets it through. */
export function maskPicLine(line: u32, masked: bool): void {
  const bit: u32 = 1 << (line & 15);
  masks = masked ? masks | bit : masks & ~bit;
  writeMasks();
}

function writeMasks(): void {
  outByte(MAIN_DATA, u8(masks));
  outByte(SECOND_DATA, u8(masks >>> SECOND_FIRST_LINE));
}

/** Whether a line goes on interrupting until its device is served. */
export function picLineIsLevel(line: u32): bool {
  return ((inByte(TRIGGER_MODES + u16((line >>> 3) & 1)) >>> u8(line & 7)) & 1) !== 0;
}

/** Tells the controllers that `line` is dealt with; false if it was spurious. */
export function endPicInterrupt(line: u32): bool {
  if (line === SPURIOUS_MAIN && !inService(MAIN_COMMAND)) {
    return false;
  }
  if (line === SPURIOUS_SECOND && !inService(SECOND_COMMAND)) {
    outByte(MAIN_COMMAND, END_OF_INTERRUPT);
    return false;
  }
  if (line >= SECOND_FIRST_LINE) {
    outByte(SECOND_COMMAND, END_OF_INTERRUPT);
  }
  outByte(MAIN_COMMAND, END_OF_INTERRUPT);
  return true;
}

function inService(command: u16): bool {
  outByte(command, READ_IN_SERVICE);
  return (inByte(command) & TOP_LINE_BIT) !== 0;
}
