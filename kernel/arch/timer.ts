/**
 * The periodic interrupt that ends time slices, from one of three timers. Each can first be asked for a single
 * interrupt, which shows whether it is wired. All interrupt as line 0.
 */
import { localTimerCount, startLocalTimer, stopLocalTimer } from "./apic.ts";
import { hpetCount, hpetCountsIn, hpetIsThere, letHpetCount, startHpet, stopHpet } from "./hpet.ts";
import { linesAreByApic } from "./interrupt-controller.ts";
import { pitCount, startPitOnce, startPitPeriodic } from "./pit.ts";

export const TIMER_LINE: u32 = 0;
/** Interrupts in a second. */
export const TIMER_HZ: u32 = 100;

const TICK_US: u32 = 10_000;
/** How soon a single interrupt comes. */
const ONCE_US: u32 = 10;
const LOCAL_ONCE_COUNTS: u32 = 1000;
const ALL_COUNTS: u32 = 0xffff_ffff;
/** Counts of the local timer in a tick where nothing is there to measure them by: a bus of 100 MHz. */
const LOCAL_TICK_GUESS: u32 = 62_500;
/** Reads that find the same count after which a counter is taken to stand still. */
const STILL_READS: u32 = 100_000;

export enum TimerSource {
  PIT = 0,
  HPET = 1,
  /** The processor's own. */
  LOCAL = 2,
}

export const TIMER_SOURCES: u32 = 3;

/** Whether the machine has the timer, as far as can be told without asking it for an interrupt. */
export function timerExists(source: TimerSource): bool {
  switch (source) {
    case TimerSource.PIT:
      return true;
    case TimerSource.HPET:
      return hpetIsThere();
    case TimerSource.LOCAL:
      return linesAreByApic();
  }
}

/** A single interrupt from an existing timer, in a few microseconds. */
export function startTimerOnce(source: TimerSource): void {
  switch (source) {
    case TimerSource.PIT:
      startPitOnce();
      break;
    case TimerSource.HPET:
      startHpet(hpetCountsIn(ONCE_US), false);
      break;
    case TimerSource.LOCAL:
      startLocalTimer(TIMER_LINE, LOCAL_ONCE_COUNTS, false);
      break;
  }
}

/** TIMER_HZ interrupts in a second from an existing timer. */
export function startTimer(source: TimerSource): void {
  switch (source) {
    case TimerSource.PIT:
      startPitPeriodic(TIMER_HZ);
      break;
    case TimerSource.HPET:
      startHpet(hpetCountsIn(TICK_US), true);
      break;
    case TimerSource.LOCAL:
      startLocalTimer(TIMER_LINE, localCountsInTick(), true);
      break;
  }
}

/** No further interrupts from a timer that was tried. */
export function stopTimer(source: TimerSource): void {
  if (source === TimerSource.HPET) {
    stopHpet();
  } else if (source === TimerSource.LOCAL) {
    stopLocalTimer();
  }
}

/** Measured for one tick, which is the only wait of the boot, and only where this timer is used. */
function localCountsInTick(): u32 {
  startPitPeriodic(TIMER_HZ);
  if (hpetIsThere()) {
    letHpetCount();
  }
  startLocalTimer(TIMER_LINE, ALL_COUNTS, false);
  const measured: bool = hpetIsThere() ? waitTickOfHpet() : waitTickOfPit();
  const counts: u32 = ALL_COUNTS - localTimerCount();
  return measured && counts !== 0 ? counts : LOCAL_TICK_GUESS;
}

/** False when it stands still. */
function waitTickOfHpet(): bool {
  const start: u32 = hpetCount();
  const counts: u32 = hpetCountsIn(TICK_US);
  for (let still: u32 = 0; hpetCount() - start < counts; still++) {
    if (still === STILL_READS && hpetCount() === start) {
      return false;
    }
  }
  return true;
}

/** From one reload to the next it takes a tick. False when it stands still. */
function waitTickOfPit(): bool {
  return waitReloadOfPit() && restartLocal() && waitReloadOfPit();
}

function restartLocal(): bool {
  startLocalTimer(TIMER_LINE, ALL_COUNTS, false);
  return true;
}

function waitReloadOfPit(): bool {
  let last: u32 = pitCount();
  for (let still: u32 = 0; still < STILL_READS; still++) {
    const count: u32 = pitCount();
    if (count > last) {
      return true;
    }
    if (count !== last) {
      still = 0;
    }
    last = count;
  }
  return false;
}
