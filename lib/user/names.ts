/** Names of tasks on lines: people read names, not identities. */
import { TASK_NAME_BYTES } from "../abi/information.ts";
import { TASK_NUMBER_NONE, taskEntry, taskNumberOf } from "./information.ts";
import { print, printHex, printName } from "./print.ts";

/** Appends the task's name of the system description to the line, or its identity in hexadecimal. */
export function printTaskName(identity: u32): void {
  const taskNumber: u32 = taskNumberOf(identity);
  if (taskNumber === TASK_NUMBER_NONE) {
    print("task ");
    printHex(identity);
  } else {
    printName(spanOf(taskEntry(taskNumber).name));
  }
}

/** How many characters `printTaskName` appends. */
export function taskNameLength(identity: u32): u32 {
  const taskNumber: u32 = taskNumberOf(identity);
  if (taskNumber === TASK_NUMBER_NONE) {
    return 13;
  }
  let length: u32 = 0;
  while (length < TASK_NAME_BYTES && taskEntry(taskNumber).name[length] !== 0) {
    length += 1;
  }
  return length;
}
