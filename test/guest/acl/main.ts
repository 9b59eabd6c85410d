/**
 * Asks, explains, grants, revokes, reads, switches the mode; then loses the right to each, and is refused. A manager
 * that does not acknowledge loses its spaces.
 */
import { MANIFEST_NONE, MANIFEST_SUBJECT_LABEL, PolicyUse, Right } from "../../../lib/abi/manifest.ts";
import { AclOperation, Explanation, RUNTIME_RULES_START } from "../../../lib/proto/acl.ts";
import {
  AuditKind,
  AuditPart,
  RECORD_KIND_MASK,
  RECORD_KIND_SHIFT,
  RULE_ALLOWS,
  RULE_OFF,
  RulePart,
} from "../../../lib/proto/acl-records.ts";
import type { Question, Verdict } from "../../../lib/proto/decision.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import {
  aclCounters,
  aclExplain,
  aclGrant,
  aclMode,
  aclRead,
  aclRevokeRange,
  aclRevokeRule,
  aclRevokeSubject,
  type Reason,
  type RevocationResult,
} from "../../../lib/user/acl-client.ts";
import { askAcl, decidePublished } from "../../../lib/user/decision-client.ts";
import { aclIdentity, findTask, managerOf, taskNumberByName } from "../../../lib/user/information.ts";
import { storeWord } from "../../../lib/user/memory.ts";
import { publishedEpoch } from "../../../lib/user/policy-view.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";
import { beginTests, finishTestsChanged, ok, okEqual } from "../support/tap.ts";

const question: Question = zeroed();
const verdict: Verdict = zeroed();
const reason: Reason = zeroed();
const result: RevocationResult = zeroed();
const words: SystemWords = zeroed();

function about(subject: u32, right: u32, object: u32, amount: u32): void {
  question.subject = subject;
  question.right = right;
  question.object = object;
  question.amount = amount;
}

function explainSelf(right: u32, object: u32, amount: u32): Explanation {
  about(selfIdentity(), right, object, amount);
  aclExplain(question, verdict, reason);
  return reason.explanation;
}

function testExplain(): void {
  okEqual(explainSelf(Right.MEMORY, 0, 4096), Explanation.ALLOWED, "EXPLAIN of what is allowed");
  okEqual(verdict.rule, 1, "by its rule");
  okEqual(explainSelf(Right.MEMORY, 0, 0x1_0001), Explanation.OVER_LIMIT, "EXPLAIN of too much");
  okEqual(reason.fits, 0x1_0000, "with what would fit");
  okEqual(explainSelf(Right.IO_PORT, 0x60, 1), Explanation.NO_RULE, "EXPLAIN of what no rule speaks of");
  about(findTask("victim"), Right.MEMORY, 0, 1);
  aclExplain(question, verdict, reason);
  okEqual(reason.explanation, Explanation.NO_RULE, "EXPLAIN about somebody else");
}

function testGrant(): void {
  about(MANIFEST_SUBJECT_LABEL, Right.IO_PORT, 0x60, 5);
  aclGrant(question, verdict);
  okEqual(verdict.status, ServerStatus.OK, "GRANT to a label");
  ok(verdict.rule >= RUNTIME_RULES_START, "makes a rule of run time");
  const rule: u32 = verdict.rule;
  about(selfIdentity(), Right.IO_PORT, 0x60, 5);
  decidePublished(question, verdict);
  okEqual(verdict.status, ServerStatus.OK, "and allows it");
  okEqual(verdict.rule, rule, "by that rule");
  decidePublished(question, verdict);
  ok(verdict.hit && verdict.askedCost === 0, "the verdict is published");
  okEqual(aclRead(AclOperation.RULE, rule, RulePart.WHO, words), ServerStatus.OK, "RULE shows it");
  ok(
    (words.word0 & RULE_ALLOWS) !== 0 && words.word1 === MANIFEST_SUBJECT_LABEL && words.word3 === 5,
    "as it was made",
  );
  aclRevokeRule(rule, result);
  okEqual(result.status, ServerStatus.OK, "REVOKE of the rule");
  okEqual(result.epoch, publishedEpoch(), "begins the published epoch");
  decidePublished(question, verdict);
  okEqual(verdict.status, ServerStatus.REFUSED, "nobody believes the old verdict");
  aclRevokeRule(rule, result);
  okEqual(result.status, ServerStatus.OK, "REVOKE may be repeated");
  aclRevokeRule(rule + 1000, result);
  okEqual(result.status, ServerStatus.NOT_FOUND, "REVOKE of a rule that never was");
  about(77, Right.IO_PORT, 0x60, 5);
  aclGrant(question, verdict);
  okEqual(verdict.status, ServerStatus.BAD_ARGUMENT, "GRANT to nobody");
}

/** The manager that never answers: it is ended, and its client's pages go. */
function testSilent(): void {
  const victim: u32 = taskNumberByName("victim");
  aclRevokeSubject(victim, Right.MEMORY, 0, result);
  okEqual(result.status, ServerStatus.OK, "REVOKE with a silent manager returns");
  okEqual(result.seized, 1, "one manager was seized");
  okEqual(result.pages, 3, "the pages of its client have gone");
  okEqual(managerOf(findTask("victim")), aclIdentity(), "the ACL server manages the client now");
}

