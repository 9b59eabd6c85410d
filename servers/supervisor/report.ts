/** The supervisor's lines: one for each end, with its reason, and one for what becomes of the task. */
import { type InformationTask, TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import type { Status } from "../../lib/abi/status.ts";
import { RestartState } from "../../lib/proto/supervisor.ts";
import { taskEntry } from "../../lib/user/information.ts";
import { printTaskName } from "../../lib/user/names.ts";
import { print, printDecimal, printHex, printLine, printName } from "../../lib/user/print.ts";
import { type Restarts, ticksUntil } from "./restarts.ts";

function begin(taskNumber: u32): void {
  print("supervisor: ");
  printName(spanOf(taskEntry(taskNumber).name));
}

function printReason(entry: InformationTask): void {
  switch (entry.end) {
    case TaskEnd.NONE:
      print(" runs");
      break;
    case TaskEnd.NOT_STARTED:
      print(" could not be started");
      break;
    case TaskEnd.EXITED:
      print(" ended itself, status ");
      printDecimal(entry.endDetail);
      break;
    case TaskEnd.STOPPED:
      print(" was stopped by ");
      printTaskName(entry.endDetail);
      break;
    case TaskEnd.EXCEPTION:
      print(" ended by exception ");
      printDecimal(entry.endDetail);
      break;
    case TaskEnd.FAULT:
      print(" was ended by its manager for its fault at ");
      printHex(entry.endDetail);
      break;
    case TaskEnd.MANAGER_DEAD:
      print(" ended with its manager, at a fault at ");
      printHex(entry.endDetail);
      break;
    case TaskEnd.FAULT_DEADLINE:
      print(" ended: no answer in time to its fault at ");
      printHex(entry.endDetail);
      break;
  }
}

/** A flat program that somebody starts for one thing, as the shell starts `vesa`, begins and ends without a word. */
function isFlat(taskNumber: u32): bool {
  return taskEntry(taskNumber).kind === TaskKind.FLAT;
}

/** How it ended, and what comes next. */
export function reportEnd(taskNumber: u32, task: Restarts, now: u32): void {
  if (isFlat(taskNumber) && taskEntry(taskNumber).end === TaskEnd.EXITED) {
    return;
  }
  begin(taskNumber);
  printReason(taskEntry(taskNumber));
  if (task.state === RestartState.HELD) {
    print("; it stays down after ");
    printDecimal(task.ends);
    print(" ends in short order");
  } else if (ticksUntil(task, now) !== 0) {
    print("; next start in ");
    printDecimal(ticksUntil(task, now));
    print(" ticks");
  }
  printLine("");
}

/** It runs again. */
export function reportStart(taskNumber: u32): void {
  if (isFlat(taskNumber)) {
    return;
  }
  begin(taskNumber);
  print(" started again, restart ");
  printDecimal(taskEntry(taskNumber).restarts);
  printLine("");
}

/** The kernel could not start it. */
export function reportFailedStart(taskNumber: u32, status: Status): void {
  begin(taskNumber);
  print(" could not be started again, kernel status ");
  printDecimal(status);
  printLine("");
}
