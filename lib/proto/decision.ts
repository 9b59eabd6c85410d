/**
 * The question (subject, right, object, amount) and its answer, as they travel in four words
 * between whoever needs a decision, the IPC cache server and the ACL server.
 *
 * Question: word 0 operation (low byte) and right (next byte); word 1 subject, a task identity;
 * word 2 object, 0 where the right has none; word 3 amount, in the right's unit.
 *
 * Answer: word 1 limit; word 2 policy epoch, 0 for an answer that nobody may keep; words 0 and 3 as in
 * the picture. The cost is what the question to the ACL server took, in time-stamp units (instructions with
 * -icount), 0 when it was not asked, 65535 when it was more.
 *
 *     word 0                                     word 3
 *     31                  6  5     4      3      0     31          16 15          0
 *    +---------------------+-----+-------+--------+   +--------------+-------------+
 *    |        rule         | hit | grant | status |   | rule's line  |    cost     |
 *    +---------------------+-----+-------+--------+   +--------------+-------------+
 *
 * Pure: encoding and decoding only. Asking is always safe to repeat: it changes no policy.
 */
import { Right } from "../abi/manifest.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "./server-status.ts";

export const OPERATION_MASK: u32 = 0xff;
const RIGHT_SHIFT: u32 = 8;
const GRANT_BIT: u32 = 0x10;
const HIT_BIT: u32 = 0x20;
const RULE_SHIFT: u32 = 6;
const LINE_SHIFT: u32 = 16;
/** The largest cost that an answer can carry. */
export const DECISION_COST_MAX: u32 = 0xffff;
/** The largest line number that an answer can carry; later lines are said to be this one. */
export const DECISION_LINE_MAX: u32 = 0xffff;
/** The rule number of "no rule says so": deny by default. */
export const RULE_DEFAULT_DENY: u32 = 0;

export class Question {
  subject: u32 = 0;
  /** A `Right`. */
  right: u32 = 0;
  object: u32 = 0;
  amount: u32 = 0;
}

export class Verdict {
  /** OK: allowed. REFUSED: a rule, or the default, says no. Everything else: no, and no rule said it. */
  status: ServerStatus = ServerStatus.OK;
  /** The rule grants the right up to `limit`; without it the rule denies whatever the amount. */
  grant: bool = false;
  /** The verdict came out of the IPC cache. */
  hit: bool = false;
  /** Number of the rule that decided, from 1 on; RULE_DEFAULT_DENY when none did. */
  rule: u32 = 0;
  /** Line of the system description that states the rule. */
  line: u32 = 0;
  /** Largest amount that the rule allows. */
  limit: u32 = 0;
  /** The state of the policy that this verdict follows from; 0: nobody may keep it. */
  epoch: u32 = 0;
  /** What the ACL server's answer cost, in time-stamp units; 0 when it was not asked. */
  askedCost: u32 = 0;
}

/** Makes the words of a question. */
export function encodeQuestion(operation: u32, question: Question, words: SystemWords): void {
  words.word0 = operation | ((question.right & 0xff) << RIGHT_SHIFT);
  words.word1 = question.subject;
  words.word2 = question.object;
  words.word3 = question.amount;
}

/** Reads the words of a question. Nothing in it has been checked yet. */
export function decodeQuestion(words: SystemWords, question: Question): void {
  question.right = (words.word0 >>> RIGHT_SHIFT) & 0xff;
  question.subject = words.word1;
  question.object = words.word2;
  question.amount = words.word3;
}

/** True when the right of the question exists. */
export function rightExists(right: u32): bool {
  return right >= Right.MEMORY && right <= Right.POLICY;
}

function atMost(value: u32, most: u32): u32 {
  return value > most ? most : value;
}

/** Makes the words of an answer. */
export function encodeVerdict(verdict: Verdict, words: SystemWords): void {
  words.word0 =
    verdict.status |
    (verdict.grant ? GRANT_BIT : 0) |
    (verdict.hit ? HIT_BIT : 0) |
    (verdict.rule << RULE_SHIFT);
  words.word1 = verdict.limit;
  words.word2 = verdict.epoch;
  words.word3 =
    (atMost(verdict.line, DECISION_LINE_MAX) << LINE_SHIFT) | atMost(verdict.askedCost, DECISION_COST_MAX);
}

/** Reads the words of an answer. */
export function decodeVerdict(words: SystemWords, verdict: Verdict): void {
  const head: u32 = words.word0;
  verdict.status = (head & SERVER_STATUS_MASK) as ServerStatus;
  verdict.grant = (head & GRANT_BIT) !== 0;
  verdict.hit = (head & HIT_BIT) !== 0;
  verdict.rule = head >>> RULE_SHIFT;
  verdict.limit = words.word1;
  verdict.epoch = words.word2;
  verdict.line = words.word3 >>> LINE_SHIFT;
  verdict.askedCost = words.word3 & DECISION_COST_MAX;
}

/** Makes `verdict` a plain no without a rule, for this reason. */
export function refuseWithoutRule(verdict: Verdict, reason: ServerStatus): void {
  verdict.status = reason;
  verdict.grant = false;
  verdict.hit = false;
  verdict.rule = RULE_DEFAULT_DENY;
  verdict.line = 0;
  verdict.limit = 0;
  verdict.epoch = 0;
  verdict.askedCost = 0;
}

/** Decides an amount by the verdict's rule: sets its status to OK or REFUSED. */
export function decideAmount(verdict: Verdict, amount: u32): void {
  verdict.status = ServerStatus.OK;
  if (!verdict.grant || amount > verdict.limit) {
    verdict.status = ServerStatus.REFUSED;
  }
}
