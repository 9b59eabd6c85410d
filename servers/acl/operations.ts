/**
 * What each operation of lib/proto/acl.ts does. Who asks is what the kernel says; no word of a message is believed
 * about that. An operation that is refused changes nothing and, where it is about the policy, is audited.
 */
import { type ManifestRule, PolicyUse, Right } from "../../lib/abi/manifest.ts";
import { findIdentity } from "../../lib/core/identity-map.ts";
import { AclOperation, EXPLANATION_NUMBER_SHIFT, Explanation } from "../../lib/proto/acl.ts";
import { AuditKind } from "../../lib/proto/acl-records.ts";
import {
  decodeQuestion,
  encodeVerdict,
  OPERATION_MASK,
  type Question,
  RULE_DEFAULT_DENY,
  refuseWithoutRule,
  type Verdict,
} from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { mayAskAbout, refreshDirectory } from "../../lib/user/callers.ts";
import { policyPublication } from "../../lib/user/policy-view.ts";
import { auditLost } from "./audit.ts";
import { grant, isSayable } from "./change.ts";
import { applyChange, isKernels, offer } from "./entitle.ts";
import { explain } from "./explain.ts";
import { decide, setMode } from "./policy.ts";
import { answerAudit, answerRule } from "./records.ts";
import { beginRevocation, onAcknowledge } from "./revoking.ts";
import { audit, mayUsePolicy, policy, tasks } from "./state.ts";

let decisions: u32 = 0;
const question: Question = zeroed();
const verdict: Verdict = zeroed();

function answerStatus(words: SystemWords, status: ServerStatus): void {
  words.word0 = status;
  words.word1 = 0;
  words.word2 = 0;
  words.word3 = 0;
}

function auditQuestion(kind: AuditKind, sender: u32): void {
  audit(kind, sender, question.subject, question.right, question.object, question.amount, verdict.rule);
}

function onDecide(sender: u32, words: SystemWords): void {
  decodeQuestion(words, question);
  if (!mayAskAbout(tasks, sender, question.subject)) {
    refuseWithoutRule(verdict, ServerStatus.NOT_ALLOWED);
  } else {
    decisions += 1;
    if (decide(policy, findIdentity(tasks, question.subject), question, verdict)) {
      auditQuestion(AuditKind.WOULD_DENY, sender);
    } else if (verdict.status === ServerStatus.REFUSED) {
      auditQuestion(AuditKind.DENIED, sender);
    }
  }
  encodeVerdict(verdict, words);
}

function onExplain(sender: u32, words: SystemWords): void {
  decodeQuestion(words, question);
  if (!mayAskAbout(tasks, sender, question.subject) && !mayUsePolicy(sender, PolicyUse.QUERY)) {
    refuseWithoutRule(verdict, ServerStatus.NOT_ALLOWED);
    encodeVerdict(verdict, words);
    return;
  }
  const why: Explanation = explain(policy, findIdentity(tasks, question.subject), question, verdict);
  const fits: u32 = verdict.limit > 0xfff_ffff ? 0xfff_ffff : verdict.limit;
  encodeVerdict(verdict, words);
  words.word2 = why | (why === Explanation.OVER_LIMIT ? fits << EXPLANATION_NUMBER_SHIFT : 0);
}

/** Makes the rule, if the kernel can do what it says, and lets the kernel know. */
function grantAndTell(rule: ManifestRule): ServerStatus {
  if (!isSayable(policy, rule.subject, rule.right, rule.object)) {
    return ServerStatus.BAD_ARGUMENT;
  }
  const offered: ServerStatus = offer(rule);
  if (offered !== ServerStatus.OK) {
    return offered;
  }
  const status: ServerStatus = grant(policy, policyPublication(), rule);
  if (isKernels(rule.right)) {
    applyChange(rule.subject, rule.right, rule.object);
  }
  return status;
}

function onGrant(sender: u32, words: SystemWords): void {
  const rule: ManifestRule = zeroed();
  decodeQuestion(words, question);
  rule.subject = question.subject;
  rule.right = question.right;
  rule.object = question.object;
  rule.limit = question.amount;
  if (!mayUsePolicy(sender, PolicyUse.GRANT)) {
    refuseWithoutRule(verdict, ServerStatus.NOT_ALLOWED);
  } else {
    refuseWithoutRule(verdict, grantAndTell(rule));
  }
  if (verdict.status === ServerStatus.OK) {
    verdict.grant = true;
    verdict.rule = rule.line;
    verdict.limit = rule.limit;
    verdict.epoch = policy.epoch;
    auditQuestion(AuditKind.GRANT, sender);
  }
  encodeVerdict(verdict, words);
}

function onMode(sender: u32, words: SystemWords): void {
  const permissive: u32 = words.word1;
  if (!mayUsePolicy(sender, PolicyUse.MODE)) {
    answerStatus(words, ServerStatus.NOT_ALLOWED);
  } else if (permissive > 1) {
    answerStatus(words, ServerStatus.BAD_ARGUMENT);
  } else {
    const before: bool = setMode(policy, policyPublication(), permissive === 1);
    audit(AuditKind.MODE, sender, sender, Right.POLICY, PolicyUse.MODE, permissive, RULE_DEFAULT_DENY);
    answerStatus(words, ServerStatus.OK);
    words.word1 = before ? 1 : 0;
  }
}

function onQuery(sender: u32, operation: u32, words: SystemWords): void {
  if (!mayUsePolicy(sender, PolicyUse.QUERY)) {
    answerStatus(words, ServerStatus.NOT_ALLOWED);
  } else if (operation === AclOperation.RULE) {
    answerRule(policy, policyPublication(), words);
  } else {
    answerAudit(policyPublication(), words);
  }
}

/** Handles a request in place. Returns false when its answer comes later. */
export function onRequest(sender: u32, words: SystemWords): bool {
  refreshDirectory(tasks);
  switch ((words.word0 & OPERATION_MASK) as AclOperation) {
    case AclOperation.DECIDE:
      onDecide(sender, words);
      return true;
    case AclOperation.EXPLAIN:
      onExplain(sender, words);
      return true;
    case AclOperation.GRANT:
      onGrant(sender, words);
      return true;
    case AclOperation.REVOKE: {
      const status: ServerStatus = beginRevocation(sender, words);
      answerStatus(words, status);
      return status !== ServerStatus.OK;
    }
    case AclOperation.RULE:
    case AclOperation.AUDIT:
      onQuery(sender, words.word0 & OPERATION_MASK, words);
      return true;
    case AclOperation.MODE:
      onMode(sender, words);
      return true;
    case AclOperation.ACKNOWLEDGE:
      answerStatus(words, onAcknowledge(sender, words));
      return true;
    case AclOperation.COUNTERS:
      answerStatus(words, ServerStatus.OK);
      words.word1 = policy.epoch;
      words.word2 = decisions;
      words.word3 = auditLost(policyPublication());
      return true;
    default:
      answerStatus(words, ServerStatus.BAD_OPERATION);
      return true;
  }
}
