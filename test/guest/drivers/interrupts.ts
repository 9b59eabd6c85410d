/** Interrupts, from the clock: told once, remembered, given back, for nobody else. */
import { MessageKind } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { bindInterrupt, taskAlarm, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { readPort8, writePort8 } from "../../../lib/user/ports.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

const CLOCK_INDEX: u32 = 0x70;
const CLOCK_DATA: u32 = 0x71;
const REGISTER_RATE: u8 = 0x0a;
const REGISTER_CONTROL: u8 = 0x0b;
/** Reading it lets the clock interrupt again. */
const REGISTER_CAUSE: u8 = 0x0c;
const RATE_1024_HZ: u8 = 0x26;
const CONTROL_PERIODIC: u8 = 0x40;
const CAUSE_PERIODIC: u8 = 0x40;
const LINE: u32 = 8;
const BIT: u32 = 0x10;
const ALARM: u32 = 0x4000_0000;
const TICKS: u32 = 3;

const words: SystemWords = zeroed();

function readClock(register: u8): u8 {
  writePort8(CLOCK_INDEX, register);
  return readPort8(CLOCK_DATA);
}

function writeClock(register: u8, value: u8): void {
  writePort8(CLOCK_INDEX, register);
  writePort8(CLOCK_DATA, value);
}

/** The notification bits of the next message, within TICKS ticks. */
function nextBits(): u32 {
  taskAlarm(selfIdentity(), TICKS);
  const head: u32 = waitForMessage(words);
  taskAlarm(selfIdentity(), 0);
  return (head & 15) === MessageKind.NOTIFICATION ? words.word0 : 0;
}

function bind(bits: u32): Status {
  return bindInterrupt(selfIdentity(), LINE, bits);
}

function testRefusals(): void {
  okStatus(bindInterrupt(selfIdentity(), 1, BIT), Status.DENIED, "another task's line");
  okStatus(bindInterrupt(selfIdentity(), 0, BIT), Status.DENIED, "the timer's line");
  okStatus(bindInterrupt(selfIdentity(), 24, BIT), Status.DENIED, "a line that nobody has");
  okStatus(bindInterrupt(selfIdentity(), 0xffff_fff8, BIT), Status.DENIED, "a line beyond all");
  okStatus(bindInterrupt(0, LINE, BIT), Status.DENIED, "in nobody's name");
  okStatus(bind(ALARM), Status.BAD_ARGUMENT, "a bit that is the kernel's");
  okStatus(bind(BIT | 0x8000_0000), Status.BAD_ARGUMENT, "one of two bits");
}

export function testInterrupts(): void {
  testRefusals();
  okEqual(nextBits(), ALARM, "the timer ticks");
  const control: u8 = readClock(REGISTER_CONTROL);
  writeClock(REGISTER_RATE, RATE_1024_HZ);
  writeClock(REGISTER_CONTROL, control | CONTROL_PERIODIC);
  readClock(REGISTER_CAUSE);
  okEqual(nextBits(), ALARM, "a line that is not bound tells nobody");
  readClock(REGISTER_CAUSE);
  okStatus(bind(BIT), Status.OK, "the clock's line");
  let came: u32 = 0;
  let causes: u32 = 0;
  for (let i: u32 = 0; i < 20; i++) {
    came += nextBits() === BIT ? 1 : 0;
    causes += (readClock(REGISTER_CAUSE) & CAUSE_PERIODIC) !== 0 ? 1 : 0;
    ok(i !== 19 || causes >= 19, "the clock says so too");
    bind(BIT);
  }
  okEqual(came, 20, "twenty interrupts");
  testMemory();
  okStatus(bind(0), Status.OK, "the line is given back");
  readClock(REGISTER_CAUSE);
  okEqual(nextBits(), ALARM, "and tells nothing any more");
  writeClock(REGISTER_CONTROL, control);
  readClock(REGISTER_CAUSE);
}

/** Two interrupts, of which the second comes before the first has been acknowledged; then silence. */
function testMemory(): void {
  okEqual(nextBits(), BIT, "the first");
  readClock(REGISTER_CAUSE);
  okEqual(nextBits(), ALARM, "the second is not told before it is asked for");
  okStatus(bind(BIT), Status.OK, "asked for");
  okEqual(nextBits(), BIT, "it is told, and was not lost");
  readClock(REGISTER_CAUSE);
  okStatus(bind(BIT), Status.OK, "the line goes on");
  okEqual(nextBits(), BIT, "with the next");
}
