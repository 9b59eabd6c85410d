/**
 * What a failed check of the language, or `panic`, does in a flat task: one line with the position,
 * then that task alone ends.
 */
import { appendDecimal, appendString, type TextBuffer, textBytes } from "../core/text.ts";
import { exitTask } from "./kernel-calls.ts";
import { logBytes } from "./print.ts";

/** Exit status of a task that stopped itself in panic, as a POSIX shell shows an abort. */
export const PANIC_EXIT_STATUS: u32 = 134;

const line: TextBuffer = zeroed();

/** Writes `flat task panic: MESSAGE at FILE:LINE` and ends the task. */
export function onPanic(message: string, file: string, position: u32): never {
  line.length = 0;
  appendString(line, "flat task panic: ");
  appendString(line, message);
  appendString(line, " at ");
  appendString(line, file);
  appendString(line, ":");
  appendDecimal(line, position);
  appendString(line, "\n");
  logBytes(textBytes(line));
  endSelf(PANIC_EXIT_STATUS);
}

/** Ends the caller. */
export function endSelf(exitStatus: u32): never {
  for (;;) {
    exitTask(exitStatus);
  }
}
symbol(onPanic, "ts2c_panic");
