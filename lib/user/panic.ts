/**
 * What a failed check of the language, or `panic`, does in a task: one line with the position, then
 * the task ends itself. A panic while it writes ends the task at once; it needs no heap.
 */
import { appendDecimal, appendString, type TextBuffer, textBytes } from "../core/text.ts";
import { taskExit, yieldTask } from "./kernel-calls.ts";
import { logBytes } from "./log.ts";
import { selfIdentity } from "./self.ts";

/** Exit status of a task that stopped itself in panic, as a POSIX shell shows an abort. */
export const PANIC_EXIT_STATUS: u32 = 134;

/** The text of the panic line; static, because the stack may be what ran out. */
const line: TextBuffer = zeroed();

let panicking: bool = false;

/** Writes `task panic: MESSAGE at FILE:LINE` and ends the task. */
export function onPanic(message: string, file: string, position: u32): never {
  if (panicking) {
    endSelf(PANIC_EXIT_STATUS);
  }
  panicking = true;
  line.length = 0;
  appendString(line, "task panic: ");
  appendString(line, message);
  appendString(line, " at ");
  appendString(line, file);
  appendString(line, ":");
  appendDecimal(line, position);
  appendString(line, "\n");
  logBytes(textBytes(line));
  endSelf(PANIC_EXIT_STATUS);
}

/** Ends the task with an exit status. */
export function endSelf(exitStatus: u32): never {
  taskExit(selfIdentity(), exitStatus);
  // The kernel does not come back from there. Should it, nothing may run on.
  while (true) {
    yieldTask();
  }
}
symbol(onPanic, "ts2c_panic");
