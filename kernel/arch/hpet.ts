/**
 * The high precision event timer, timer 0, in the place of the interval timer: line 0.
 * Source: IA-PC HPET Specification 1.0a, section 2.3.
 */
import { readRegister, writeRegister } from "./device-register.ts";

const CAPABILITIES: u32 = 0x00;
const PERIOD: u32 = 0x04;
const CONFIGURATION: u32 = 0x10;
const COUNTER: u32 = 0xf0;
const COUNTER_HIGH: u32 = 0xf4;
const TIMER_0: u32 = 0x100;
const COMPARATOR_0: u32 = 0x108;
const COMPARATOR_0_HIGH: u32 = 0x10c;

const CAN_REPLACE_LEGACY: u32 = 1 << 15;
const ENABLED: u32 = 1;
const REPLACES_LEGACY: u32 = 2;
const TIMER_INTERRUPTS: u32 = 1 << 2;
const TIMER_PERIODIC: u32 = 1 << 3;
const TIMER_CAN_REPEAT: u32 = 1 << 4;
const TIMER_SETS_PERIOD: u32 = 1 << 6;
const TIMER_32_BITS: u32 = 1 << 8;
/** A count takes 100 ns at most. */
const PERIOD_MAX_FS: u32 = 100_000_000;
const FS_IN_MICROSECOND: u32 = 1_000_000_000;

let hpet: u32 = 0;

/** Stops the timer whose registers are mapped at `address`, and says whether it is good for ticks. */
export function findHpet(address: u32): bool {
  const capabilities: u32 = readRegister(address + CAPABILITIES);
  const period: u32 = readRegister(address + PERIOD);
  if ((capabilities & CAN_REPLACE_LEGACY) === 0 || period === 0 || period > PERIOD_MAX_FS) {
    return false;
  }
  if ((readRegister(address + TIMER_0) & TIMER_CAN_REPEAT) === 0) {
    return false;
  }
  hpet = address;
  stopHpet();
  return true;
}

export function hpetIsThere(): bool {
  return hpet !== 0;
}

/** No interrupts; line 0 is the interval timer's. */
export function stopHpet(): void {
  writeRegister(hpet + CONFIGURATION, 0);
}

/** Counts without interrupts. */
export function letHpetCount(): void {
  writeRegister(hpet + CONFIGURATION, ENABLED);
}

/** The low word of what it has counted. */
export function hpetCount(): u32 {
  return readRegister(hpet + COUNTER);
}

/** Counts in so many microseconds: a power of ten, at most 100 000. */
export function hpetCountsIn(microseconds: u32): u32 {
  const period: u32 = readRegister(hpet + PERIOD);
  let counts: u32 = FS_IN_MICROSECOND / period;
  let rest: u32 = FS_IN_MICROSECOND % period;
  let scale: u32 = 1;
  // Digit by digit, so that nothing needs more than 32 bits: a rest is below 10^8.
  for (; scale < microseconds; scale *= 10) {
    rest *= 10;
    counts = counts * 10 + rest / period;
    rest %= period;
  }
  return counts;
}

/** One interrupt in `counts`, or one after each `counts`. */
export function startHpet(counts: u32, periodic: bool): void {
  stopHpet();
  writeRegister(hpet + COUNTER, 0);
  writeRegister(hpet + COUNTER_HIGH, 0);
  const repeats: u32 = periodic ? TIMER_PERIODIC | TIMER_SETS_PERIOD : 0;
  writeRegister(hpet + TIMER_0, TIMER_INTERRUPTS | TIMER_32_BITS | repeats);
  writeRegister(hpet + COMPARATOR_0, counts);
  if (periodic) {
    // The first write was for the comparator, this one is for the period.
    writeRegister(hpet + COMPARATOR_0, counts);
  } else {
    writeRegister(hpet + COMPARATOR_0_HIGH, 0);
  }
  writeRegister(hpet + CONFIGURATION, ENABLED | REPLACES_LEGACY);
}
