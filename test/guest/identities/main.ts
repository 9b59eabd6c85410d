/** Forged, stale and misused identities: none is accepted. */
import { Call } from "../../../lib/abi/call.ts";
import { IDENTITY_GENERATION_SHIFT, IDENTITY_NUMBER_MASK } from "../../../lib/abi/identity.ts";
import { ALLOCATION_START } from "../../../lib/abi/memory-map.ts";
import { MessageKind } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { taskCount, taskEntry } from "../../../lib/user/information.ts";
import {
  addressSpaceGet,
  addressSpaceRelease,
  callTask,
  notify,
  type PageState,
  replyWait,
  taskExit,
  taskStop,
  waitForMessage,
} from "../../../lib/user/kernel-calls.ts";
import { rawCall } from "../../../lib/user/raw-call.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { type Child, waitForEnd } from "../support/child.ts";
import { beginCode, startCodeChild } from "../support/code.ts";
import { taskNamed } from "../support/marks.ts";
import { startProgramChild } from "../support/program.ts";
import { beginTests, finishTests, ok, okEqual, okStatus } from "../support/tap.ts";

const FORGERIES: u32 = 20_000;
const SEED: u32 = 20_260_101;

let random: u32 = SEED;
let parent: u32 = 0;
let childStatus: u32 = 99;

/** Xorshift; see test/host/support/random.ts. */
function nextRandom(): u32 {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return random;
}

function existsAsTask(identity: u32): bool {
  for (let i: u32 = 0; i < taskCount(); i++) {
    if (taskEntry(i).identity === identity) {
      return true;
    }
  }
  return false;
}

function existsAsSpace(identity: u32): bool {
  for (let i: u32 = 0; i < taskCount(); i++) {
    if (taskEntry(i).space === identity) {
      return true;
    }
  }
  return false;
}

/** Identities near the real ones are the likeliest to hit: small indexes and generations. */
function forgedIdentity(): u32 {
  const value: u32 = nextRandom();
  const small: u32 = (value & 0x1f0) | (((value >>> 9) & 7) << 16);
  return value >>> 31 === 0 ? small : value & ~IDENTITY_NUMBER_MASK;
}

function isRefused(identity: u32): bool {
  const words: SystemWords = zeroed();
  const state: PageState = zeroed();
  if (!existsAsTask(identity)) {
    if (callTask(identity, words) !== Status.DEAD || notify(identity, 1) !== Status.DEAD) {
      return false;
    }
    if (taskStop(identity) !== Status.DEAD) {
      return false;
    }
    if (identity !== 0 && replyWait(identity, words) !== Status.DEAD) {
      return false;
    }
  }
  return existsAsSpace(identity) || addressSpaceGet(identity, ALLOCATION_START, state) === Status.DEAD;
}

function testForged(): void {
  let accepted: u32 = 0;
  for (let i: u32 = 0; i < FORGERIES; i++) {
    if (!isRefused(forgedIdentity())) {
      accepted += 1;
    }
  }
  okEqual(accepted, 0, "forged identities are DEAD for every call (seed 20260101)");
  const nextGeneration: u32 = taskNamed("echo") + (1 << IDENTITY_GENERATION_SHIFT);
  ok(isRefused(nextGeneration), "a peer's next generation is DEAD");
}

function testStale(): void {
  const first: Child = zeroed();
  const second: Child = zeroed();
  const words: SystemWords = zeroed();
  beginCode();
  startCodeChild(first);
  waitForEnd(first);
  beginCode();
  startCodeChild(second);
  ok(first.task !== second.task && first.space !== second.space, "identities are not used again");
  okStatus(taskStop(first.task), Status.DEAD, "STOP by a stale identity");
  okStatus(callTask(first.task, words), Status.DEAD, "CALL by a stale identity");
  okStatus(notify(first.task, 1), Status.DEAD, "NOTIFY by a stale identity");
  okStatus(addressSpaceRelease(first.space, 0, 0), Status.DEAD, "RELEASE by a stale identity");
  okEqual(second.faults, 0, "the successor has not felt it");
  waitForEnd(second);
  okEqual(second.faults, 1, "and has run");
}

/** A child that calls its parent once and reports what came of it. */
function callOnce(task: u32, _space: u32): never {
  const words: SystemWords = zeroed();
  childStatus = callTask(parent, words);
  childStatus = callTask(parent, words);
  taskExit(task, 0);
  panic("a task goes on after EXIT");
}

function testReplies(): void {
  const child: Child = zeroed();
  const words: SystemWords = zeroed();
  parent = selfIdentity();
  okStatus(startProgramChild(child, callOnce), Status.OK, "a child that calls is started");
  okEqual(waitForMessage(words), child.task, "its first request");
  okEqual(replyWait(child.task, words), child.task, "its second request");
  notify(selfIdentity(), 1);
  const head: u32 = replyWait(child.task, words);
  okEqual(head & IDENTITY_NUMBER_MASK, MessageKind.NOTIFICATION, "its second request is answered");
  okEqual(replyWait(child.task, words), Status.NOT_WAITING, "a second answer to one request is refused");
  waitForEnd(child);
  okEqual(childStatus, Status.OK, "the child has got its answers");
}

function testStrangers(): void {
  const words: SystemWords = zeroed();
  okEqual(
    replyWait(taskNamed("waiting"), words),
    Status.NOT_WAITING,
    "an answer in another's place is refused",
  );
  okEqual(
    replyWait(taskNamed("stranger"), words),
    Status.NOT_WAITING,
    "an answer to who receives is refused",
  );
  okStatus(callTask(taskNamed("stranger"), words), Status.DENIED, "CALL of a task that is no peer");
  okStatus(callTask(taskNamed("silent"), words), Status.DENIED, "CALL of another task's peer");
  okStatus(callTask(selfIdentity(), words), Status.SELF, "CALL of oneself");
}

/** The low bits of a head are the call, nothing else: they cannot make a request look like a fault. */
function testKind(): void {
  const words: SystemWords = zeroed();
  words.word0 = MessageKind.FAULT;
  okStatus(rawCall(taskNamed("echo") | Call.CALL, words), Status.OK, "a peer answers");
  okEqual(
    words.word0,
    MessageKind.FAULT,
    "a REQUEST came as a REQUEST: a server of faults would not have echoed",
  );
}

function main(): u32 {
  beginTests();
  testForged();
  testStale();
  testReplies();
  testStrangers();
  testKind();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
