/** `acl`, `grant`, `revoke`: the policy as it is, and its changes. */
import { MANIFEST_NONE, MANIFEST_SUBJECT_LABEL, Right } from "../../lib/abi/manifest.ts";
import { AclOperation } from "../../lib/proto/acl.ts";
import {
  AuditKind,
  AuditPart,
  RECORD_KIND_MASK,
  RECORD_KIND_SHIFT,
  RECORD_RIGHT_SHIFT,
  RULE_ALLOWS,
  RULE_OFF,
  RulePart,
} from "../../lib/proto/acl-records.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import {
  aclCounters,
  aclGrant,
  aclMode,
  aclRead,
  aclRevokeRule,
  aclRevokeSubject,
  type RevocationResult,
} from "../../lib/user/acl-client.ts";
import { TASK_NUMBER_NONE, taskNumberOf } from "../../lib/user/information.ts";
import type { CommandLine } from "./command-line.ts";
import {
  beginRow,
  beginTable,
  bytesText,
  endLine,
  endTitles,
  numberColumn,
  rowNumber,
  rowText,
  say,
  sayDecimal,
  sayLine,
  textColumn,
} from "./output.ts";
import { showVerdicts } from "./verdicts.ts";
import { NO_NUMBER, readNumber, readRight, readTask, rightName, taskName } from "./words.ts";

/** However many rules there are; they are numbered in two rows. */
const RULES_MAX: u32 = 20_000;
const RECORDS_SHOWN: u32 = 20;
const RIGHT_MASK: u32 = 0xff;
const UNLIMITED: u32 = 0xffff_ffff;
const DIGITS = 16;

const digits: FixedArray<u8, typeof DIGITS> = zeroed();

/** A subject code in words. */
export function subjectText(subject: u32): string {
  if (subject === MANIFEST_NONE) {
    return "everyone";
  }
  if ((subject & MANIFEST_SUBJECT_LABEL) !== 0) {
    return format(spanOf(digits), `label ${subject & ~MANIFEST_SUBJECT_LABEL}`);
  }
  return taskName(subject);
}

/** The object of a right in words; "" where the right has none. */
export function objectText(right: u32, object: u32): string {
  if (right === Right.MEMORY) {
    return "";
  }
  if (object === MANIFEST_NONE) {
    return "all";
  }
  if (right === Right.PEER || right === Right.SHARED_MEMORY || right === Right.VMM_EXCHANGE) {
    return taskName(object);
  }
  if (right === Right.POLICY) {
    return object === 1 ? "query" : object === 2 ? "grant" : object === 3 ? "revoke" : "mode";
  }
  return format(spanOf(digits), `0x${hex(object, 4)}`);
}

/** An amount of a right in words; "" where the right has no amounts. */
export function amountText(right: u32, limit: u32): string {
  const inBytes: bool = right === Right.MEMORY || right === Right.SHARED_MEMORY || right === Right.DEVICE;
  if (inBytes || limit === UNLIMITED) {
    return bytesText(limit);
  }
  if (right === Right.IO_PORT) {
    return limit === 1 ? "1 port" : format(spanOf(digits), `${limit} ports`);
  }
  return "";
}

function showRule(number: u32): void {
  const words: SystemWords = zeroed();
  const where: SystemWords = zeroed();
  const known: bool = aclRead(AclOperation.RULE, number, RulePart.WHO, words) === ServerStatus.OK;
  if (!known || aclRead(AclOperation.RULE, number, RulePart.WHERE, where) !== ServerStatus.OK) {
    return;
  }
  const right: u32 = (words.word0 >>> RECORD_RIGHT_SHIFT) & RIGHT_MASK;
  const allows: bool = (words.word0 & RULE_ALLOWS) !== 0;
  beginRow();
  rowNumber(number);
  rowNumber(where.word1);
  rowText((words.word0 & RULE_OFF) !== 0 ? "revoked" : allows ? "allow" : "deny");
  rowText(subjectText(words.word1));
  rowText(rightName(right));
  rowText(objectText(right, words.word2));
  rowText(allows ? amountText(right, words.word3) : "");
  endLine();
}