function testMemory(): void {
  const allocation: Allocation = zeroed();
  vmmAllocate(0x4000, allocation);
  okEqual(allocation.status, ServerStatus.OK, "memory is allocated");
  storeWord(allocation.address, 1);
  storeWord(allocation.address + 0x1000, 1);
  aclRevokeRange(taskNumberByName("test"), allocation.address, 0x1000, result);
  okEqual(result.status, ServerStatus.OK, "REVOKE of a range");
  ok(result.pages >= 1, "takes its page");
  okEqual(explainSelf(Right.MEMORY, 0, 4096), Explanation.ALLOWED, "and leaves the policy alone");
  aclRevokeRange(99, allocation.address, 0x1000, result);
  okEqual(result.status, ServerStatus.BAD_ARGUMENT, "REVOKE of a range of nobody");
  aclRevokeRule(1, result);
  okEqual(result.status, ServerStatus.OK, "REVOKE of a rule of the manifest");
  ok(result.pages >= 1, "takes what it justified");
  okEqual(
    aclRead(AclOperation.RULE, 1, RulePart.WHERE, words),
    ServerStatus.OK,
    "RULE shows that rule still",
  );
  ok((words.word0 & RULE_OFF) !== 0 && words.word1 !== 0, "as revoked, with its line");
  vmmAllocate(0x1000, allocation);
  okEqual(allocation.status, ServerStatus.REFUSED, "no memory without a rule");
}

function testMode(): void {
  okEqual(aclMode(true, words), ServerStatus.OK, "MODE permissive");
  okEqual(words.word1, 0, "was enforcing");
  okEqual(explainSelf(Right.IO_PORT, 0x70, 1), Explanation.PERMISSIVE, "EXPLAIN in permissive mode");
  askAcl(question, verdict);
  ok(verdict.status === ServerStatus.OK && verdict.epoch === 0, "all is allowed, and nobody may keep it");
  decidePublished(question, verdict);
  okEqual(verdict.status, ServerStatus.OK, "the cache passes it on");
  okEqual(aclMode(false, words), ServerStatus.OK, "MODE enforcing");
  okEqual(words.word1, 1, "was permissive");
  decidePublished(question, verdict);
  okEqual(verdict.status, ServerStatus.REFUSED, "and nothing of it remains");
}

function testAudit(): void {
  okEqual(
    aclRead(AclOperation.AUDIT, 0, AuditPart.WHO, words),
    ServerStatus.NOT_FOUND,
    "there is no AUDIT record 0",
  );
  const last: u32 = words.word2 - 1;
  okEqual(words.word1, 1, "the first is there");
  okEqual(aclRead(AclOperation.AUDIT, last, AuditPart.WHO, words), ServerStatus.OK, "AUDIT shows the last");
  okEqual((words.word0 >>> RECORD_KIND_SHIFT) & RECORD_KIND_MASK, AuditKind.DENIED, "a refusal");
  okEqual(words.word2, selfIdentity(), "about this task");
  okEqual(aclRead(AclOperation.AUDIT, last, AuditPart.WHAT, words), ServerStatus.OK, "and the rest of it");
  okEqual(words.word1, 1, "the amount");
  okEqual(aclCounters(words), ServerStatus.OK, "COUNTERS");
  ok(
    words.word1 === publishedEpoch() && words.word2 !== 0 && words.word3 === 0,
    "epoch, decisions, nothing lost",
  );
}

/** Takes the right away, with the right to revoke as the last. */
function lose(use: PolicyUse): void {
  aclRevokeSubject(taskNumberByName("test"), Right.POLICY, use, result);
  okEqual(result.status, ServerStatus.OK, "a use of the policy is revoked");
}

function testWithout(): void {
  const peer: u32 = taskNumberByName("victim");
  about(MANIFEST_NONE, Right.PEER, peer, 1);
  aclGrant(question, verdict);
  const denial: u32 = verdict.rule;
  aclRevokeSubject(MANIFEST_NONE, Right.PEER, peer, result);
  lose(PolicyUse.GRANT);
  aclGrant(question, verdict);
  okEqual(verdict.status, ServerStatus.NOT_ALLOWED, "no GRANT without the right");
  aclRevokeRule(denial + 1, result);
  okEqual(result.status, ServerStatus.NOT_ALLOWED, "nor by REVOKE of a rule that denies");
  lose(PolicyUse.MODE);
  okEqual(aclMode(true, words), ServerStatus.NOT_ALLOWED, "no MODE without the right");
  lose(PolicyUse.QUERY);
  okEqual(
    aclRead(AclOperation.RULE, 1, RulePart.WHO, words),
    ServerStatus.NOT_ALLOWED,
    "no RULE without the right",
  );
  okEqual(
    aclRead(AclOperation.AUDIT, 1, AuditPart.WHO, words),
    ServerStatus.NOT_ALLOWED,
    "no AUDIT without the right",
  );
  lose(PolicyUse.REVOKE);
  aclRevokeRule(2, result);
  okEqual(result.status, ServerStatus.NOT_ALLOWED, "no REVOKE without the right");
  words.word0 = AclOperation.ACKNOWLEDGE;
  okEqual(
    aclRead(AclOperation.ACKNOWLEDGE, 1, 0, words),
    ServerStatus.NOT_ALLOWED,
    "no ACKNOWLEDGE by somebody else",
  );
}

function main(): u32 {
  beginTests();
  testExplain();
  testSilent();
  testGrant();
  testMemory();
  testMode();
  testAudit();
  testWithout();
  return finishTestsChanged("what the seized manager had is back");
}

symbol(start, "_start");
symbol(main, "userMain");
