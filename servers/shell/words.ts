/** What the words of a command mean: tasks, numbers, rights. Says in one line what is wrong with one. */
import { type InformationTask, TASK_NAME_BYTES, TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { Right } from "../../lib/abi/manifest.ts";
import {
  TASK_NUMBER_NONE,
  taskCount,
  taskEntry,
  taskNumberByName,
  taskNumberOf,
} from "../../lib/user/information.ts";
import { nearest } from "./nearest.ts";
import { say, sayLine } from "./output.ts";

/** `readNumber`: the word is none. */
export const NO_NUMBER: u64 = 0xffff_ffff_ffff_ffffn;
const NUMBER_MAX: u64 = 0xffff_ffffn;
const RIGHTS: FixedArray<string, 8> = arrayOf(
  "memory",
  "shared-memory",
  "device",
  "io-ports",
  "interrupt",
  "peer",
  "vmm-exchange",
  "policy",
);
const RIGHTS_COUNT: u32 = 8;

/** Length of a name of fixed size. */
function nameLength(entry: InformationTask): u32 {
  let length: u32 = 0;
  while (length < TASK_NAME_BYTES && entry.name[length] !== 0) {
    length += 1;
  }
  return length;
}

/** The name of a task number; "" where there is none. */
export function taskName(taskNumber: u32): string {
  if (taskNumber >= taskCount()) {
    return "";
  }
  const entry: InformationTask = taskEntry(taskNumber);
  return stringOf(subSpan(spanOf(entry.name), 0, nameLength(entry)));
}

/** The name of the task with an identity; "-" where the description has none. */
export function identityName(identity: u32): string {
  const taskNumber: u32 = taskNumberOf(identity);
  return taskNumber === TASK_NUMBER_NONE ? "-" : taskName(taskNumber);
}

/** Names for completion and for what was probably meant. */
export function taskCandidates(_words: u32, index: u32): string {
  return taskName(index);
}

/** The number of the task named by a word, or TASK_NUMBER_NONE after a line that says so. */
export function readTask(word: string): u32 {
  const taskNumber: u32 = taskNumberByName(word);
  if (taskNumber !== TASK_NUMBER_NONE) {
    return taskNumber;
  }
  sayUnknown("task", word, nearest(taskCandidates, 0, word));
  return TASK_NUMBER_NONE;
}

/** One line: there is no such thing, and what was probably meant. */
export function sayUnknown(what: string, word: string, near: string): void {
  say("no ");
  say(what);
  say(" is called ");
  say(word.length === 0 ? "nothing" : word);
  if (near.length !== 0) {
    say("; did you mean ");
    say(near);
    say("?");
  }
  sayLine("");
}

export function rightName(right: u32): string {
  return right >= Right.MEMORY && right <= RIGHTS_COUNT ? RIGHTS[right - Right.MEMORY] : "?";
}

export function rightCandidates(_words: u32, index: u32): string {
  return index < RIGHTS_COUNT ? RIGHTS[index] : "";
}

/** The right named by a word, or 0 after a line that says so. */
export function readRight(word: string): u32 {
  for (let i: u32 = 0; i < RIGHTS_COUNT; i++) {
    if (RIGHTS[i] === word) {
      return Right.MEMORY + i;
    }
  }
  sayUnknown("right", word, nearest(rightCandidates, 0, word));
  return 0;
}

function digitOf(byte: u8): u32 {
  if (byte >= 0x30 && byte <= 0x39) {
    return u32(byte) - 0x30;
  }
  const lower: u32 = u32(byte) | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : 99;
}

/** A number in the base from place `start` to below `end`; NO_NUMBER when it is none. */
function readDigits(word: string, start: u32, end: u32, base: u32): u64 {
  let value: u64 = 0n;
  if (start >= end) {
    return NO_NUMBER;
  }
  for (let i: u32 = start; i < end; i++) {
    const digit: u32 = digitOf(word.charCodeAt(i));
    if (digit >= base || value > NUMBER_MAX) {
      return NO_NUMBER;
    }
    value = value * u64(base) + u64(digit);
  }
  return value > NUMBER_MAX ? NO_NUMBER : value;
}

/** A number: decimal, with K or M behind it, or hexadecimal behind 0x; NO_NUMBER after a line that says that it is none. */
export function readNumber(word: string): u64 {
  let value: u64 = NO_NUMBER;
  const length: u32 = word.length;
  if (length > 2 && word.charCodeAt(0) === 0x30 && (word.charCodeAt(1) | 0x20) === 0x78) {
    value = readDigits(word, 2, length, 16);
  } else if (length > 0) {
    const unit: u8 = word.charCodeAt(length - 1) & 0xdf;
    const shift: u64 = unit === 0x4b ? 10n : unit === 0x4d ? 20n : 0n;
    value = readDigits(word, 0, shift === 0n ? length : length - 1, 10);
    value = value === NO_NUMBER ? value : value << shift;
  }
  if (value > NUMBER_MAX) {
    say("not a number up to 4294967295: ");
    sayLine(word.length === 0 ? "nothing" : word);
    return NO_NUMBER;
  }
  return value;
}

/** An address: eight hexadecimal digits as all tables print them, or 0x and digits; NO_NUMBER after a line. */
export function readAddress(word: string): u64 {
  return word.length === 8 && readDigits(word, 0, 8, 16) !== NO_NUMBER
    ? readDigits(word, 0, 8, 16)
    : readNumber(word);
}

export function kindName(kind: TaskKind): string {
  switch (kind) {
    case TaskKind.PROGRAM:
      return "program";
    case TaskKind.ACL:
      return "acl";
    case TaskKind.IPC_CACHE:
      return "ipc-cache";
    case TaskKind.VMM:
      return "vmm";
    case TaskKind.SERVER:
      return "server";
    case TaskKind.FLAT:
      return "flat";
    case TaskKind.SUPERVISOR:
      return "supervisor";
    default:
      return "?";
  }
}

export function endName(end: TaskEnd): string {
  switch (end) {
    case TaskEnd.NONE:
      return "runs";
    case TaskEnd.NOT_STARTED:
      return "not started";
    case TaskEnd.EXITED:
      return "ended";
    case TaskEnd.STOPPED:
      return "stopped";
    case TaskEnd.EXCEPTION:
      return "exception";
    case TaskEnd.FAULT:
      return "fault";
    case TaskEnd.MANAGER_DEAD:
      return "manager died";
    case TaskEnd.FAULT_DEADLINE:
      return "fault too late";
    default:
      return "?";
  }
}
