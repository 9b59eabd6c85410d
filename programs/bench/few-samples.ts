/** Samples of what takes long each, so that there are fewer of them; nothing is taken off. */
import { medianOfSorted, sortValues, worstOfSorted } from "../../lib/core/statistics.ts";
import { printRow } from "./samples.ts";

export const FEW = 51;

const samples: FixedArray<u32, typeof FEW> = zeroed();

/** The sample of round `index`, below FEW. */
export function setSample(index: u32, cost: u32): void {
  samples[index] = cost;
}

/** Prints the row of FEW samples. */
export function printFew(name: string): void {
  sortValues(spanOf(samples));
  printRow(name, medianOfSorted(spanOf(samples)), worstOfSorted(spanOf(samples)));
}