function showRules(only: u32): void {
  beginTable();
  numberColumn("rule", 7);
  numberColumn("line", 4);
  textColumn("", 7);
  textColumn("who", 15);
  textColumn("right", 13);
  textColumn("what", 14);
  numberColumn("up to", 8);
  endTitles();
  const words: SystemWords = zeroed();
  let number: u32 = 0;
  for (let seen: u32 = 0; seen < RULES_MAX; seen++) {
    aclRead(AclOperation.RULE, number, RulePart.WHERE, words);
    number = words.word2;
    if (number === 0) {
      break;
    }
    if (only === TASK_NUMBER_NONE || isAbout(number, only)) {
      showRule(number);
    }
  }
  sayLine("What no rule allows is denied.");
}

/** Whether a rule is about this task or about more than one. */
function isAbout(number: u32, taskNumber: u32): bool {
  const words: SystemWords = zeroed();
  aclRead(AclOperation.RULE, number, RulePart.WHO, words);
  return words.word1 === taskNumber || (words.word1 & MANIFEST_SUBJECT_LABEL) !== 0;
}

function auditText(kind: u32): string {
  switch (kind) {
    case AuditKind.DENIED:
      return "denied";
    case AuditKind.WOULD_DENY:
      return "would deny";
    case AuditKind.GRANT:
      return "grant";
    case AuditKind.REVOKE:
      return "revoke";
    case AuditKind.REVOKED:
      return "revoked";
    case AuditKind.MODE:
      return "mode";
    case AuditKind.SEIZED:
      return "seized";
    case AuditKind.NOT_ALLOWED:
      return "not allowed";
    default:
      return "?";
  }
}

/** A subject of an audit record: an identity where somebody asked for a decision, else a subject code. */
function auditSubject(subject: u32): string {
  const taskNumber: u32 = taskNumberOf(subject);
  return taskNumber === TASK_NUMBER_NONE ? subjectText(subject) : taskName(taskNumber);
}

function showRecord(number: u32): void {
  const who: SystemWords = zeroed();
  const what: SystemWords = zeroed();
  if (aclRead(AclOperation.AUDIT, number, AuditPart.WHO, who) !== ServerStatus.OK) {
    return;
  }
  aclRead(AclOperation.AUDIT, number, AuditPart.WHAT, what);
  const right: u32 = (who.word0 >>> RECORD_RIGHT_SHIFT) & RIGHT_MASK;
  beginRow();
  rowNumber(number);
  rowNumber(what.word3);
  rowText(auditText((who.word0 >>> RECORD_KIND_SHIFT) & RECORD_KIND_MASK));
  rowText(auditSubject(who.word1));
  rowText(auditSubject(who.word2));
  rowText(right === 0 ? "" : rightName(right));
  rowNumber(what.word1);
  endLine();
}

/** The newest records, the oldest of them first. */
function showAudit(): void {
  const words: SystemWords = zeroed();
  if (aclRead(AclOperation.AUDIT, 0, AuditPart.WHO, words) !== ServerStatus.NOT_FOUND) {
    sayLine("the ACL server does not tell");
    return;
  }
  const next: u32 = words.word2;
  const oldest: u32 = words.word1;
  const first: u32 = next - oldest > RECORDS_SHOWN ? next - RECORDS_SHOWN : oldest;
  beginTable();
  numberColumn("record", 6);
  numberColumn("tick", 7);
  textColumn("what", 11);
  textColumn("who asked", 13);
  textColumn("about", 13);
  textColumn("right", 10);
  numberColumn("amount", 8);
  endTitles();
  for (let number: u32 = first; number < next; number++) {
    showRecord(number);
  }
  sayDecimal(next - 1);
  say(" records, of which ");
  sayDecimal(oldest - 1);
  sayLine(" are lost: newer ones took their places");
}

function showMode(line: CommandLine): void {
  const permissive: bool = line.word(2) === "permissive";
  if (!permissive && line.word(2) !== "enforcing") {
    sayLine("acl mode permissive, or acl mode enforcing");
    return;
  }
  const words: SystemWords = zeroed();
  sayLine(serverStatusText(aclMode(permissive, words)));
}

