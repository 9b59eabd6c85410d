/**
 * One function for each kernel call (lib/abi/call.ts states their words and numbers).
 *
 * Each inlines to the loading of the registers around `sysenter`. Nothing here checks arguments:
 * the kernel does, and answers with a `Status`. No other file of lib/user makes a kernel call.
 */
import { Call, type Counter, type PowerAction, TaskOperation } from "../abi/call.ts";
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import { Status } from "../abi/status.ts";
import type { PageMark } from "./page-mark.ts";

/** What ADDRESS_SPACE_GET says about one page. */
export type PageState = PageMark;

/** Does nothing in the kernel, which leaves the words alone: the price of entering it. */
export function nullCall(words: SystemWords): Status {
  return systemCall(Call.NULL, words) as Status;
}

/**
 * Sends four words to a task and waits for its four words of answer, in the same object.
 * @returns OK; DEAD when it does not exist or ended before it answered; DENIED; SELF. The words are
 * an answer only after OK.
 */
export function callTask(task: u32, words: SystemWords): Status {
  return systemCall(task | Call.CALL, words) as Status;
}

/**
 * Answers `task` (IDENTITY_NOBODY: nobody) and waits for the next message.
 * @returns the head of lib/abi/message.ts: sender and MessageKind; without a sender, a Status and no message.
 */
export function replyWait(task: u32, words: SystemWords): u32 {
  return systemCall(task | Call.REPLY_WAIT, words);
}

/** Waits for the next message without answering anybody. Returns what `replyWait` does. */
export function waitForMessage(words: SystemWords): u32 {
  return systemCall(IDENTITY_NOBODY | Call.REPLY_WAIT, words);
}

/** Sets notification bits of a task; never waits. Errors: DEAD, DENIED. */
export function notify(task: u32, bits: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = bits;
  return systemCall(task | Call.NOTIFY, words) as Status;
}

/** Reads the mark of the page at `address`. Errors: DEAD, DENIED, BAD_ADDRESS; then `state` is left alone. */
export function addressSpaceGet(space: u32, address: u32, state: PageState): Status {
  const words: SystemWords = zeroed();
  words.word0 = address;
  const status: Status = systemCall(space | Call.ADDRESS_SPACE_GET, words) as Status;
  if (status === Status.OK) {
    state.attributes = words.word0;
    state.frame = words.word1;
    state.runPages = words.word2;
    state.mappings = words.word3;
  }
  return status;
}

/**
 * Changes the marks of `pages` pages: rights, backing, frames from another range or a device
 * (ATTRIBUTE_SOURCE). For a device, source address and space are the low and the high word of the
 * physical address. Errors: DEAD, DENIED, BAD_ADDRESS, BAD_ARGUMENT, NOT_MARKED, NO_MEMORY,
 * PROTECTED; then nothing has changed, but for DEAD: the space has gone meanwhile.
 */
export function addressSpaceSet(
  space: u32,
  address: u32,
  pages: u32,
  attributes: u32,
  sourceAddress: u32,
  sourceSpace: u32,
): Status {
  const words: SystemWords = zeroed();
  words.word0 = address | attributes;
  words.word1 = pages;
  words.word2 = sourceAddress;
  words.word3 = sourceSpace;
  return systemCall(space | Call.ADDRESS_SPACE_SET, words) as Status;
}

/** Marks a free range, reserved or BACKED. Errors: DEAD, DENIED, BAD_ADDRESS, BAD_ARGUMENT, OVERLAP, NO_MEMORY. */
export function addressSpaceAlloc(space: u32, address: u32, pages: u32, attributes: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = address | attributes;
  words.word1 = pages;
  return systemCall(space | Call.ADDRESS_SPACE_ALLOC, words) as Status;
}

/** Makes a new, empty space that the caller manages. Answers its identity in `words.word0`. Errors: NO_MEMORY. */
export function newAddressSpace(words: SystemWords): Status {
  words.word0 = 0;
  words.word1 = 0;
  return systemCall(IDENTITY_NOBODY | Call.ADDRESS_SPACE_ALLOC, words) as Status;
}

/**
 * Unmarks `pages` pages; 0 pages destroys the space. Errors: DEAD, DENIED, BAD_ADDRESS, NOT_MARKED, and
 * NO_MEMORY where part of 2 MiB goes that are one mark and no table is left for the rest.
 */
export function addressSpaceRelease(space: u32, address: u32, pages: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = address;
  words.word1 = pages;
  return systemCall(space | Call.ADDRESS_SPACE_RELEASE, words) as Status;
}

/** Any operation of TASK_CONTROL; the words as lib/abi/call.ts states them. */
export function taskControl(task: u32, words: SystemWords): Status {
  return systemCall(task | Call.TASK_CONTROL, words) as Status;
}

/** Ends the caller, whose identity `self` must be. Returns only when it is not. */
export function taskExit(self: u32, exitStatus: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.EXIT;
  words.word1 = exitStatus;
  return taskControl(self, words);
}

/** Ends a task in a space that the caller manages. Errors: DEAD, DENIED, PROTECTED. */
export function taskStop(task: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.STOP;
  return taskControl(task, words);
}

