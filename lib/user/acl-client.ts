/**
 * Asks the ACL server to explain, change or show the policy. What each operation needs and answers is in lib/proto/acl.ts.
 * A server that ends on the way is asked again once it is back, which is safe: the second GRANT of a rule takes the place of the
 * first, and what a REVOKE took the first time it does not count the second time. One that does not come back gives UNREACHABLE.
 */
import { Status } from "../abi/status.ts";
import {
  AclOperation,
  EXPLANATION_MASK,
  EXPLANATION_NUMBER_SHIFT,
  Explanation,
  REVOCATION_KIND_SHIFT,
  RevocationKind,
} from "../proto/acl.ts";
import {
  decodeVerdict,
  encodeQuestion,
  type Question,
  refuseWithoutRule,
  type Verdict,
} from "../proto/decision.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../proto/server-status.ts";
import { callServer, SERVER_WAIT_TICKS } from "./call-server.ts";
import { aclIdentity } from "./information.ts";

/** What REVOKE has done. */
export class RevocationResult {
  status: ServerStatus = ServerStatus.OK;
  /** Pages taken away. */
  pages: u32 = 0;
  epoch: u32 = 0;
  /** Managers that were silent and lost their spaces. */
  seized: u32 = 0;
}

/** Why a question is answered as it is. */
export class Reason {
  explanation: Explanation = Explanation.ALLOWED;
  /** Of OVER_LIMIT: the amount that would fit. */
  fits: u32 = 0;
}

function request(words: SystemWords): ServerStatus {
  if (callServer(aclIdentity, words, SERVER_WAIT_TICKS) !== Status.OK) {
    words.word0 = ServerStatus.UNREACHABLE;
  }
  return (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
}

function askFor(operation: AclOperation, question: Question, verdict: Verdict, words: SystemWords): void {
  encodeQuestion(operation, question, words);
  if (request(words) === ServerStatus.UNREACHABLE) {
    refuseWithoutRule(verdict, ServerStatus.UNREACHABLE);
  } else {
    decodeVerdict(words, verdict);
  }
}

/** EXPLAIN: the verdict and why. */
export function aclExplain(question: Question, verdict: Verdict, reason: Reason): void {
  const words: SystemWords = zeroed();
  askFor(AclOperation.EXPLAIN, question, verdict, words);
  reason.explanation = (words.word2 & EXPLANATION_MASK) as Explanation;
  reason.fits = words.word2 >>> EXPLANATION_NUMBER_SHIFT;
}

/** GRANT: `question` has a subject code and, as amount, the limit; the verdict's rule is the new one. */
export function aclGrant(question: Question, verdict: Verdict): void {
  const words: SystemWords = zeroed();
  askFor(AclOperation.GRANT, question, verdict, words);
}

function revoke(
  kind: RevocationKind,
  right: u32,
  word1: u32,
  word2: u32,
  word3: u32,
  result: RevocationResult,
): void {
  const words: SystemWords = zeroed();
  words.word0 = AclOperation.REVOKE | (right << 8) | (kind << REVOCATION_KIND_SHIFT);
  words.word1 = word1;
  words.word2 = word2;
  words.word3 = word3;
  result.status = request(words);
  result.pages = words.word1;
  result.epoch = words.word2;
  result.seized = words.word3;
}

/** REVOKE: the subject code has nothing of the right on the object from now on. */
export function aclRevokeSubject(subject: u32, right: u32, object: u32, result: RevocationResult): void {
  revoke(RevocationKind.SUBJECT, right, subject, object, 0, result);
}

/** REVOKE: the rule speaks no more. */
export function aclRevokeRule(rule: u32, result: RevocationResult): void {
  revoke(RevocationKind.RULE, 0, rule, 0, 0, result);
}

/** REVOKE: what task number `task` has in the range goes. */
export function aclRevokeRange(task: u32, address: u32, bytes: u32, result: RevocationResult): void {
  revoke(RevocationKind.RANGE, 0, task, address, bytes, result);
}

/** RULE and AUDIT: the answer stays in the words (lib/proto/acl-records.ts). */
export function aclRead(operation: AclOperation, number: u32, part: u32, words: SystemWords): ServerStatus {
  words.word0 = operation;
  words.word1 = number;
  words.word2 = part;
  return request(words);
}

/** MODE: permissive or enforcing. Word 1 is the mode before. */
export function aclMode(permissive: bool, words: SystemWords): ServerStatus {
  words.word0 = AclOperation.MODE;
  words.word1 = permissive ? 1 : 0;
  return request(words);
}

/** COUNTERS: word 1 epoch, word 2 decisions, word 3 audit records lost. */
export function aclCounters(words: SystemWords): ServerStatus {
  words.word0 = AclOperation.COUNTERS;
  return request(words);
}
