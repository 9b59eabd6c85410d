/** What the ACL server knows: the policy, the published region, who is who, who waits. One of each. */
import { Counter } from "../../lib/abi/call.ts";
import { type PolicyUse, Right } from "../../lib/abi/manifest.ts";
import { findIdentity, type IdentityMap } from "../../lib/core/identity-map.ts";
import { AuditKind } from "../../lib/proto/acl-records.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { counterGet } from "../../lib/user/kernel-calls.ts";
import { policyPublication } from "../../lib/user/policy-view.ts";
import { type AuditEntry, writeAudit } from "./audit.ts";
import { type Policy, ruleOn } from "./policy.ts";
import type { Pendings } from "./revocations.ts";

export const policy: Policy = zeroed();
export const pendings: Pendings = zeroed();
/** Slot n holds the identity of task number n. */
export const tasks: IdentityMap = zeroed();
const entry: AuditEntry = zeroed();

let ticks: u32 = 0;
let ticksAreKnown: bool = false;

/** A message has come: a time that was asked for before it has passed. */
export function forgetTicks(): void {
  ticksAreKnown = false;
}

/** Timer ticks since boot, when they were first asked for since the last message. */
export function ticksNow(): u32 {
  if (!ticksAreKnown) {
    const words: SystemWords = zeroed();
    counterGet(Counter.TICKS, words);
    ticks = words.word0;
    ticksAreKnown = true;
  }
  return ticks;
}

/** Writes an audit record about the present moment. */
export function audit(
  kind: AuditKind,
  asker: u32,
  subject: u32,
  right: u32,
  object: u32,
  amount: u32,
  rule: u32,
): void {
  entry.kind = kind;
  entry.asker = asker;
  entry.subject = subject;
  entry.right = right;
  entry.object = object;
  entry.amount = amount;
  entry.rule = rule;
  entry.tick = ticksNow();
  writeAudit(policyPublication(), entry);
}

/** Whether the rules let the task use the policy so, permissive mode or not. A refusal is audited. */
export function mayUsePolicy(sender: u32, use: PolicyUse): bool {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  question.subject = sender;
  question.right = Right.POLICY;
  question.object = use;
  question.amount = 1;
  ruleOn(policy, findIdentity(tasks, sender), question, verdict);
  if (verdict.status === ServerStatus.OK) {
    return true;
  }
  audit(AuditKind.NOT_ALLOWED, sender, sender, Right.POLICY, use, 1, verdict.rule);
  return false;
}