export function commandAcl(line: CommandLine): void {
  if (line.word(1) === "audit") {
    showAudit();
  } else if (line.word(1) === "verdicts") {
    showVerdicts();
  } else if (line.word(1) === "mode") {
    showMode(line);
  } else if (line.count > 1) {
    const taskNumber: u32 = readTask(line.word(1));
    if (taskNumber !== TASK_NUMBER_NONE) {
      showRules(taskNumber);
    }
  } else {
    showRules(TASK_NUMBER_NONE);
    const words: SystemWords = zeroed();
    aclCounters(words);
    say("policy epoch ");
    sayDecimal(words.word1);
    say(", decisions ");
    sayDecimal(words.word2);
    endLine();
  }
}

/** Whom, which right, on what: words 1 to 3 of `grant`, `revoke` and `explain`. */
export class Subject {
  task: u32 = 0;
  right: u32 = 0;
  object: u32 = 0;
  /** The word behind. */
  next: u32 = 0;
}

/** The object of a right: a task's name, a use of the policy, or a number. */
function readObject(right: u32, word: string): u64 {
  if (word === "all") {
    return u64(MANIFEST_NONE);
  }
  if (right === Right.PEER || right === Right.SHARED_MEMORY || right === Right.VMM_EXCHANGE) {
    const taskNumber: u32 = readTask(word);
    return taskNumber === TASK_NUMBER_NONE ? NO_NUMBER : u64(taskNumber);
  }
  if (right === Right.POLICY) {
    for (let use: u32 = 1; use <= 4; use++) {
      if (objectText(right, use) === word) {
        return u64(use);
      }
    }
    sayLine("a use of the policy is query, grant, revoke, mode or all");
    return NO_NUMBER;
  }
  return readNumber(word);
}

/** Reads words 1 to 3; false after a line that says what is wrong. */
export function readSubject(line: CommandLine, subject: Subject): bool {
  subject.task = line.word(1) === "everyone" ? MANIFEST_NONE : readTask(line.word(1));
  if (line.word(1) !== "everyone" && subject.task === TASK_NUMBER_NONE) {
    return false;
  }
  subject.right = readRight(line.word(2));
  if (subject.right === 0) {
    return false;
  }
  subject.object = 0;
  subject.next = 3;
  if (subject.right === Right.MEMORY) {
    return true;
  }
  const object: u64 = readObject(subject.right, line.word(3));
  subject.object = u32(object);
  subject.next = 4;
  return object !== NO_NUMBER;
}

export function commandGrant(line: CommandLine): void {
  const subject: Subject = zeroed();
  if (!readSubject(line, subject)) {
    return;
  }
  const amount: u64 = line.count > subject.next ? readNumber(line.word(subject.next)) : u64(UNLIMITED);
  if (amount === NO_NUMBER) {
    return;
  }
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  question.subject = subject.task;
  question.right = subject.right;
  question.object = subject.object;
  question.amount = u32(amount);
  aclGrant(question, verdict);
  if (verdict.status !== ServerStatus.OK) {
    say("not granted: ");
    sayLine(serverStatusText(verdict.status));
    return;
  }
  say("granted by rule ");
  sayDecimal(verdict.rule);
  endLine();
}

export function commandRevoke(line: CommandLine): void {
  const result: RevocationResult = zeroed();
  if (line.word(1) === "rule") {
    const rule: u64 = readNumber(line.word(2));
    if (rule === NO_NUMBER) {
      return;
    }
    aclRevokeRule(u32(rule), result);
  } else {
    const subject: Subject = zeroed();
    if (!readSubject(line, subject)) {
      return;
    }
    aclRevokeSubject(subject.task, subject.right, subject.object, result);
  }
  if (result.status !== ServerStatus.OK) {
    say("not revoked: ");
    sayLine(serverStatusText(result.status));
    return;
  }
  say("revoked: ");
  sayDecimal(result.pages);
  say(" pages taken away, policy epoch ");
  sayDecimal(result.epoch);
  if (result.seized !== 0) {
    say(", silent managers that lost their spaces: ");
    sayDecimal(result.seized);
  }
  endLine();
}
