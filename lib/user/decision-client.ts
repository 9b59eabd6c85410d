/**
 * Asks the ACL server or the IPC cache server for a verdict. No answer is a no; a server that has been started again
 * meanwhile is asked anew, but nobody waits here for one that is away.
 */
import { Status } from "../abi/status.ts";
import { AclOperation } from "../proto/acl.ts";
import {
  decodeVerdict,
  encodeQuestion,
  type Question,
  refuseWithoutRule,
  type Verdict,
} from "../proto/decision.ts";
import { type CacheCounters, CacheOperation, decodeCounters } from "../proto/ipc-cache.ts";
import { ServerStatus } from "../proto/server-status.ts";
import { callServer, type ServerFinder } from "./call-server.ts";
import { aclIdentity, ipcCacheIdentity } from "./information.ts";
import { findPublished } from "./published-verdicts.ts";

function ask(server: ServerFinder, operation: u32, question: Question, verdict: Verdict): void {
  const words: SystemWords = zeroed();
  encodeQuestion(operation, question, words);
  if (callServer(server, words, 0) === Status.OK) {
    decodeVerdict(words, verdict);
  } else {
    refuseWithoutRule(verdict, ServerStatus.NO_DECISION);
  }
}

/** Asks the ACL server. A dead one gives NO_DECISION. */
export function askAcl(question: Question, verdict: Verdict): void {
  ask(aclIdentity, AclOperation.DECIDE, question, verdict);
}

/** Asks the IPC cache server. A dead one gives NO_DECISION. */
export function askCache(question: Question, verdict: Verdict): void {
  ask(ipcCacheIdentity, CacheOperation.CHECK, question, verdict);
}

/**
 * Takes the verdict that is published, without a message, or asks the IPC cache server. Only for tasks that see the published
 * regions; the right exists. Answers whether it was published.
 */
export function decidePublished(question: Question, verdict: Verdict): bool {
  if (findPublished(question, verdict)) {
    verdict.hit = true;
    verdict.askedCost = 0;
    return true;
  }
  askCache(question, verdict);
  return false;
}

/** Reads the IPC cache server's counters. Returns UNREACHABLE, and leaves `counters` alone, when it does not answer. */
export function readCacheCounters(counters: CacheCounters): ServerStatus {
  const words: SystemWords = zeroed();
  words.word0 = CacheOperation.COUNTERS;
  if (callServer(ipcCacheIdentity, words, 0) !== Status.OK) {
    return ServerStatus.UNREACHABLE;
  }
  decodeCounters(words, counters);
  return ServerStatus.OK;
}
