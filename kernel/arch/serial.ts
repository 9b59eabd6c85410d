/**
 * The first serial line, COM1, 115200 baud, 8 data bits, no parity, one stop bit; polled.
 * Source: National Semiconductor PC16550D data sheet, section 8. Never waits without a limit: a
 * machine without the port loses the bytes and nothing else.
 */
import { acceptInterrupts } from "./interrupt-window.ts";

const COM1: u16 = 0x3f8;
const DATA: u16 = COM1;
const INTERRUPT_ENABLE: u16 = 0x3f9;
const FIFO_CONTROL: u16 = 0x3fa;
const LINE_CONTROL: u16 = 0x3fb;
const MODEM_CONTROL: u16 = 0x3fc;
const LINE_STATUS: u16 = 0x3fd;
const SCRATCH: u16 = 0x3ff;

const LINE_8N1: u8 = 0x03;
const LINE_DIVISOR_ACCESS: u8 = 0x80;
const FIFO_ENABLE_AND_CLEAR: u8 = 0x07;
const MODEM_DTR_RTS: u8 = 0x03;
const HOLDING_REGISTER_EMPTY: u8 = 0x20;
/** 115200 baud. */
const DIVISOR: u8 = 1;
/** Polls of the line status before a byte is given up: about 30 ms of port reads. */
const POLLS_MAX: u32 = 30000;
/** Any value that an absent port would not give back. */
const PROBE: u8 = 0x5a;

let present: bool = false;

/** Sets the port up. Without a port, writeSerial does nothing. */
export function startSerial(): void {
  outByte(SCRATCH, PROBE);
  present = inByte(SCRATCH) === PROBE;
  if (!present) {
    return;
  }
  outByte(INTERRUPT_ENABLE, 0);
  outByte(LINE_CONTROL, LINE_DIVISOR_ACCESS);
  outByte(DATA, DIVISOR);
  outByte(INTERRUPT_ENABLE, 0);
  outByte(LINE_CONTROL, LINE_8N1);
  outByte(FIFO_CONTROL, FIFO_ENABLE_AND_CLEAR);
  outByte(MODEM_CONTROL, MODEM_DTR_RTS);
}

/** Writes one byte as soon as the holding register is empty: on a real line that takes 87 µs, in which interrupts get in. */
export function writeSerial(byte: u8): void {
  if (!present) {
    return;
  }
  for (let polls: u32 = 0; polls < POLLS_MAX; polls++) {
    if ((inByte(LINE_STATUS) & HOLDING_REGISTER_EMPTY) !== 0) {
      outByte(DATA, byte);
      return;
    }
    acceptInterrupts();
  }
}
