/**
 * What is asked of clock.ts. Word 0 is the operation, word 1 as named.
 *
 * | operation | word 1 | answer: word 0 |
 * |---|---|---|
 * | GAP | time stamp before the gap | 1 while there are gaps to be found |
 * | BUSY_BEGIN | | 0 |
 * | BUSY_END | | 0 |
 */
export enum ClockOperation {
  /** Something has kept the caller from running since word 1. */
  GAP = 1,
  /** From now on each interrupt is a sample, whatever others do. */
  BUSY_BEGIN = 2,
  /** There are samples enough: prints their row. */
  BUSY_END = 3,
}
