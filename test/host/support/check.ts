/**
 * Checks of a host test program: counts them, prints those that fail, and answers the exit status.
 * A program that made no check at all has failed.
 */

const SHOWN_MAX: u32 = 20;

class Tally {
  checks: u32 = 0;
  failures: u32 = 0;
}

const tally: Tally = zeroed();

/** Counts a check; prints its name when it does not hold. */
export function check(holds: bool, name: string): void {
  tally.checks++;
  if (!holds) {
    fail(name);
    print("\n");
  }
}

/** Like check, and prints both numbers when they differ. */
export function checkEqual(actual: u32, expected: u32, name: string): void {
  tally.checks++;
  if (actual !== expected) {
    fail(name);
    print(": ");
    print(actual);
    print(" instead of ");
    print(expected);
    print("\n");
  }
}

/** True once a check has failed: long loops stop then. */
export function hasFailed(): bool {
  return tally.failures !== 0;
}

/** Prints the sum. Answers what main answers: 0 when all checks held. */
export function finish(title: string): i32 {
  print(title);
  print(": ");
  print(tally.checks);
  print(" checks, ");
  print(tally.failures);
  print(" failed\n");
  return tally.failures === 0 && tally.checks !== 0 ? 0 : 1;
}

function fail(name: string): void {
  tally.failures++;
  if (tally.failures > SHOWN_MAX) {
    panic("too many failed checks");
  }
  print("failed: ");
  print(name);
}
