/**
 * Changes of the policy at run time. Each either happens, and is in the published region before the epoch moves on,
 * or changes nothing at all. What is revoked is in the published ring before that. Pure.
 */
import { MANIFEST_NONE, type ManifestRule, Right } from "../../lib/abi/manifest.ts";
import { RevocationKind, RULE_NUMBERS_END, RUNTIME_RULES_START } from "../../lib/proto/acl.ts";
import { rightExists } from "../../lib/proto/decision.ts";
import {
  type PolicyPublication,
  REVOCATIONS_MAX,
  type Revocation,
  RUNTIME_GRANTS_MAX,
} from "../../lib/proto/policy-publication.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { objectOf, subjectExists } from "./manifest-rules.ts";
import { addRuntimeRule, dropPlace, EPOCH_LAST, moveEpoch, type Policy, placeAbout } from "./policy.ts";
import { removeRule } from "./rule-table.ts";
import { freePlace, keepRule, keepWithdrawal, PLACE_NONE, placeOfNumber } from "./runtime-rules.ts";

/** RUNTIME_RULES_MAX - 1: one place stays free, so that a new rule is there before the old one goes. */
const KEPT_MAX: u32 = 255;

/** What REVOKE is to take, its words already apart. */
export class Taking {
  kind: RevocationKind = 0 as RevocationKind;
  right: u32 = 0;
  /** Subject code; of RANGE a task number. */
  subject: u32 = 0;
  object: u32 = 0;
  rule: u32 = 0;
  address: u32 = 0;
  bytes: u32 = 0;
}

/** Whether a subject code, right and object can stand in a rule. */
export function isSayable(policy: Policy, subject: u32, right: u32, object: u32): bool {
  if (!rightExists(right) || !subjectExists(policy.described, subject)) {
    return false;
  }
  const isTask: bool = right === Right.SHARED_MEMORY || right === Right.PEER || right === Right.VMM_EXCHANGE;
  return !isTask || object === MANIFEST_NONE || object < policy.described.taskCount;
}

function isLocked(policy: Policy): bool {
  return policy.epoch === 0 || policy.epoch >= EPOCH_LAST;
}

/**
 * Puts a rule in front of all others, in the place of an older one of run time about the same.
 * @param roomMax how many rules may be kept with it
 * @returns its number, 0 when there is no room
 */
function putRule(policy: Policy, publication: PolicyPublication, rule: ManifestRule, roomMax: u32): u32 {
  const older: u32 = placeAbout(policy, rule.subject, rule.right, rule.object);
  const number: u32 = publication.nextRule;
  const count: u32 = policy.keptCount;
  const place: u32 = freePlace(publication);
  if (number >= RULE_NUMBERS_END || place === PLACE_NONE || (older === PLACE_NONE && count >= roomMax)) {
    return 0;
  }
  publication.nextRule = number + 1;
  keepRule(publication, place, number, rule);
  if (older !== PLACE_NONE) {
    dropPlace(policy, publication, older);
  }
  addRuntimeRule(policy, publication, place);
  return number;
}

/**
 * Allows a subject up to `rule.limit`; only subject, right, object and limit of `rule` are looked at.
 * Leaves the new rule's number in `rule.line`. Statuses: OK, BAD_ARGUMENT, NO_SPACE, NO_DECISION (locked).
 */
export function grant(policy: Policy, publication: PolicyPublication, rule: ManifestRule): ServerStatus {
  if (isLocked(policy)) {
    return ServerStatus.NO_DECISION;
  }
  if (!isSayable(policy, rule.subject, rule.right, rule.object)) {
    return ServerStatus.BAD_ARGUMENT;
  }
  rule.object = objectOf(rule.right, rule.object);
  rule.allow = 1;
  const number: u32 = putRule(policy, publication, rule, RUNTIME_GRANTS_MAX);
  if (number === 0) {
    return ServerStatus.NO_SPACE;
  }
  rule.line = number;
  moveEpoch(policy, publication);
  return ServerStatus.OK;
}

