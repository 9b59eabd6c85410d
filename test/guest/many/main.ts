/**
 * What is done to all clients of a server, all spaces of a manager, all tasks of a space, or all pages of a program, with a thousand of
 * each. After every step: it was done to all of them, and the kernel has not held the machine for longer than it may.
 */
import { Counter } from "../../../lib/abi/call.ts";
import { PROGRAM_START } from "../../../lib/abi/memory-map.ts";
import { NOTIFICATION_ALARM, NOTIFICATION_TASK_ENDED } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskNumberByName } from "../../../lib/user/information.ts";
import {
  addressSpaceRelease,
  newAddressSpace,
  taskAlarm,
  taskRestart,
  taskStart,
} from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { Order } from "../managers/protocol.ts";
import { NOT_DELIVERED, order, waitForBits } from "../managers/tools.ts";
import { CHILD_STACK, type Child } from "../support/child.ts";
import { beginCode, CODE_ADDRESS, code1, code2, codeWord, makeCodeChild } from "../support/code.ts";
import { counter, taskNamed } from "../support/marks.ts";
import { beginTests, finishTests, ok, okEqual, okStatus } from "../support/tap.ts";

/** The bounds, in instructions: for one hold of the machine, and for interrupts off. */
const LONGEST: u32 = 50_000;
const INTERRUPTS_OFF: u32 = 3000;
const CROWD: u32 = 1000;
const SPACES: u32 = 1500;
/** Low bits of CALL's head. */
const CALL: u32 = 1;

let tasks: u32 = 0;
let spaces: u32 = 0;

/** The longest hold so far is told where it is too long, and by whom. */
function okHeld(what: string): void {
  const longest: u32 = counter(Counter.LONGEST_SLICE);
  okEqual(longest <= LONGEST ? 0 : longest, 0, what);
  const off: u32 = counter(Counter.INTERRUPTS_OFF);
  okEqual(off <= INTERRUPTS_OFF ? 0 : off, 0, "and interrupts were never off for long");
}

/** Everybody else has done what there is to do. */
function settle(): void {
  taskAlarm(selfIdentity(), 3);
  waitForBits(NOTIFICATION_ALARM);
}

function okCounts(what: string): void {
  okEqual(counter(Counter.TASKS), tasks, what);
  okEqual(counter(Counter.SPACES), spaces, what);
}

/** A manager with clients that fault and wait, and with empty spaces. */
function crowd(manager: string): void {
  order(manager, Order.HOLD, 1, 0);
  order(manager, Order.COUNTS, 0, 0);
  okEqual(order(manager, Order.CROWD, CROWD, 0), CROWD, "a thousand tasks");
  okEqual(order(manager, Order.MAKE_SPACES, SPACES, 0), SPACES, "and more spaces");
  settle();
  okEqual(order(manager, Order.COUNTS, 0, 0), CROWD, "all of them fault");
}

function testExchange(): void {
  crowd("manager");
  order("successor", Order.HOLD, 1, 0);
  order("successor", Order.COUNTS, 0, 0);
  okStatus(
    order("manager", Order.EXCHANGE_ALL, taskNamed("successor"), 0) as Status,
    Status.OK,
    "EXCHANGE of all",
  );
  okHeld("no slice of EXCHANGE was too long");
  settle();
  okEqual(order("successor", Order.COUNTS, 0, 0), CROWD, "all faults have come along");
  okEqual(counter(Counter.TASKS), tasks + CROWD, "nobody has ended");
  okEqual(counter(Counter.SPACES), spaces + SPACES + 1, "no space either");
}

/** The ACL server takes all from the successor and hands it on to the first. */
function testSeize(): void {
  order("acl", Order.COUNTS, 0, 0);
  okStatus(order("acl", Order.SEIZE, taskNamed("successor"), 0) as Status, Status.OK, "SEIZE");
  okHeld("no slice of SEIZE was too long");
  settle();
  okEqual(order("acl", Order.COUNTS, 0, 0), CROWD, "all faults wait for the ACL server");
  okEqual(counter(Counter.TASKS), tasks + CROWD - 1, "the successor alone has ended");
  okStatus(order("acl", Order.EXCHANGE_ALL, taskNamed("manager"), 0) as Status, Status.OK, "EXCHANGE of all");
  settle();
  okEqual(order("manager", Order.COUNTS, 0, 0), CROWD, "and then for the manager again");
}

function restart(name: string): Status {
  const words: SystemWords = zeroed();
  const status = taskRestart(selfIdentity(), taskNumberByName(name), words);
  okHeld("no slice of RESTART was too long");
  return status;
}

