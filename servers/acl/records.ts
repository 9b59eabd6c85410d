/** Answers to RULE, AUDIT and COUNTERS: reading changes nothing. */
import type { ManifestRule } from "../../lib/abi/manifest.ts";
import { RUNTIME_RULES_START } from "../../lib/proto/acl.ts";
import {
  AuditPart,
  RECORD_RIGHT_SHIFT,
  RULE_ALLOWS,
  RULE_OFF,
  RulePart,
} from "../../lib/proto/acl-records.ts";
import {
  type AuditRecord,
  type PolicyPublication,
  RUNTIME_RULES_MAX,
} from "../../lib/proto/policy-publication.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { auditLost, findAudit } from "./audit.ts";
import { type Policy, runtimeSlot } from "./policy.ts";
import { ruleInSlot } from "./rule-table.ts";
import { PLACE_NONE, placeOfNumber } from "./runtime-rules.ts";

export const NO_SLOT: u32 = 0xffff_ffff;

/** The number of the rule after this one, those of run time after the manifest's; 0 after the last. */
function nextRuleNumber(policy: Policy, number: u32): u32 {
  if (number < policy.described.ruleCount) {
    return number + 1;
  }
  let next: u32 = 0;
  for (let place: u32 = 0; place < RUNTIME_RULES_MAX; place++) {
    const here: u32 = policy.runtimeNumbers[place];
    if (here > number && (next === 0 || here < next)) {
      next = here;
    }
  }
  return next;
}

/** The slot of the rule with this number, whether it speaks still or not; NO_SLOT where there is none. */
export function slotOfNumber(policy: Policy, publication: PolicyPublication, number: u32): u32 {
  if (number < RUNTIME_RULES_START) {
    return number === 0 || number > policy.described.ruleCount ? NO_SLOT : number - 1;
  }
  const place: u32 = placeOfNumber(publication, number);
  return place === PLACE_NONE ? NO_SLOT : runtimeSlot(place);
}

/** Answers RULE in place. */
export function answerRule(policy: Policy, publication: PolicyPublication, words: SystemWords): void {
  const number: u32 = words.word1;
  const part: u32 = words.word2;
  const slot: u32 = slotOfNumber(policy, publication, number);
  words.word1 = 0;
  words.word2 = part === RulePart.WHERE || slot === NO_SLOT ? nextRuleNumber(policy, number) : 0;
  words.word3 = 0;
  if (slot === NO_SLOT) {
    words.word0 = ServerStatus.NOT_FOUND;
    return;
  }
  const rule: ManifestRule = ruleInSlot(policy.table, slot);
  const off: bool = number < RUNTIME_RULES_START && placeOfNumber(publication, number) !== PLACE_NONE;
  words.word0 =
    ServerStatus.OK |
    (rule.allow === 1 ? RULE_ALLOWS : 0) |
    (off ? RULE_OFF : 0) |
    (rule.right << RECORD_RIGHT_SHIFT);
  if (part === RulePart.WHERE) {
    words.word1 = rule.line;
  } else if (part === RulePart.WHO) {
    words.word1 = rule.subject;
    words.word2 = rule.object;
    words.word3 = rule.limit;
  } else {
    words.word0 = ServerStatus.BAD_ARGUMENT;
  }
}

/** Answers AUDIT in place. */
export function answerAudit(publication: PolicyPublication, words: SystemWords): void {
  const record: AuditRecord | null = findAudit(publication, words.word1);
  const part: u32 = words.word2;
  words.word3 = 0;
  if (record === null) {
    words.word0 = ServerStatus.NOT_FOUND;
    words.word1 = auditLost(publication) + 1;
    words.word2 = publication.nextRecord;
    return;
  }
  words.word0 = ServerStatus.OK | record.kindAndRight;
  if (part === AuditPart.WHO) {
    words.word1 = record.asker;
    words.word2 = record.subject;
    words.word3 = record.object;
  } else if (part === AuditPart.WHAT) {
    words.word1 = record.amount;
    words.word2 = record.rule;
    words.word3 = record.tick;
  } else {
    words.word0 = ServerStatus.BAD_ARGUMENT;
  }
}