function canTake(policy: Policy, publication: PolicyPublication, taking: Taking): ServerStatus {
  switch (taking.kind) {
    case RevocationKind.SUBJECT: {
      if (!isSayable(policy, taking.subject, taking.right, taking.object)) {
        return ServerStatus.BAD_ARGUMENT;
      }
      const replaces: bool =
        placeAbout(policy, taking.subject, taking.right, objectOf(taking.right, taking.object)) !==
        PLACE_NONE;
      const count: u32 = policy.keptCount;
      const room: bool = publication.nextRule < RULE_NUMBERS_END && (replaces || count < KEPT_MAX);
      return room ? ServerStatus.OK : ServerStatus.NO_SPACE;
    }
    case RevocationKind.RULE:
      if (taking.rule >= RUNTIME_RULES_START) {
        return taking.rule < publication.nextRule ? ServerStatus.OK : ServerStatus.NOT_FOUND;
      }
      if (taking.rule === 0 || taking.rule > policy.described.ruleCount) {
        return ServerStatus.NOT_FOUND;
      }
      return policy.keptCount < KEPT_MAX || placeOfNumber(publication, taking.rule) !== PLACE_NONE
        ? ServerStatus.OK
        : ServerStatus.NO_SPACE;
    case RevocationKind.RANGE: {
      const wraps: bool = taking.address + taking.bytes < taking.address;
      return taking.subject >= policy.described.taskCount || taking.bytes === 0 || wraps
        ? ServerStatus.BAD_ARGUMENT
        : ServerStatus.OK;
    }
    default:
      return ServerStatus.BAD_ARGUMENT;
  }
}

function record(publication: PolicyPublication, epoch: u32, taking: Taking): void {
  const entry: Revocation = publication.revocations[epoch % REVOCATIONS_MAX];
  entry.epoch = 0;
  entry.kind = taking.kind;
  entry.right = taking.right;
  entry.subject = taking.subject;
  entry.object = taking.object;
  entry.rule = taking.rule;
  entry.address = taking.address;
  entry.bytes = taking.bytes;
  entry.epoch = epoch;
}

function withdraw(policy: Policy, publication: PolicyPublication, number: u32): void {
  const place: u32 = placeOfNumber(publication, number);
  if (number >= RUNTIME_RULES_START) {
    if (place !== PLACE_NONE) {
      dropPlace(policy, publication, place);
    }
  } else if (place === PLACE_NONE) {
    keepWithdrawal(publication, freePlace(publication), number);
    policy.keptCount += 1;
    removeRule(policy.table, number - 1);
  }
}

function denySubject(policy: Policy, publication: PolicyPublication, taking: Taking): void {
  const rule: ManifestRule = zeroed();
  rule.subject = taking.subject;
  rule.right = taking.right;
  rule.object = taking.object;
  putRule(policy, publication, rule, KEPT_MAX);
}

/**
 * Takes a right away and begins a new epoch, whose record says what has to go.
 * Statuses: OK, BAD_ARGUMENT, NOT_FOUND (no such rule ever), NO_SPACE, NO_DECISION (locked); then nothing has changed.
 */
export function revoke(policy: Policy, publication: PolicyPublication, taking: Taking): ServerStatus {
  if (isLocked(policy)) {
    return ServerStatus.NO_DECISION;
  }
  const status: ServerStatus = canTake(policy, publication, taking);
  if (status !== ServerStatus.OK) {
    return status;
  }
  taking.object =
    taking.kind === RevocationKind.SUBJECT ? objectOf(taking.right, taking.object) : taking.object;
  record(publication, policy.epoch + 1, taking);
  if (taking.kind === RevocationKind.SUBJECT) {
    denySubject(policy, publication, taking);
  } else if (taking.kind === RevocationKind.RULE) {
    withdraw(policy, publication, taking.rule);
  }
  moveEpoch(policy, publication);
  return ServerStatus.OK;
}
