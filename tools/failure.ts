/**
 * How the tools fail: one line that says what went wrong, one that says what to do, exit status 1.
 * A tool must never end with a bare stack trace for something its user can mend.
 */
export class Failure extends Error {
  readonly advice: string;

  constructor(message: string, advice = "") {
    super(message);
    this.advice = advice;
  }
}

/** Runs a tool's body and ends the process: with its status, or with 1 after telling what failed. */
export async function runTool(body: () => Promise<number> | number): Promise<void> {
  try {
    process.exitCode = await body();
  } catch (error) {
    tellFailure(error);
    process.exitCode = 1;
  }
}

/** Writes a failure to standard error, its advice after it. Anything unexpected keeps its stack. */
export function tellFailure(error: unknown): void {
  if (error instanceof Failure) {
    process.stderr.write(`error: ${error.message}\n`);
    if (error.advice !== "") process.stderr.write(`  what to do: ${error.advice}\n`);
    return;
  }
  process.stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
