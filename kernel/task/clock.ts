/**
 * Time as the kernel counts it: timer ticks, and how long the boot took.
 */
let ticks: u32 = 0;
let bootStarted: u32 = 0;
let bootTaken: u32 = 0;

/** One timer interrupt has come. */
export function countTick(): void {
  ticks++;
}

/** Timer interrupts since boot. */
export function tickCount(): u32 {
  return ticks;
}

/** The low word of the time stamp at the kernel's entry. */
export function startBootClock(timeStamp: u32): void {
  bootStarted = timeStamp;
}

/** The first task is about to run. */
export function stopBootClock(): void {
  bootTaken = readTimeStampLow() - bootStarted;
}

/** Time-stamp units from kernel entry to the first user instruction. */
export function bootToUser(): u32 {
  return bootTaken;
}
