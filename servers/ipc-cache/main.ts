/**
 * The IPC cache server: answers questions of access from the verdicts it holds, and asks the ACL
 * server for the others.
 *
 * It decides nothing: with the ACL server gone it still answers what it holds, and denies the rest.
 * Losing it costs speed only. It calls the ACL server alone, which calls nobody. Its table is published: servers
 * read it themselves and ask only for what they do not find.
 */
import type { IdentityMap } from "../../lib/core/identity-map.ts";
import {
  decodeQuestion,
  encodeVerdict,
  OPERATION_MASK,
  type Question,
  refuseWithoutRule,
  rightExists,
  type Verdict,
} from "../../lib/proto/decision.ts";
import { CacheOperation, encodeCounters } from "../../lib/proto/ipc-cache.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { mayAskAbout, refreshDirectory } from "../../lib/user/callers.ts";
import { askAcl } from "../../lib/user/decision-client.ts";
import { publishedEpoch } from "../../lib/user/policy-view.ts";
import { publishedVerdicts } from "../../lib/user/published-verdicts.ts";
import { endFaulting, ignoreNotification, serve } from "../../lib/user/server.ts";
import { start } from "../../lib/user/start.ts";
import {
  clearVerdicts,
  findVerdict,
  isForOnce,
  isPolicyWord,
  storeVerdict,
  type TableState,
} from "./table.ts";

const state: TableState = zeroed();
/** Slot n holds the identity of task number n. */
const tasks: IdentityMap = zeroed();
/** How often the ACL server is asked anew when the policy has moved on while it answered. */
const ASK_AGAIN_MAX: u32 = 4;

/**
 * Asks the ACL server and keeps its word, if it may be kept. A verdict that has become stale on the way is not
 * used: it is asked for again, and in the end there is no decision.
 */
function askAndStore(question: Question, verdict: Verdict): void {
  const before: u32 = readTimeStampLow();
  for (let times: u32 = 0; times < ASK_AGAIN_MAX; times++) {
    askAcl(question, verdict);
    const usable: bool =
      !isPolicyWord(verdict) ||
      isForOnce(verdict) ||
      storeVerdict(publishedVerdicts(), state, publishedEpoch(), question, verdict);
    if (usable) {
      verdict.hit = false;
      verdict.askedCost = readTimeStampLow() - before;
      return;
    }
  }
  refuseWithoutRule(verdict, ServerStatus.NO_DECISION);
}

function check(sender: u32, question: Question, verdict: Verdict): void {
  if (!mayAskAbout(tasks, sender, question.subject)) {
    refuseWithoutRule(verdict, ServerStatus.NOT_ALLOWED);
  } else if (!rightExists(question.right)) {
    refuseWithoutRule(verdict, ServerStatus.BAD_ARGUMENT);
  } else if (!findVerdict(publishedVerdicts(), state, publishedEpoch(), question, verdict)) {
    askAndStore(question, verdict);
  }
}

function onRequest(sender: u32, words: SystemWords): void {
  refreshDirectory(tasks);
  const operation: u32 = words.word0 & OPERATION_MASK;
  if (operation === CacheOperation.COUNTERS) {
    encodeCounters(state.counters, words);
    return;
  }
  const verdict: Verdict = zeroed();
  if (operation === CacheOperation.CHECK) {
    const question: Question = zeroed();
    decodeQuestion(words, question);
    check(sender, question, verdict);
  } else {
    refuseWithoutRule(verdict, ServerStatus.BAD_OPERATION);
  }
  encodeVerdict(verdict, words);
}

function main(): u32 {
  refreshDirectory(tasks);
  clearVerdicts(publishedVerdicts());
  serve(onRequest, endFaulting, ignoreNotification);
}

symbol(start, "_start");
symbol(main, "userMain");
