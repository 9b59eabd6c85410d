/**
 * The rules of run time in the published region: what a restarted ACL server finds again.
 *
 * A place is free while its number is 0; the number is written last and taken away first, so there is no moment
 * at which half a rule can be found. Each record carries a check word: one that somebody else has touched is
 * noticed, and then nothing here counts. Pure.
 */
import { MANIFEST_NONE, type ManifestRule } from "../../lib/abi/manifest.ts";
import { hashOfThree } from "../../lib/core/hash.ts";
import { RULE_NUMBERS_END, RUNTIME_RULES_START } from "../../lib/proto/acl.ts";
import { rightExists } from "../../lib/proto/decision.ts";
import {
  MODE_PERMISSIVE,
  type PolicyPublication,
  RUNTIME_RULES_MAX,
  type RuntimeRule,
} from "../../lib/proto/policy-publication.ts";
import { type Described, objectOf, subjectExists } from "./manifest-rules.ts";

/** No place. */
export const PLACE_NONE: u32 = 0xffff_ffff;

function checkOf(number: u32, rule: ManifestRule): u32 {
  return hashOfThree(
    hashOfThree(number, rule.subject, rule.right),
    hashOfThree(rule.object, rule.allow, rule.limit),
    RUNTIME_RULES_START,
  );
}

/** Copies what the place says into a rule; its line is 0, the description does not state it. */
export function readRuntimeRule(kept: RuntimeRule, rule: ManifestRule): void {
  rule.subject = kept.subject;
  rule.right = kept.right;
  rule.object = kept.object;
  rule.allow = kept.allow;
  rule.limit = kept.limit;
  rule.line = 0;
}

/** Writes a rule into a free place. */
export function keepRule(publication: PolicyPublication, place: u32, number: u32, rule: ManifestRule): void {
  const kept: RuntimeRule = publication.rules[place];
  kept.subject = rule.subject;
  kept.right = rule.right;
  kept.object = rule.object;
  kept.allow = rule.allow;
  kept.limit = rule.limit;
  kept.check = checkOf(number, rule);
  kept.number = number;
}

/** Writes word that a rule of the manifest speaks no more into a free place. */
export function keepWithdrawal(publication: PolicyPublication, place: u32, number: u32): void {
  const nothing: ManifestRule = zeroed();
  nothing.subject = MANIFEST_NONE;
  keepRule(publication, place, number, nothing);
}

/** The first free place, or PLACE_NONE. */
export function freePlace(publication: PolicyPublication): u32 {
  for (let place: u32 = 0; place < RUNTIME_RULES_MAX; place++) {
    if (publication.rules[place].number === 0) {
      return place;
    }
  }
  return PLACE_NONE;
}

/** The place of the rule of run time, or of the withdrawal, with this number; PLACE_NONE without one. */
export function placeOfNumber(publication: PolicyPublication, number: u32): u32 {
  for (let place: u32 = 0; place < RUNTIME_RULES_MAX; place++) {
    if (publication.rules[place].number === number && number !== 0) {
      return place;
    }
  }
  return PLACE_NONE;
}

function isWhole(publication: PolicyPublication, described: Described, place: u32): bool {
  const kept: RuntimeRule = publication.rules[place];
  const number: u32 = kept.number;
  if (number === 0) {
    return true;
  }
  const rule: ManifestRule = zeroed();
  readRuntimeRule(kept, rule);
  if (kept.check !== checkOf(number, rule) || placeOfNumber(publication, number) !== place) {
    return false;
  }
  if (number <= described.ruleCount) {
    return true;
  }
  return (
    number >= RUNTIME_RULES_START &&
    number < publication.nextRule &&
    rule.allow <= 1 &&
    rightExists(rule.right) &&
    objectOf(rule.right, rule.object) === rule.object &&
    subjectExists(described, rule.subject)
  );
}

/** Whether all that is kept is what this server wrote. */
export function keptIsWhole(publication: PolicyPublication, described: Described): bool {
  if (publication.nextRule < RUNTIME_RULES_START || publication.nextRule > RULE_NUMBERS_END) {
    return false;
  }
  if (publication.mode > MODE_PERMISSIVE) {
    return false;
  }
  for (let place: u32 = 0; place < RUNTIME_RULES_MAX; place++) {
    const whole: bool = isWhole(publication, described, place);
    if (!whole) {
      return false;
    }
  }
  return true;
}
