/**
 * The IPC cache server: answers questions of access from the verdicts it holds, and asks the ACL
 * server for the others.
 *
 * It decides nothing: with the ACL server gone it still answers what it holds, and denies the rest.
 * Losing it costs speed only. It calls the ACL server alone, which calls nobody.
 */
import type { IdentityMap } from "../../lib/core/identity-map.ts";
import {
  decideAmount,
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
import { loadDirectory, mayAskAbout } from "../../lib/user/callers.ts";
import { askAcl } from "../../lib/user/decision-client.ts";
import { endFaulting, ignoreNotification, serve } from "../../lib/user/server.ts";
import { start } from "../../lib/user/start.ts";
import { findVerdict, isPolicyWord, storeVerdict, type VerdictTable } from "./table.ts";

const table: VerdictTable = zeroed();
/** Slot n holds the identity of task number n. */
const tasks: IdentityMap = zeroed();

/** Asks the ACL server and keeps its word. */
function askAndStore(question: Question, verdict: Verdict): void {
  const before: u32 = readTimeStampLow();
  askAcl(question, verdict);
  const cost: u32 = readTimeStampLow() - before;
  if (isPolicyWord(verdict) && !storeVerdict(table, question, verdict)) {
    refuseWithoutRule(verdict, ServerStatus.NO_DECISION);
  }
  verdict.hit = false;
  verdict.askedCost = cost;
}

function check(sender: u32, question: Question, verdict: Verdict): void {
  if (!mayAskAbout(tasks, sender, question.subject)) {
    refuseWithoutRule(verdict, ServerStatus.NOT_ALLOWED);
  } else if (!rightExists(question.right)) {
    refuseWithoutRule(verdict, ServerStatus.BAD_ARGUMENT);
  } else if (findVerdict(table, question, verdict)) {
    decideAmount(verdict, question.amount);
  } else {
    askAndStore(question, verdict);
  }
}

function onRequest(sender: u32, words: SystemWords): void {
  const operation: u32 = words.word0 & OPERATION_MASK;
  if (operation === CacheOperation.COUNTERS) {
    encodeCounters(table.counters, words);
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
  loadDirectory(tasks);
  serve(onRequest, endFaulting, ignoreNotification);
}

symbol(start, "_start");
symbol(main, "userMain");
