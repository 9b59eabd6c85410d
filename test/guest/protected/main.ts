/** The two servers that guard the policy answer PROTECTED to whoever wants to end or replace them. */
import {
  ATTRIBUTE_BACKED,
  ATTRIBUTE_READ,
  ATTRIBUTE_SOURCE_GRANT,
  ATTRIBUTE_SOURCE_SHARE,
  ATTRIBUTE_WRITE,
} from "../../../lib/abi/attributes.ts";
import { Right } from "../../../lib/abi/manifest.ts";
import {
  ALLOCATION_START,
  INFORMATION_VIEW,
  POLICY_VIEW,
  PROGRAM_START,
  STACK_END,
  VERDICTS_VIEW,
} from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import type { Question, Verdict } from "../../../lib/proto/decision.ts";
import type { CacheCounters } from "../../../lib/proto/ipc-cache.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { askAcl, askCache, readCacheCounters } from "../../../lib/user/decision-client.ts";
import { aclIdentity, ipcCacheIdentity, taskNumberByName } from "../../../lib/user/information.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceRelease,
  addressSpaceSet,
  callTask,
  type PageState,
  replyWait,
  taskAlarm,
  taskExchange,
  taskExchangeSpace,
  taskExit,
  taskRestart,
  taskSeize,
  taskStart,
  taskStop,
} from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { print, printLine } from "../../../lib/user/print.ts";
import { selfIdentity, selfSpace } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { type Child, makeChildSpace } from "../support/child.ts";
import { mappingsAt, spaceNamed, taskNamed } from "../support/marks.ts";
import { beginTests, finishTestsChanged, ok, okEqual, okStatus } from "../support/tap.ts";

/** The information page, and the policy where servers read it, are seen by all and changed by their writers alone. */
function tryToForge(view: u32, name: string): void {
  const rights: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE;
  const child: Child = zeroed();
  makeChildSpace(child);
  addressSpaceAlloc(child.space, ALLOCATION_START, 1, ATTRIBUTE_READ);
  const shared: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_SHARE;
  const granted: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_GRANT;
  print(name);
  printLine(":");
  okStatus(addressSpaceSet(selfSpace(), view, 1, rights, 0, 0), Status.DENIED, "SET to write it");
  okStatus(
    addressSpaceSet(child.space, ALLOCATION_START, 1, shared, view, selfSpace()),
    Status.NO_MEMORY,
    "SET that shares it on",
  );
  okStatus(
    addressSpaceSet(child.space, ALLOCATION_START, 1, granted, view, selfSpace()),
    Status.NO_MEMORY,
    "SET that gives it away",
  );
  const before: u32 = loadWord(view);
  okStatus(
    addressSpaceSet(selfSpace(), view, 1, rights | ATTRIBUTE_BACKED, 0, 0),
    Status.OK,
    "SET to write a copy of it",
  );
  storeWord(view, before + 1);
  okEqual(mappingsAt(selfSpace(), view), 1, "the copy is nobody else's");
  addressSpaceRelease(child.space, 0, 0);
}