/** A manager that comes back has all its clients; their faults come again, and end them. */
function testReturn(): void {
  okStatus(
    (order("manager", Order.DIE, 0, 0) - NOT_DELIVERED) as Status,
    Status.DEAD,
    "the manager of a thousand dies",
  );
  settle();
  okHeld("no slice of its end was too long");
  okEqual(counter(Counter.TASKS), tasks + CROWD - 2, "its clients wait");
  okStatus(restart("manager"), Status.OK, "RESTART");
  okStatus(restart("successor"), Status.OK, "RESTART of the other one");
  for (let i: u32 = 0; i < 50 && counter(Counter.TASKS) !== tasks; i++) {
    settle();
  }
  okHeld("no slice of the ends was too long");
  okCounts("the new manager has ended them, and empty spaces have gone with the old one");
}

/** A manager that nobody brings back takes its clients along. */
function testEnd(): void {
  crowd("successor");
  order("successor", Order.DIE, 0, 0);
  for (let i: u32 = 0; i < 50 && counter(Counter.TASKS) !== tasks - 1; i++) {
    settle();
  }
  okHeld("no slice of these ends was too long");
  okEqual(counter(Counter.TASKS), tasks - 1, "a thousand clients end with their manager");
  okStatus(restart("successor"), Status.OK, "it is started by hand");
  settle();
  okCounts("all spaces have gone");
}

/** mov ecx, esp; mov edx, behind; mov ebx, KEEP; mov eax, head; sysenter */
function codeCall(head: u32): void {
  beginCode();
  code2(0x89, 0xe1);
  code1(0xba);
  codeWord(CODE_ADDRESS + 19);
  code1(0xbb);
  codeWord(Order.KEEP);
  code1(0xb8);
  codeWord(head);
  code2(0x0f, 0x34);
}

/** Callers of a server that dies: each gets its answer, and faults with its next instruction: to the test, which does not look. */
function testCallers(): void {
  const child: Child = zeroed();
  const words: SystemWords = zeroed();
  codeCall(taskNamed("manager") | CALL);
  makeCodeChild(child);
  let started: u32 = 0;
  while (
    started < CROWD &&
    taskStart(selfIdentity(), child.space, CODE_ADDRESS, CHILD_STACK, words) === Status.OK
  ) {
    started += 1;
  }
  okEqual(started, CROWD, "a thousand callers");
  settle();
  order("manager", Order.DIE, 0, 0);
  okHeld("no slice of the end of a server with a thousand callers was too long");
  settle();
  okStatus(restart("manager"), Status.OK, "RESTART");
  settle();
  okStatus(addressSpaceRelease(child.space, 0, 0), Status.OK, "RELEASE of a space with a thousand tasks");
  okHeld("no slice of RELEASE was too long");
  okCounts("all have gone when it returns");
}

/** A task that is about to start others while its space is released finds it closed: the call comes to an end. */
function testClosed(): void {
  const words: SystemWords = zeroed();
  newAddressSpace(words);
  const space: u32 = words.word0;
  for (let i: u32 = 0; i < CROWD; i++) {
    taskStart(selfIdentity(), space, PROGRAM_START, PROGRAM_START, words);
  }
  okEqual(counter(Counter.TASKS), tasks + CROWD, "a thousand tasks that have not run yet");
  okStatus(addressSpaceRelease(space, 0, 0), Status.OK, "RELEASE");
  okStatus(
    taskStart(selfIdentity(), space, PROGRAM_START, PROGRAM_START, words),
    Status.DEAD,
    "nobody starts in it any more",
  );
  okCounts("none is left");
}

function testPrograms(): void {
  for (let i: u32 = 0; i < 3; i++) {
    okStatus(restart("large"), Status.OK, "RESTART of a program of 4 MiB");
  }
  order("acl", Order.DIE, 0, 0);
  okStatus(restart("acl"), Status.OK, "RESTART of the ACL server, whose module is hashed");
  settle();
  okHeld("no slice of what came after was too long");
}

function main(): u32 {
  beginTests();
  settle();
  tasks = counter(Counter.TASKS);
  spaces = counter(Counter.SPACES);
  testExchange();
  testSeize();
  testReturn();
  testEnd();
  testCallers();
  testClosed();
  testPrograms();
  okCounts("as many tasks and spaces as before");
  ok(counter(Counter.LONGEST_SLICE) > 10_000, "and slices were measured");
  ok(waitForBits(NOTIFICATION_TASK_ENDED) !== 0, "the supervisor was told of ends");
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
