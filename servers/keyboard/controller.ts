/**
 * The keyboard controller 8042 and the keyboard behind it (IBM Personal System/2 Hardware Interface Technical Reference,
 * "Keyboard and Auxiliary Device Controller"). No wait is without a limit: a machine without one answers FF, or nothing.
 */
import { readPort8, writePort8 } from "../../lib/user/ports.ts";

const DATA: u32 = 0x60;
const STATUS: u32 = 0x64;
const COMMAND: u32 = 0x64;
export const KEYBOARD_INTERRUPT: u32 = 1;

const OUTPUT_FULL: u8 = 0x01;
const INPUT_FULL: u8 = 0x02;
/** The byte is the mouse's. */
const FROM_AUXILIARY: u8 = 0x20;
const NOTHING_THERE: u8 = 0xff;

const READ_CONFIGURATION: u8 = 0x20;
const WRITE_CONFIGURATION: u8 = 0x60;
const ENABLE_KEYBOARD: u8 = 0xae;
const ENABLE_SCANNING: u8 = 0xf4;
const ACKNOWLEDGED: u8 = 0xfa;

/** Interrupt on, keyboard on, set 1 codes; what concerns the mouse stays as it is. */
const INTERRUPT_ON: u8 = 0x01;
const KEYBOARD_OFF: u8 = 0x10;
const TRANSLATED: u8 = 0x40;

/** Each is a kernel call and a port access: some 10 ms on a real machine, where a keyboard may take 5. */
const POLLS_MAX: u32 = 10_000;
/** Left over from the boot loader. */
const STALE_BYTES_MAX: u32 = 32;
/** `waitForByte`: none came. */
const NO_BYTE: u32 = 0x100;

/** Sets controller and keyboard up. False: there is none that answers; bytes are taken should they come all the same. */
export function startController(): bool {
  if (readPort8(STATUS) === NOTHING_THERE) {
    return false;
  }
  for (let i: u32 = 0; i < STALE_BYTES_MAX && (readPort8(STATUS) & OUTPUT_FULL) !== 0; i++) {
    readPort8(DATA);
  }
  if (!send(COMMAND, READ_CONFIGURATION)) {
    return false;
  }
  const configuration: u32 = waitForByte();
  if (configuration === NO_BYTE) {
    return false;
  }
  const wanted: u8 = (u8(configuration) | INTERRUPT_ON | TRANSLATED) & ~KEYBOARD_OFF;
  if (!send(COMMAND, WRITE_CONFIGURATION) || !send(DATA, wanted)) {
    return false;
  }
  return send(COMMAND, ENABLE_KEYBOARD) && send(DATA, ENABLE_SCANNING) && waitForByte() === u32(ACKNOWLEDGED);
}

/** Whether a byte waits. */
export function hasScanCode(): bool {
  const status: u8 = readPort8(STATUS);
  return status !== NOTHING_THERE && (status & OUTPUT_FULL) !== 0;
}

/** Takes the byte that waits. False: it was the mouse's. */
export function takeScanCode(code: FixedArray<u8, 1>): bool {
  const isKey: bool = (readPort8(STATUS) & FROM_AUXILIARY) === 0;
  code[0] = readPort8(DATA);
  return isKey;
}

function send(port: u32, byte: u8): bool {
  for (let polls: u32 = 0; polls < POLLS_MAX; polls++) {
    if ((readPort8(STATUS) & INPUT_FULL) === 0) {
      writePort8(port, byte);
      return true;
    }
  }
  return false;
}

function waitForByte(): u32 {
  for (let polls: u32 = 0; polls < POLLS_MAX; polls++) {
    if ((readPort8(STATUS) & OUTPUT_FULL) !== 0) {
      return u32(readPort8(DATA));
    }
  }
  return NO_BYTE;
}
