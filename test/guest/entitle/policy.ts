/** Grants, revocations and explanations about tasks of this system, in a word each; and attempts of `other`. */

import { Status } from "../../../lib/abi/status.ts";
import type { Explanation } from "../../../lib/proto/acl.ts";
import type { Question, Verdict } from "../../../lib/proto/decision.ts";
import type { ServerStatus } from "../../../lib/proto/server-status.ts";
import {
  aclExplain,
  aclGrant,
  aclRevokeRule,
  aclRevokeSubject,
  type Reason,
  type RevocationResult,
} from "../../../lib/user/acl-client.ts";
import { findTask, taskNumberByName } from "../../../lib/user/information.ts";
import { callTask } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import type { OtherOperation } from "./protocol.ts";

const question: Question = zeroed();
const verdict: Verdict = zeroed();
const reason: Reason = zeroed();
const words: SystemWords = zeroed();
export const result: RevocationResult = zeroed();

/** GRANT to a subject code. */
export function grantTo(subject: u32, right: u32, object: u32, amount: u32): ServerStatus {
  question.subject = subject;
  question.right = right;
  question.object = object;
  question.amount = amount;
  aclGrant(question, verdict);
  return verdict.status;
}

/** GRANT to the task of this name. */
export function grant(name: string, right: u32, object: u32, amount: u32): ServerStatus {
  return grantTo(taskNumberByName(name), right, object, amount);
}

/** The rule that the last GRANT has made. */
export function grantedRule(): u32 {
  return verdict.rule;
}

/** REVOKE from a subject code; `result` has the rest of the answer. */
export function revokeFrom(subject: u32, right: u32, object: u32): ServerStatus {
  aclRevokeSubject(subject, right, object, result);
  return result.status;
}

/** REVOKE from the task of this name. */
export function revoke(name: string, right: u32, object: u32): ServerStatus {
  return revokeFrom(taskNumberByName(name), right, object);
}

/** REVOKE of a rule. */
export function revokeRule(rule: u32): ServerStatus {
  aclRevokeRule(rule, result);
  return result.status;
}

/** EXPLAIN about this task. */
export function explainSelf(right: u32, object: u32, amount: u32): Explanation {
  question.subject = selfIdentity();
  question.right = right;
  question.object = object;
  question.amount = amount;
  aclExplain(question, verdict, reason);
  return reason.explanation;
}

/** What the kernel answers to an attempt of `other`; the status of the call itself if that is not OK. */
export function otherTries(operation: OtherOperation, what: u32): Status {
  words.word0 = operation;
  words.word1 = what;
  const status: Status = callTask(findTask("other"), words);
  return status === Status.OK ? (words.word0 as Status) : status;
}
