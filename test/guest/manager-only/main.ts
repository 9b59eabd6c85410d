/** Who is not the manager of a space can do nothing with it: not a stranger, not its own task. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Counter } from "../../../lib/abi/call.ts";
import { ALLOCATION_START, PROGRAM_START, STACK_END } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceRelease,
  addressSpaceSet,
  callTask,
  type PageState,
  taskExit,
  taskStart,
  taskStop,
} from "../../../lib/user/kernel-calls.ts";
import { selfIdentity, selfSpace } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { type Child, waitForEnd } from "../support/child.ts";
import { counter, spaceNamed, taskNamed } from "../support/marks.ts";
import { startProgramChild } from "../support/program.ts";
import { beginTests, finishTests, okEqual, okStatus } from "../support/tap.ts";

const READ_WRITE: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
const CALLS = 7;

/** What each call answered to the one who made it. */
const statuses: FixedArray<u32, typeof CALLS> = zeroed();

/** All calls on a space that the caller does not manage. */
function tryAll(self: u32, space: u32): void {
  const state: PageState = zeroed();
  const words: SystemWords = zeroed();
  statuses[0] = addressSpaceGet(space, STACK_END - 4, state);
  statuses[1] = addressSpaceAlloc(space, ALLOCATION_START, 1, READ_WRITE | ATTRIBUTE_BACKED);
  statuses[2] = addressSpaceSet(space, STACK_END - 0x1000, 1, ATTRIBUTE_READ, 0, 0);
  statuses[3] = addressSpaceSet(
    space,
    STACK_END - 0x1000,
    1,
    READ_WRITE | ATTRIBUTE_SOURCE_SHARE,
    STACK_END - 0x1000,
    space,
  );
  statuses[4] = addressSpaceRelease(space, STACK_END - 0x1000, 1);
  statuses[5] = addressSpaceRelease(space, 0, 0);
  statuses[6] = taskStart(self, space, PROGRAM_START, STACK_END, words);
}

function countDenied(): u32 {
  let denied: u32 = 0;
  for (const status of statuses) {
    if (status === Status.DENIED) {
      denied += 1;
    }
  }
  return denied;
}

function testStranger(name: string): void {
  tryAll(selfIdentity(), spaceNamed(name));
  okEqual(countDenied(), CALLS, name);
}

/** Frames of another's space cannot be taken or given by naming it as the source. */
function testSource(): void {
  addressSpaceAlloc(selfSpace(), ALLOCATION_START, 1, READ_WRITE);
  const share: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_SHARE;
  const source: u32 = STACK_END - 0x1000;
  const status: Status = addressSpaceSet(selfSpace(), ALLOCATION_START, 1, share, source, spaceNamed("acl"));
  okStatus(status, Status.DENIED, "the ACL server's stack cannot be shared");
  const managed: Status = addressSpaceSet(
    selfSpace(),
    ALLOCATION_START,
    1,
    share,
    source,
    spaceNamed("managed"),
  );
  okStatus(managed, Status.DENIED, "the stack of a task that another one manages cannot be shared");
  addressSpaceRelease(selfSpace(), ALLOCATION_START, 1);
}

/** A child tries all on its own space, which its parent manages. */
function tryOwn(task: u32, space: u32): never {
  tryAll(task, space);
  taskExit(task, 0);
  panic("a task goes on after EXIT");
}

function main(): u32 {
  beginTests();
  const words: SystemWords = zeroed();
  const tasks: u32 = counter(Counter.TASKS);
  const frames: u32 = counter(Counter.FREE_FRAMES);
  testStranger("acl");
  testStranger("ipc-cache");
  testStranger("vmm-demand");
  testStranger("managed");
  okStatus(taskStop(taskNamed("managed")), Status.DENIED, "STOP of a task that another one manages");
  okEqual(counter(Counter.TASKS), tasks, "all tasks are there still");
  okEqual(counter(Counter.FREE_FRAMES), frames, "no frame has been taken");
  okStatus(callTask(taskNamed("managed"), words), Status.OK, "the managed task answers still");
  testSource();
  const child: Child = zeroed();
  okStatus(startProgramChild(child, tryOwn), Status.OK, "a child is started");
  waitForEnd(child);
  okEqual(child.faults, 0, "it has not faulted");
  okEqual(countDenied(), CALLS, "a task cannot manage its own space when another one does");
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
