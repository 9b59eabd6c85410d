/**
 * A driver of the real-time clock's periodic interrupt (Motorola MC146818A; line 8), for how long it takes from the
 * instant at which a timer's line rises until its driver runs; and the same for the kernel's own timer and a task that
 * sleeps.
 *
 * The instant is known in two ways. spinner.ts says when it last ran before the interrupt: that is less than a round
 * of its loop, six instructions, too early. And the interrupts are regular: from the latest of what it says follows
 * each later one, also while others are in the kernel.
 */
import { IDENTITY_NOBODY, IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { MessageKind, NOTIFICATION_ALARM } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import { bindInterrupt, replyWait, taskAlarm } from "../../lib/user/kernel-calls.ts";
import { readPort8, writePort8 } from "../../lib/user/ports.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { ClockOperation } from "./clock-protocol.ts";
import { FEW, printFew, setSample } from "./few-samples.ts";
import { addSample, beginSamples, endSamples, mustWork, ROUNDS, WARM_UP_ROUNDS } from "./samples.ts";

const LINE: u32 = 8;
const BIT: u32 = 1;
const INDEX: u32 = 0x70;
const DATA: u32 = 0x71;
const REGISTER_A: u8 = 0x0a;
const REGISTER_B: u8 = 0x0b;
/** Which interrupts have come. Until it is read the line stays up, so no further one comes. */
const REGISTER_C: u8 = 0x0c;
/** The oscillator of 32 768 Hz runs; an interrupt at each fourth of its ticks. */
const RATE_8192_HZ: u8 = 0x23;
const PERIODIC_INTERRUPT: u8 = 0x40;
const DAY_OF_24_HOURS: u8 = 0x02;

/** From one interrupt to the next: 10⁹ / 8192 instructions of a nanosecond, which is 122 070 5/16. */
const PERIOD: u32 = 122_070;
const PERIOD_SIXTEENTHS: u32 = 5;
/** So long before the line rises, and before the driver runs, the spinning task can have stopped: the tick may have come first. */
const GAP_MAX: u32 = 2000;
const HALF_OF_ALL_TIMES: u32 = 0x8000_0000;

enum Phase {
  /** Until spinner.ts spins. */
  START = 0,
  /** The clock interrupts it. */
  LINE = 1,
  /** So does the kernel's timer. */
  TICK = 2,
  REST = 3,
  /** The clock interrupts whatever the others do. */
  BUSY = 4,
}

let phase: Phase = Phase.START;
/** Samples of this phase. */
let rounds: u32 = 0;
/** When this task last began to run; 0: a gap has been found for it. */
let told: u32 = 0;
/** When the clock's line last rose, and what is lost to whole instructions. */
let rise: u32 = 0;
let sixteenths: u32 = 0;

function startClock(): void {
  writePort8(INDEX, REGISTER_A);
  writePort8(DATA, RATE_8192_HZ);
  writePort8(INDEX, REGISTER_B);
  writePort8(DATA, PERIODIC_INTERRUPT | DAY_OF_24_HOURS);
  writePort8(INDEX, REGISTER_C);
}

function awaitClock(): void {
  mustWork(bindInterrupt(selfIdentity(), LINE, BIT) === Status.OK, "bench: the clock's line");
  readPort8(DATA);
}

function awaitTick(): void {
  mustWork(taskAlarm(selfIdentity(), 1) === Status.OK, "bench: the clock's alarm");
}

/** Puts `rise` on the last rise before `now`. */
function advanceRise(now: u32): void {
  for (;;) {
    const fraction: u32 = sixteenths + PERIOD_SIXTEENTHS;
    const next: u32 = rise + PERIOD + (fraction >>> 4);
    if (now - next >= HALF_OF_ALL_TIMES) {
      return;
    }
    rise = next;
    sixteenths = fraction & 15;
  }
}

/** The line was still down at `last`: if that is after `rise`, `rise` was too early. */
function correctRise(last: u32): void {
  if (rounds === 0) {
    rise = last;
  }
  advanceRise(told);
  if (last - rise < HALF_OF_ALL_TIMES) {
    rise = last;
  }
  const isRegular: bool = told - last < GAP_MAX && rise - last < GAP_MAX;
  mustWork(rounds < WARM_UP_ROUNDS || isRegular, "bench: the clock does not count instructions");
}

/** The spinning task did not run from `last` on until now, by this task's doing if it was told. Answers whether to go on. */
function onGap(last: u32): bool {
  if (phase === Phase.START) {
    phase = Phase.LINE;
    awaitClock();
    return true;
  }
  if (told === 0) {
    return true;
  }
  const taken: u32 = told - last;
  if (phase === Phase.LINE) {
    addSample(taken);
    correctRise(last);
  } else {
    setSample(rounds, taken);
  }
  told = 0;
  rounds++;
  endPhase();
  if (phase === Phase.LINE) {
    awaitClock();
  } else if (phase === Phase.TICK) {
    awaitTick();
  }
  return phase !== Phase.REST;
}

/** Goes on to the next phase where this one has its samples. */
function endPhase(): void {
  if (phase === Phase.LINE && rounds === ROUNDS) {
    endSamples("timer_to_driver");
    phase = Phase.TICK;
    rounds = 0;
  } else if (phase === Phase.TICK && rounds === FEW) {
    printFew("tick_to_task");
    phase = Phase.REST;
  }
}

function onNotification(now: u32, bits: u32): void {
  told = now;
  if ((bits & NOTIFICATION_ALARM) !== 0) {
    advanceRise(now);
    return;
  }
  if (phase === Phase.BUSY && rounds < ROUNDS) {
    advanceRise(now);
    addSample(now - rise);
    rounds++;
    awaitClock();
  }
}

function onRequest(words: SystemWords): void {
  switch (words.word0) {
    case ClockOperation.GAP:
      words.word0 = onGap(words.word1) ? 1 : 0;
      return;
    case ClockOperation.BUSY_BEGIN:
      phase = Phase.BUSY;
      rounds = 0;
      beginSamples();
      awaitClock();
      words.word0 = 0;
      return;
    default:
      mustWork(words.word0 === ClockOperation.BUSY_END, "bench: what the clock is asked");
      endSamples("timer_to_driver_busy");
      words.word0 = 0;
  }
}

function main(): u32 {
  const words: SystemWords = zeroed();
  startClock();
  beginSamples();
  let answerTo: u32 = IDENTITY_NOBODY;
  for (;;) {
    const head: u32 = replyWait(answerTo, words);
    const now: u32 = readTimeStampLow();
    answerTo = IDENTITY_NOBODY;
    if ((head & IDENTITY_NUMBER_MASK) === MessageKind.NOTIFICATION) {
      onNotification(now, words.word0);
    } else {
      answerTo = head;
      onRequest(words);
    }
  }
}

symbol(start, "_start");
symbol(main, "userMain");