function tryToEnd(server: u32, idle: u32, name: string): void {
  okStatus(taskStop(server), Status.PROTECTED, "STOP");
  okStatus(taskExchange(server, selfIdentity()), Status.PROTECTED, "EXCHANGE of the server");
  okStatus(taskExchange(selfIdentity(), server), Status.PROTECTED, "EXCHANGE for the server");
  okStatus(taskExit(server, 0), Status.DENIED, "EXIT in its name");
  const words: SystemWords = zeroed();
  const space: u32 = spaceNamed(name);
  okStatus(addressSpaceRelease(space, 0, 0), Status.DENIED, "RELEASE of its space");
  okStatus(
    taskExchangeSpace(selfIdentity(), selfIdentity(), space),
    Status.SELF,
    "EXCHANGE of its space for itself",
  );
  okStatus(
    taskExchangeSpace(selfIdentity(), idle, space),
    Status.PROTECTED,
    "EXCHANGE of its space for another",
  );
  okStatus(taskExchangeSpace(server, idle, space), Status.PROTECTED, "EXCHANGE of its space in its name");
  okStatus(taskSeize(server), Status.PROTECTED, "SEIZE");
  okStatus(taskRestart(selfIdentity(), taskNumberByName(name), words), Status.PROTECTED, "RESTART");
  okStatus(taskRestart(server, taskNumberByName(name), words), Status.DENIED, "RESTART in its name");
  okStatus(taskAlarm(server, 1), Status.DENIED, "ALARM in its name");
  okStatus(taskStart(server, space, PROGRAM_START, STACK_END, words), Status.DENIED, "START in its name");
  okStatus(
    taskStart(selfIdentity(), space, PROGRAM_START, STACK_END, words),
    Status.DENIED,
    "START in its space",
  );
  const rights: u32 = ATTRIBUTE_READ | ATTRIBUTE_WRITE | ATTRIBUTE_BACKED;
  okStatus(addressSpaceAlloc(space, ALLOCATION_START, 1, rights), Status.DENIED, "ALLOC in its space");
  okStatus(addressSpaceSet(space, PROGRAM_START, 1, rights, 0, 0), Status.DENIED, "SET of its program");
  const shared: u32 = ATTRIBUTE_READ | ATTRIBUTE_SOURCE_SHARE;
  okStatus(
    addressSpaceSet(selfSpace(), INFORMATION_VIEW, 1, shared, POLICY_VIEW, space),
    Status.DENIED,
    "SET that shares what it has",
  );
  const state: PageState = zeroed();
  okStatus(addressSpaceGet(space, PROGRAM_START, state), Status.DENIED, "GET of its program");
  words.word0 = 0;
  okEqual(replyWait(server, words), Status.NOT_WAITING, "an answer that it does not wait for");
}

function testDecisions(): void {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  question.subject = selfIdentity();
  question.right = Right.MEMORY;
  question.amount = 4096;
  askAcl(question, verdict);
  okEqual(verdict.status, ServerStatus.OK, "the ACL server decides still");
  askCache(question, verdict);
  okEqual(verdict.status, ServerStatus.OK, "the IPC cache server answers still");
  ok(!verdict.hit && verdict.askedCost !== 0, "it has asked the ACL server");
  askCache(question, verdict);
  ok(verdict.hit && verdict.status === ServerStatus.OK, "it knows the verdict then");
  question.amount = 0x10_0001;
  askCache(question, verdict);
  ok(verdict.hit && verdict.status === ServerStatus.REFUSED, "and decides a larger amount itself");
  okEqual(verdict.limit, 0x10_0000, "by the rule's limit");
  question.right = 9;
  askCache(question, verdict);
  okEqual(verdict.status, ServerStatus.BAD_ARGUMENT, "a right that does not exist");
  question.right = Right.MEMORY;
  question.subject = aclIdentity();
  askCache(question, verdict);
  okEqual(verdict.status, ServerStatus.NOT_ALLOWED, "a program may not ask the cache about others");
  askAcl(question, verdict);
  okEqual(verdict.status, ServerStatus.NOT_ALLOWED, "nor the ACL server");
}

function testOperations(): void {
  const words: SystemWords = zeroed();
  words.word0 = 77;
  okStatus(callTask(aclIdentity(), words), Status.OK, "the ACL server answers an unknown operation");
  okEqual(words.word0, ServerStatus.BAD_OPERATION, "by saying so");
  words.word0 = 77;
  okStatus(
    callTask(ipcCacheIdentity(), words),
    Status.OK,
    "the IPC cache server answers an unknown operation",
  );
  okEqual(words.word0, ServerStatus.BAD_OPERATION, "by saying so too");
  const counters: CacheCounters = zeroed();
  okEqual(readCacheCounters(counters), ServerStatus.OK, "the cache's counters");
  okEqual(counters.hits, 2, "hits");
  okEqual(counters.misses, 1, "misses");
  okEqual(counters.held, 1, "verdicts held");
}

function main(): u32 {
  beginTests();
  tryToEnd(aclIdentity(), taskNamed("idle"), "acl");
  tryToEnd(ipcCacheIdentity(), taskNamed("idle"), "ipc-cache");
  testDecisions();
  testOperations();
  tryToForge(POLICY_VIEW, "the policy");
  tryToForge(VERDICTS_VIEW, "the verdicts");
  tryToForge(INFORMATION_VIEW, "the information page");
  return finishTestsChanged("the copies of what is published stay");
}

symbol(start, "_start");
symbol(main, "userMain");
