/**
 * The kernel's console: the same text on the serial line, on the screen and into the log ring. Lines are built
 * in one buffer; nothing here allocates, waits without a limit, or can fail.
 */

import {
  appendByte,
  appendDecimal,
  appendHex,
  appendName,
  appendString,
  clearText,
  type TextBuffer,
} from "../../lib/core/text.ts";
import { acceptInterrupts, acceptInterruptsAt } from "../arch/interrupt-window.ts";
import { writeSerial } from "../arch/serial.ts";
import { insistOnTextScreen, writeTextScreen } from "../arch/text-screen.ts";
import { keepLogged } from "./log-ring.ts";
import { takePixelScreen, writePixelScreen } from "./pixel-screen.ts";

const NEW_LINE: u8 = 10;
const CARRIAGE_RETURN: u8 = 13;

const line: TextBuffer = zeroed();
let toSerial: bool = true;
let toScreen: bool = true;

/** Writes only where it is wanted. */
export function chooseConsoles(serial: bool, screen: bool): void {
  toSerial = serial;
  toScreen = screen;
}

/** Last words: everywhere, on a screen of pixels too, or on the text screen, whoever has them. */
export function chooseAllConsoles(): void {
  toSerial = true;
  toScreen = true;
  if (!takePixelScreen()) {
    insistOnTextScreen();
  }
}

/** Writes one byte; a new line gets its carriage return on the serial line. */
export function writeConsole(byte: u8): void {
  if (byte === NEW_LINE) {
    // The text screen scrolls.
    acceptInterrupts();
  }
  if (toSerial) {
    if (byte === NEW_LINE) {
      writeSerial(CARRIAGE_RETURN);
    }
    writeSerial(byte);
  }
  if (toScreen) {
    writeTextScreen(byte);
    writePixelScreen(byte);
  }
  keepLogged(byte);
}

/** Appends to the line in hand. */
export function say(text: string): void {
  appendString(line, text);
}

/** Appends one byte to the line in hand. */
export function sayByte(byte: u8): void {
  appendByte(line, byte);
}

/** Appends a number in decimal. */
export function sayDecimal(value: u32): void {
  appendDecimal(line, value);
}

/** Appends a number as eight hexadecimal digits. */
export function sayHex(value: u32): void {
  appendHex(line, value, 8);
}

/** Appends a name that is padded with zero bytes. */
export function sayName(name: Span<u8>): void {
  appendName(line, name);
}

/** Writes the line in hand, and the end of the line. */
export function endLine(): void {
  acceptInterrupts();
  for (let i: u32 = 0; i < line.length; i++) {
    acceptInterruptsAt(i * 2 + 1);
    writeConsole(line.bytes[i]);
  }
  writeConsole(NEW_LINE);
  clearText(line);
}

/** Writes a whole line. */
export function sayLine(text: string): void {
  say(text);
  endLine();
}
