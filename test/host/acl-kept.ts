/** What the ACL server keeps and counts: revocations that wait, the audit ring, rules of run time that somebody touched. */
import {
  MANIFEST_MAGIC,
  MANIFEST_NONE,
  MANIFEST_VERSION,
  type ManifestHeader,
  type ManifestRule,
  type ManifestTask,
  Right,
} from "../../lib/abi/manifest.ts";
import { AuditKind } from "../../lib/proto/acl-records.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import type { ManifestRules } from "../../lib/proto/manifest-rules.ts";
import { AUDIT_RECORDS_MAX, type PolicyPublication } from "../../lib/proto/policy-publication.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { type AuditEntry, auditLost, findAudit, writeAudit } from "../../servers/acl/audit.ts";
import { grant } from "../../servers/acl/change.ts";
import { PolicyError } from "../../servers/acl/manifest-rules.ts";
import { decide, loadPolicy, type Policy } from "../../servers/acl/policy.ts";
import {
  acknowledge,
  beginPending,
  endPending,
  finishedPlace,
  NOBODY_WAITS,
  overduePlace,
  type Pendings,
  ticksToDeadline,
} from "../../servers/acl/revocations.ts";
import { putWord } from "./support/bytes.ts";
import { check, checkEqual, finish } from "./support/check.ts";

const BYTES_MAX = 512;
const bytes: FixedArray<u8, typeof BYTES_MAX> = zeroed();
const rules: ManifestRules = zeroed();
const policy: Policy = zeroed();
const publication: PolicyPublication = zeroed();
const pendings: Pendings = zeroed();

function testWaiting(): void {
  checkEqual(finishedPlace(pendings), NOBODY_WAITS, "nobody waits");
  checkEqual(ticksToDeadline(pendings, 0), 0, "for nothing");
  beginPending(pendings, 3, 0x1_0030, 7, 0b110, 100);
  beginPending(pendings, 5, 0x1_0050, 8, 0b010, 104);
  checkEqual(ticksToDeadline(pendings, 98), 2, "the nearer deadline");
  acknowledge(pendings, 2, 6, 9);
  checkEqual(finishedPlace(pendings), NOBODY_WAITS, "an older epoch is no acknowledgement");
  acknowledge(pendings, 2, 7, 9);
  acknowledge(pendings, 4, 7, 9);
  checkEqual(finishedPlace(pendings), NOBODY_WAITS, "nor is that of somebody else");
  acknowledge(pendings, 1, 8, 2);
  checkEqual(pendings.items[3].pages, 9, "pages count for their epoch");
  checkEqual(pendings.items[5].pages, 2, "and for no other");
  checkEqual(finishedPlace(pendings), 3, "a later epoch acknowledges the earlier");
  endPending(pendings, 3);
  checkEqual(finishedPlace(pendings), 5, "the second one");
  endPending(pendings, 5);
  checkEqual(finishedPlace(pendings), NOBODY_WAITS, "all are answered");
}

function testDeadlines(): void {
  beginPending(pendings, 3, 0x1_0030, 9, 0b10, 5);
  checkEqual(overduePlace(pendings, 0xffff_fff0), NOBODY_WAITS, "before ticks wrap");
  checkEqual(ticksToDeadline(pendings, 0xffff_fff0), 21, "and over the wrap");
  checkEqual(overduePlace(pendings, 4), NOBODY_WAITS, "one tick left");
  checkEqual(overduePlace(pendings, 5), 3, "the deadline");
  beginPending(pendings, 3, 0x2_0030, 10, 0b10, 50);
  checkEqual(overduePlace(pendings, 5), NOBODY_WAITS, "the caller has ended and asks anew");
  acknowledge(pendings, 1, 10, 0);
  endPending(pendings, finishedPlace(pendings));
  checkEqual(pendings.taken, 0, "no place is lost");
}

function testAudit(): void {
  const entry: AuditEntry = zeroed();
  publication.nextRecord = 1;
  check(findAudit(publication, 0) === null && findAudit(publication, 1) === null, "an empty ring");
  for (let i: u32 = 1; i <= AUDIT_RECORDS_MAX + 3; i++) {
    entry.kind = AuditKind.DENIED;
    entry.amount = i;
    writeAudit(publication, entry);
    checkEqual(auditLost(publication), i > AUDIT_RECORDS_MAX ? i - AUDIT_RECORDS_MAX : 0, "records lost");
  }
  check(findAudit(publication, 3) === null, "what was overwritten is not there");
  const oldest = findAudit(publication, 4);
  check(oldest !== null && oldest.amount === 4, "the oldest one is");
  const last = findAudit(publication, AUDIT_RECORDS_MAX + 3);
  check(last !== null && last.amount === AUDIT_RECORDS_MAX + 3, "and the last");
  check(findAudit(publication, AUDIT_RECORDS_MAX + 4) === null, "and none after it");
}

/** One task, no rules. */
function putManifest(): Span<u8> {
  const span: Span<u8> = spanOf(bytes);
  const length: u32 = sizeOf<ManifestHeader>() + sizeOf<ManifestTask>();
  putWord(span, offsetOf<ManifestHeader>("magic"), MANIFEST_MAGIC);
  putWord(span, offsetOf<ManifestHeader>("version"), MANIFEST_VERSION);
  putWord(span, offsetOf<ManifestHeader>("bytes"), length);
  putWord(span, offsetOf<ManifestHeader>("taskCount"), 1);
  putWord(span, sizeOf<ManifestHeader>() + offsetOf<ManifestTask>("label"), MANIFEST_NONE);
  return subSpan(span, 0, length);
}

function boot(): void {
  const nothing: PolicyPublication = zeroed();
  copy(publication, nothing);
  const rule: ManifestRule = zeroed();
  rule.right = Right.MEMORY;
  rule.limit = 100;
  checkEqual(loadPolicy(putManifest(), rules, policy, publication), PolicyError.NONE, "a boot");
  checkEqual(grant(policy, publication, rule), ServerStatus.OK, "a grant");
}

/** The server starts again; what was kept is not what it wrote. */
function expectLocked(name: string): void {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  question.right = Right.MEMORY;
  question.amount = 1;
  checkEqual(loadPolicy(putManifest(), rules, policy, publication), PolicyError.BAD_RUNTIME, name);
  checkEqual(publication.epoch, 0, "no verdict counts");
  decide(policy, 0, question, verdict);
  checkEqual(verdict.status, ServerStatus.REFUSED, "all is denied");
  const rule: ManifestRule = zeroed();
  rule.right = Right.MEMORY;
  checkEqual(grant(policy, publication, rule), ServerStatus.NO_DECISION, "and stays so");
}

function testTouched(): void {
  boot();
  publication.rules[0].limit = 101;
  expectLocked("a greater limit");
  boot();
  publication.rules[0].number += 1;
  publication.nextRule += 1;
  expectLocked("another number");
  boot();
  copy(publication.rules[1], publication.rules[0]);
  expectLocked("a rule twice");
  boot();
  publication.nextRule = 0;
  expectLocked("numbers from the beginning");
  boot();
  publication.magic += 1;
  expectLocked("no publication");
  boot();
  publication.mode = 3;
  expectLocked("no such mode");
}

export function main(): i32 {
  testWaiting();
  testDeadlines();
  testAudit();
  testTouched();
  return finish("acl-kept");
}
