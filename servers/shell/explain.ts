/** `explain`: whether a task may have something, by which rule, and what would change a no. */
import { MANIFEST_NONE, Right } from "../../lib/abi/manifest.ts";
import { AclOperation, Explanation } from "../../lib/proto/acl.ts";
import { RECORD_RIGHT_SHIFT, RULE_ALLOWS, RulePart } from "../../lib/proto/acl-records.ts";
import { type Question, RULE_DEFAULT_DENY, type Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import { aclExplain, aclRead, type Reason } from "../../lib/user/acl-client.ts";
import { taskEntry } from "../../lib/user/information.ts";
import type { CommandLine } from "./command-line.ts";
import { endLine, say, sayDecimal, sayLine, sayTo } from "./output.ts";
import { amountText, objectText, readSubject, type Subject, subjectText } from "./policy.ts";
import { NO_NUMBER, readNumber, rightName } from "./words.ts";

const RIGHT_MASK: u32 = 0xff;
const VALUE_COLUMN: u32 = 10;

function answerText(explanation: Explanation): string {
  switch (explanation) {
    case Explanation.ALLOWED:
      return "yes";
    case Explanation.NO_RULE:
      return "no: no rule speaks of it";
    case Explanation.DENIED:
      return "no: the rule denies it";
    case Explanation.OVER_LIMIT:
      return "no: the rule allows less";
    case Explanation.PERMISSIVE:
      return "yes, in permissive mode: the rules say no";
    default:
      return "no: the ACL server denies everything until the next boot";
  }
}

/** Begins a line of the answer with its title. */
function title(text: string): void {
  say("  ");
  say(text);
  sayTo(VALUE_COLUMN);
}

/** " WHO RIGHT OBJECT", as `grant` takes the words. */
function sayWords(who: string, right: u32, object: u32): void {
  say(" ");
  say(who);
  say(" ");
  say(rightName(right));
  if (right !== Right.MEMORY) {
    say(" ");
    say(objectText(right, object));
  }
}

function sayRule(verdict: Verdict): void {
  const words: SystemWords = zeroed();
  title("rule");
  sayDecimal(verdict.rule);
  if (verdict.line !== 0) {
    say(", line ");
    sayDecimal(verdict.line);
  }
  if (aclRead(AclOperation.RULE, verdict.rule, RulePart.WHO, words) === ServerStatus.OK) {
    const right: u32 = (words.word0 >>> RECORD_RIGHT_SHIFT) & RIGHT_MASK;
    const allows: bool = (words.word0 & RULE_ALLOWS) !== 0;
    say(allows ? ": allow" : ": deny");
    sayWords(subjectText(words.word1), right, words.word2);
    if (allows && words.word3 !== MANIFEST_NONE) {
      say(" up to ");
      say(amountText(right, words.word3));
    }
  }
  endLine();
}

/** The commands that would make it a yes. */
function sayRemedy(subject: Subject, amount: u32, explanation: Explanation, rule: u32): void {
  title("remedy");
  if (explanation === Explanation.DENIED) {
    say("revoke rule ");
    sayDecimal(rule);
    say(", or ");
  }
  say("grant");
  sayWords(subjectText(subject.task), subject.right, subject.object);
  if (amountText(subject.right, 1).length !== 0) {
    say(" ");
    sayDecimal(amount);
  }
  endLine();
}

function sayReason(subject: Subject, amount: u32, verdict: Verdict, reason: Reason): void {
  const explanation: Explanation = reason.explanation;
  title("answer");
  sayLine(answerText(explanation));
  if (explanation === Explanation.LOCKED) {
    return;
  }
  if (verdict.rule !== RULE_DEFAULT_DENY) {
    sayRule(verdict);
  }
  if (explanation === Explanation.OVER_LIMIT) {
    title("fits");
    sayLine(amountText(subject.right, reason.fits));
  }
  if (explanation !== Explanation.ALLOWED) {
    sayRemedy(subject, amount, explanation, verdict.rule);
  }
}

export function commandExplain(line: CommandLine): void {
  const subject: Subject = zeroed();
  if (!readSubject(line, subject)) {
    return;
  }
  const amount: u64 = line.count > subject.next ? readNumber(line.word(subject.next)) : u64(1);
  if (subject.task === MANIFEST_NONE) {
    sayLine("explain is about one task");
    return;
  }
  if (amount === NO_NUMBER) {
    return;
  }
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  const reason: Reason = zeroed();
  question.subject = taskEntry(subject.task).identity;
  question.right = subject.right;
  question.object = subject.object;
  question.amount = u32(amount);
  aclExplain(question, verdict, reason);
  if (verdict.status !== ServerStatus.OK && verdict.status !== ServerStatus.REFUSED) {
    say("not explained: ");
    sayLine(serverStatusText(verdict.status));
    return;
  }
  sayReason(subject, u32(amount), verdict, reason);
}
