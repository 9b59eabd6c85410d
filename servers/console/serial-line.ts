/**
 * The first serial line as a driver: writes by polling, reads by interrupt 4 (National Semiconductor PC16550D data
 * sheet, section 8). The kernel has set its speed, and writes its own log there, a byte at a time. A machine without the port
 * loses the bytes and nothing else; no wait is without a limit.
 */
import { bindInterrupt } from "../../lib/user/kernel-calls.ts";
import { readPort8, writePort8 } from "../../lib/user/ports.ts";
import { selfIdentity } from "../../lib/user/self.ts";

const COM1: u32 = 0x3f8;
const INTERRUPT_ENABLE: u32 = COM1 + 1;
const INTERRUPT_IDENTIFICATION: u32 = COM1 + 2;
const MODEM_CONTROL: u32 = COM1 + 4;
const LINE_STATUS: u32 = COM1 + 5;
const SCRATCH: u32 = COM1 + 7;
export const SERIAL_INTERRUPT: u32 = 4;

const RECEIVED_DATA: u8 = 1;
/** DTR, RTS, and OUT2, which lets the interrupt through on a PC. */
const MODEM_DTR_RTS_OUT2: u8 = 0x0b;
const DATA_READY: u8 = 0x01;
const HOLDING_REGISTER_EMPTY: u8 = 0x20;
/** Both bits: there is a queue, and it is on. */
const QUEUE_ENABLED: u8 = 0xc0;
const QUEUE_BYTES: u32 = 16;
/** Polls until bytes are given up: sixteen bytes at 9600 baud are gone by then. */
const POLLS_MAX: u32 = 30_000;
/** Bytes taken in one go; a line that never stops must not keep the server from its other work. */
const TAKEN_MAX: u32 = 64;
/** Any value that an absent port would not give back. */
const PROBE: u8 = 0xa5;

let present: bool = false;
/** Bytes that fit when the holding register is empty. */
let queueBytes: u32 = 1;
/** Of these, how many are free for certain. */
let room: u32 = 0;

/** Looks for the port and has it interrupt; `bits` are the notification. */
export function startSerialLine(bits: u32): void {
  writePort8(SCRATCH, PROBE);
  present = readPort8(SCRATCH) === PROBE;
  if (!present) {
    return;
  }
  queueBytes = (readPort8(INTERRUPT_IDENTIFICATION) & QUEUE_ENABLED) === QUEUE_ENABLED ? QUEUE_BYTES : 1;
  writePort8(MODEM_CONTROL, MODEM_DTR_RTS_OUT2);
  bindInterrupt(selfIdentity(), SERIAL_INTERRUPT, bits);
  writePort8(INTERRUPT_ENABLE, RECEIVED_DATA);
}

/** Writes one byte; gives it up when the line does not take it in time. */
export function writeSerialByte(byte: u8): void {
  if (!present) {
    return;
  }
  for (let polls: u32 = 0; room === 0 && polls < POLLS_MAX; polls++) {
    if ((readPort8(LINE_STATUS) & HOLDING_REGISTER_EMPTY) !== 0) {
      room = queueBytes;
    }
  }
  if (room > 0) {
    writePort8(COM1, byte);
    room -= 1;
  }
}

/** The kernel may have written meanwhile: nothing is known about the queue. */
export function forgetSerialRoom(): void {
  room = 0;
}

/** Takes what has come, byte by byte, and lets the next interrupt through. */
export function takeSerialInput(take: (byte: u8) => void, bits: u32): void {
  if (!present) {
    return;
  }
  let taken: u32 = 0;
  while (taken < TAKEN_MAX && (readPort8(LINE_STATUS) & DATA_READY) !== 0) {
    take(readPort8(COM1));
    taken += 1;
  }
  bindInterrupt(selfIdentity(), SERIAL_INTERRUPT, bits);
}