/**
 * Starts a task of the caller's priority in a space that the caller manages.
 * Answers its identity in `words.word0`. Errors: DEAD, DENIED, BAD_ADDRESS, NO_MEMORY.
 * @param self the caller's own identity
 * @param entry where it starts: EAX is its identity, EDX its space
 * @param stack its first stack pointer
 */
export function taskStart(self: u32, space: u32, entry: u32, stack: u32, words: SystemWords): Status {
  words.word0 = TaskOperation.START;
  words.word1 = space;
  words.word2 = entry;
  words.word3 = stack;
  return taskControl(self, words);
}

/**
 * Makes `successor` the manager of all that the caller `self` manages, but for its own space.
 * Errors: DEAD, DENIED, PROTECTED, SELF, OVERLAP, NO_MEMORY.
 */
export function taskExchange(self: u32, successor: u32): Status {
  return taskExchangeSpace(self, successor, IDENTITY_NOBODY);
}

/** The same for one space. DEAD also when there is no such space, DENIED when the caller does not manage it. */
export function taskExchangeSpace(self: u32, successor: u32, space: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.EXCHANGE;
  words.word1 = successor;
  words.word2 = space;
  return taskControl(self, words);
}

/** NOTIFICATION_ALARM for the caller `self` in so many timer ticks; 0 takes the alarm back. Errors: DENIED, BAD_ARGUMENT. */
export function taskAlarm(self: u32, ticks: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.ALARM;
  words.word1 = ticks;
  return taskControl(self, words);
}

/**
 * Starts a described task again; only for the supervisor, `self`. Answers its new identity in `words.word0`.
 * Errors: DENIED, BAD_ARGUMENT, SELF, PROTECTED, OVERLAP, NO_MEMORY.
 */
export function taskRestart(self: u32, taskNumber: u32, words: SystemWords): Status {
  words.word0 = TaskOperation.RESTART;
  words.word1 = taskNumber;
  return taskControl(self, words);
}

/**
 * Ends a manager and makes the caller, the ACL server, the manager of its spaces. Their faults are the
 * caller's then: it leaves them unanswered, and they go along when it hands the spaces on.
 * Errors: DEAD, DENIED, PROTECTED, OVERLAP, NO_MEMORY.
 */
export function taskSeize(manager: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.SEIZE;
  return taskControl(manager, words);
}

/**
 * Binds an interrupt line to the caller `self`: `bits` are set in its notifications when it comes, once. Called
 * again it lets the next one through, after the driver has asked the device why; bits 0 give the line back.
 * Errors: DENIED, BAD_ARGUMENT.
 */
export function bindInterrupt(self: u32, line: u32, bits: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.INTERRUPT;
  words.word1 = line;
  words.word2 = bits;
  return taskControl(self, words);
}

/** Any I/O port access; `access` is the port with PORT_* bits. Answers what was read in `words.word0`. Errors: DENIED, BAD_ARGUMENT. */
export function accessPort(self: u32, access: u32, value: u32, words: SystemWords): Status {
  words.word0 = TaskOperation.PORT;
  words.word1 = access;
  words.word2 = value;
  return taskControl(self, words);
}

/** Switches the machine off or starts it again; `status` is what an emulator answers. Errors: DENIED, BAD_ARGUMENT; else it does not return. */
export function endMachine(self: u32, action: PowerAction, status: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.POWER;
  words.word1 = action;
  words.word2 = status;
  return taskControl(self, words);
}

/**
 * Reads the kernel's console from byte number `place` on: word 0 is the number of the first byte, words 1 to 3 up to twelve,
 * ended by a zero byte. Only for the task `self` that has the screen. Errors: DENIED.
 */
export function taskReadLog(self: u32, place: u32, words: SystemWords): Status {
  words.word0 = TaskOperation.READ_LOG;
  words.word1 = place;
  return taskControl(self, words);
}

/**
 * Says what a described task has from now on; only for the ACL server, `self`. `what` is the task's number with the Right and
 * ENTITLE_* bits. Answers in `words.word0` how many pages were taken. Errors: DENIED, BAD_ARGUMENT, OVERLAP, NO_MEMORY.
 */
export function taskEntitle(self: u32, what: u32, object: u32, count: u32, words: SystemWords): Status {
  words.word0 = TaskOperation.ENTITLE;
  words.word1 = what;
  words.word2 = object;
  words.word3 = count;
  return taskControl(self, words);
}

/** Lets others of the same priority run first. */
export function yieldTask(): Status {
  const words: SystemWords = zeroed();
  return systemCall(Call.YIELD, words) as Status;
}

/** Writes up to 16 bytes, packed in the words, to the kernel's consoles. */
export function logWords(words: SystemWords): Status {
  return systemCall(Call.LOG, words) as Status;
}

/** Reads one of the kernel's counters into `words.word0`. Errors: BAD_CALL. */
export function counterGet(counter: Counter, words: SystemWords): Status {
  words.word0 = counter;
  return systemCall(Call.COUNTER_GET, words) as Status;
}
