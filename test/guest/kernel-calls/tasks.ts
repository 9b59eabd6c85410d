/** TASK_CONTROL. */
import { Counter, TaskOperation } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, USER_END } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { aclIdentity } from "../../../lib/user/information.ts";
import {
  addressSpaceGet,
  type PageState,
  taskControl,
  taskExchange,
  taskExit,
  taskStart,
  taskStop,
} from "../../../lib/user/kernel-calls.ts";
import { selfIdentity, selfSpace } from "../../../lib/user/self.ts";
import { buryChild, type Child, isGone, makeChildSpace, startChild, waitForEnd } from "../support/child.ts";
import { beginCode, CODE_ADDRESS, code2, makeCodeChild, startCodeChild } from "../support/code.ts";
import { counter, spaceNamed, taskNamed } from "../support/marks.ts";
import { ok, okEqual, okStatus } from "../support/tap.ts";

/** A child that runs for ever: jmp to itself. */
function startSpinning(child: Child): Status {
  beginCode();
  code2(0xeb, 0xfe);
  return startCodeChild(child);
}

function testExit(): void {
  const tasks: u32 = counter(Counter.TASKS);
  okStatus(taskExit(taskNamed("echo"), 0), Status.DENIED, "EXIT of another task");
  okStatus(taskExit(0, 0), Status.DENIED, "EXIT of nobody");
  okEqual(counter(Counter.TASKS), tasks, "all tasks are there still");
}

function testStop(): void {
  const child: Child = zeroed();
  const tasks: u32 = counter(Counter.TASKS);
  okStatus(startSpinning(child), Status.OK, "START");
  okEqual(counter(Counter.TASKS), tasks + 1, "a task more");
  okStatus(taskStop(child.task), Status.OK, "STOP");
  okEqual(counter(Counter.TASKS), tasks, "a task less");
  waitForEnd(child);
  ok(isGone(child), "the last task of a space takes it along");
  okStatus(taskStop(child.task), Status.DEAD, "STOP of a task that has ended");
  okStatus(taskStop(0), Status.DEAD, "STOP of nobody");
  okStatus(taskStop(taskNamed("echo")), Status.DENIED, "STOP of a task that somebody else manages");
  okStatus(taskStop(aclIdentity()), Status.PROTECTED, "STOP of the ACL server");
}

function testStart(): void {
  const child: Child = zeroed();
  const words: SystemWords = zeroed();
  const self: u32 = selfIdentity();
  beginCode();
  okStatus(makeCodeChild(child), Status.OK, "a space with code");
  const entry: u32 = CODE_ADDRESS;
  okStatus(
    taskStart(self, child.space, 0x10_0000, USER_END, words),
    Status.BAD_ADDRESS,
    "START in the kernel",
  );
  okStatus(
    taskStart(self, child.space, USER_END, USER_END, words),
    Status.BAD_ADDRESS,
    "START beyond the end",
  );
  okStatus(
    taskStart(self, child.space, entry, 0, words),
    Status.BAD_ADDRESS,
    "START with a stack in the kernel",
  );
  okStatus(
    taskStart(self, child.space, entry, 0xffff_fffc, words),
    Status.BAD_ADDRESS,
    "START with a wild stack",
  );
  okStatus(taskStart(self, 0, entry, USER_END, words), Status.DEAD, "START in space 0");
  okStatus(
    taskStart(self, spaceNamed("echo"), entry, USER_END, words),
    Status.DENIED,
    "START in another's space",
  );
  okStatus(
    taskStart(taskNamed("echo"), child.space, entry, USER_END, words),
    Status.DENIED,
    "START as another",
  );
  okStatus(startChild(child, entry), Status.OK, "START after the refusals");
  waitForEnd(child);
  okEqual(child.faults, 1, "it has run");
  okStatus(buryChild(child), Status.DEAD, "its space has gone with it");
}

function testExchange(): void {
  const words: SystemWords = zeroed();
  const child: Child = zeroed();
  const state: PageState = zeroed();
  const self: u32 = selfIdentity();
  const echo: u32 = taskNamed("echo");
  okStatus(taskExchange(self, aclIdentity()), Status.PROTECTED, "EXCHANGE for the ACL server");
  okStatus(taskExchange(aclIdentity(), self), Status.PROTECTED, "EXCHANGE of the ACL server");
  okStatus(taskExchange(echo, self), Status.DENIED, "EXCHANGE of another task");
  okStatus(taskExchange(self, 0), Status.DEAD, "EXCHANGE for nobody");
  okStatus(taskExchange(0x7fff_fff0, self), Status.DEAD, "EXCHANGE of a task that never was");
  okStatus(taskExchange(self, self), Status.SELF, "EXCHANGE for itself");
  words.word0 = TaskOperation.ENTITLE + 1;
  okStatus(taskControl(self, words), Status.BAD_CALL, "an unknown operation on tasks");
  makeChildSpace(child);
  okStatus(taskExchange(self, echo), Status.OK, "EXCHANGE");
  const childStatus: Status = addressSpaceGet(child.space, ALLOCATION_START, state);
  okStatus(childStatus, Status.DENIED, "what was managed is now managed by the successor");
  const ownStatus: Status = addressSpaceGet(selfSpace(), ALLOCATION_START, state);
  okStatus(ownStatus, Status.OK, "but for the own space");
}

export function testTaskControl(): void {
  testExit();
  testStop();
  testStart();
  testExchange();
}
