/**
 * The samples of one row and how a row is printed: `bench: NAME median worst`.
 *
 * A thousand measurements after a hundred that are thrown away; what an empty measurement costs is
 * taken off each. Units are those of the time-stamp counter: instructions with -icount.
 */
import { medianOfSorted, sortValues, worstOfSorted } from "../../lib/core/statistics.ts";
import { print, printDecimal, printLine } from "../../lib/user/print.ts";

export const WARM_UP_ROUNDS: u32 = 100;
export const SAMPLES_MAX = 1000;
/** How often a measurement is done. */
export const ROUNDS: u32 = 1100;

const samples: FixedArray<u32, typeof SAMPLES_MAX> = zeroed();
let rounds: u32 = 0;
let emptyCost: u32 = 0;

// Where `make profile` sees that a row has ended, or what comes before the first one.
symbol(medianSample, "medianSample");
symbol(printRow, "printRow");

/** Begins a row. */
export function beginSamples(): void {
  rounds = 0;
}

/** Takes the cost of one round, empty measurement included. */
export function addSample(cost: u32): void {
  if (rounds >= WARM_UP_ROUNDS && rounds < ROUNDS) {
    samples[rounds - WARM_UP_ROUNDS] = cost < emptyCost ? 0 : cost - emptyCost;
  }
  rounds += 1;
}

/** The median of the row's samples; panics when a row has not all of them. */
export function medianSample(): u32 {
  if (rounds < ROUNDS) {
    panic("bench: a row lacks samples");
  }
  sortValues(spanOf(samples));
  return medianOfSorted(spanOf(samples));
}

/** The worst of the row's samples, after `medianSample`. */
export function worstSample(): u32 {
  return worstOfSorted(spanOf(samples));
}

/** Finds out what an empty measurement costs. Called once, before all rows. */
export function calibrate(): void {
  emptyCost = 0;
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    addSample(readTimeStampLow() - before);
  }
  emptyCost = medianSample();
}

/** Prints a row of values known otherwise. */
export function printRow(name: string, median: u32, worst: u32): void {
  print("bench: ");
  print(name);
  print(" ");
  printDecimal(median);
  print(" ");
  printDecimal(worst);
  printLine("");
}

/** Prints the row of the samples taken since `beginSamples`. */
export function endSamples(name: string): void {
  const median: u32 = medianSample();
  printRow(name, median, worstSample());
}

/** Ends the run with a reason when something that is measured did not work. */
export function mustWork(worked: bool, reason: string): void {
  if (!worked) {
    panic(reason);
  }
}
