/** `tasks`, `memory`, `run`, `kill`: what runs, what it uses, and its beginning and end. */
import { Counter } from "../../lib/abi/call.ts";
import { IDENTITY_NOBODY } from "../../lib/abi/identity.ts";
import { type InformationTask, TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import { TASK_NUMBER_NONE, taskCount, taskEntry, taskNumberOf } from "../../lib/user/information.ts";
import { counterGet } from "../../lib/user/kernel-calls.ts";
import { supervisorStart } from "../../lib/user/supervisor-client.ts";
import { vmmStop } from "../../lib/user/vmm-client.ts";
import type { CommandLine } from "./command-line.ts";
import {
  beginRow,
  beginTable,
  endLine,
  endTitles,
  numberColumn,
  rowNumber,
  rowText,
  say,
  sayBytes,
  sayDecimal,
  sayLine,
  textColumn,
} from "./output.ts";
import { endName, identityName, kindName, readTask, taskName } from "./words.ts";

const KIB_BYTES: u32 = 1024;

function counter(which: Counter, argument: u32): u32 {
  const words: SystemWords = zeroed();
  words.word1 = argument;
  return counterGet(which, words) === Status.OK ? words.word0 : 0;
}

export function commandTasks(_line: CommandLine): void {
  beginTable();
  numberColumn("no", 2);
  textColumn("task", 15);
  textColumn("kind", 10);
  numberColumn("prio", 4);
  textColumn("manager", 15);
  numberColumn("again", 5);
  textColumn("state", 10);
  endTitles();
  for (let i: u32 = 0; i < taskCount(); i++) {
    const entry: InformationTask = taskEntry(i);
    beginRow();
    rowNumber(i);
    rowText(taskName(i));
    rowText(kindName(entry.kind));
    rowNumber(entry.priority);
    rowText(entry.manager === entry.identity ? "itself" : identityName(entry.manager));
    rowNumber(entry.restarts);
    rowText(endName(entry.end));
    if (entry.end === TaskEnd.EXITED) {
      say(", status ");
      sayDecimal(entry.endDetail);
    }
    endLine();
  }
}

function memoryRow(taskNumber: u32): void {
  beginRow();
  rowText(taskName(taskNumber));
  rowNumber((counter(Counter.ACCOUNT_FRAMES, taskNumber) * PAGE_SIZE_BYTES) / KIB_BYTES);
  rowNumber((counter(Counter.ACCOUNT_TABLES, taskNumber) * PAGE_SIZE_BYTES) / KIB_BYTES);
  rowNumber(counter(Counter.ACCOUNT_TASKS, taskNumber));
  rowNumber(counter(Counter.ACCOUNT_SPACES, taskNumber));
  endLine();
}

export function commandMemory(line: CommandLine): void {
  const only: u32 = line.count > 1 ? readTask(line.word(1)) : TASK_NUMBER_NONE;
  if (line.count > 1 && only === TASK_NUMBER_NONE) {
    return;
  }
  beginTable();
  textColumn("task", 15);
  numberColumn("memory KiB", 10);
  numberColumn("tables KiB", 10);
  numberColumn("tasks", 5);
  numberColumn("spaces", 6);
  endTitles();
  if (only !== TASK_NUMBER_NONE) {
    memoryRow(only);
    return;
  }
  for (let i: u32 = 0; i < taskCount(); i++) {
    memoryRow(i);
  }
  say("free: ");
  sayBytes(counter(Counter.FREE_FRAMES, 0) * PAGE_SIZE_BYTES);
  say(" of page frames, ");
  sayBytes(counter(Counter.FREE_HEAP_BYTES, 0));
  sayLine(" of kernel heap");
}

export function commandRun(line: CommandLine): void {
  const taskNumber: u32 = readTask(line.word(1));
  if (taskNumber === TASK_NUMBER_NONE) {
    return;
  }
  if (taskEntry(taskNumber).end === TaskEnd.NONE) {
    say(taskName(taskNumber));
    sayLine(" runs already");
    return;
  }
  const status: ServerStatus = supervisorStart(taskNumber);
  if (status !== ServerStatus.OK) {
    say("not started: ");
    sayLine(serverStatusText(status));
  }
}

export function commandKill(line: CommandLine): void {
  const taskNumber: u32 = readTask(line.word(1));
  if (taskNumber === TASK_NUMBER_NONE) {
    return;
  }
  const entry: InformationTask = taskEntry(taskNumber);
  const manager: u32 = taskNumberOf(entry.manager);
  if (entry.end !== TaskEnd.NONE) {
    say(taskName(taskNumber));
    sayLine(" does not run");
  } else if (entry.manager === IDENTITY_NOBODY || manager === TASK_NUMBER_NONE || manager === taskNumber) {
    say("nobody may end ");
    say(taskName(taskNumber));
    sayLine(": only the manager of a task's memory can, and it has none");
  } else if (taskEntry(manager).kind === TaskKind.VMM) {
    const status: ServerStatus = vmmStop(entry.manager, taskNumber);
    say(taskName(taskNumber));
    say(status === ServerStatus.OK ? ": ended" : ": not ended: ");
    sayLine(status === ServerStatus.OK ? "" : serverStatusText(status));
  }
}
