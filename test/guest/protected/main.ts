/** The two servers that guard the policy answer PROTECTED to whoever wants to end or replace them. */
import { Right } from "../../../lib/abi/manifest.ts";
import { Status } from "../../../lib/abi/status.ts";
import type { Question, Verdict } from "../../../lib/proto/decision.ts";
import type { CacheCounters } from "../../../lib/proto/ipc-cache.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { askAcl, askCache, readCacheCounters } from "../../../lib/user/decision-client.ts";
import { aclIdentity, ipcCacheIdentity } from "../../../lib/user/information.ts";
import {
  addressSpaceRelease,
  callTask,
  taskExchange,
  taskExit,
  taskStop,
} from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { spaceNamed } from "../support/marks.ts";
import { beginTests, finishTests, ok, okEqual, okStatus } from "../support/tap.ts";

function tryToEnd(server: u32, name: string): void {
  okStatus(taskStop(server), Status.PROTECTED, "STOP");
  okStatus(taskExchange(server, selfIdentity()), Status.PROTECTED, "EXCHANGE of the server");
  okStatus(taskExchange(selfIdentity(), server), Status.PROTECTED, "EXCHANGE for the server");
  okStatus(taskExit(server, 0), Status.DENIED, "EXIT in its name");
  okStatus(addressSpaceRelease(spaceNamed(name), 0, 0), Status.DENIED, "RELEASE of its space");
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
  tryToEnd(aclIdentity(), "acl");
  tryToEnd(ipcCacheIdentity(), "ipc-cache");
  testDecisions();
  testOperations();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
