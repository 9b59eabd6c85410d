/** More tasks of the same program: threads that share its code, its variables and all else. */
import { Status } from "../abi/status.ts";
import { type FlatWords, taskStart, taskState, yieldTask } from "./kernel-calls.ts";
import { addressOfEntry, type FlatEntry } from "./memory.ts";

/** Starts a task at `entry`, with the caller's priority. Its identity; 0 without memory. */
export function startTask(entry: FlatEntry, argument: u32): u32 {
  const words: FlatWords = zeroed();
  return taskStart(addressOfEntry(entry), argument, words) === Status.OK ? words.word0 : 0;
}

/** Waits until a task has ended, letting others of the caller's priority run. */
export function waitForEnd(task: u32): void {
  while (taskState(task) === Status.OK) {
    yieldTask();
  }
}
