/**
 * The policy: the rules of the manifest and those of run time, and what they say about a question.
 *
 * The first rule that speaks of a task, a right and its object decides: those of run time, the latest first, then
 * those of the manifest in their order. Where none does, the answer is no. A policy that could not be read whole is
 * locked: it denies everything and its epoch is 0, so that no verdict counts anywhere. A decision looks at most at six
 * places of the table, however many rules there are. Pure: task numbers, no identities, no messages.
 */
import { MANIFEST_NONE, MANIFEST_RULES_MAX, type ManifestRule, Right } from "../../lib/abi/manifest.ts";
import { RULE_NUMBERS_END, RUNTIME_RULES_START } from "../../lib/proto/acl.ts";
import {
  decideAmount,
  type Question,
  refuseWithoutRule,
  rightExists,
  type Verdict,
} from "../../lib/proto/decision.ts";
import type { ManifestRules } from "../../lib/proto/manifest-rules.ts";
import {
  MODE_ENFORCING,
  MODE_OF_MANIFEST,
  MODE_PERMISSIVE,
  POLICY_MAGIC,
  type PolicyPublication,
  REVOCATIONS_MAX,
  RUNTIME_RULES_MAX,
  type RuntimeRule,
} from "../../lib/proto/policy-publication.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { type Described, PolicyError, readManifest } from "./manifest-rules.ts";
import {
  addRule,
  clearTable,
  findRule,
  type RuleTable,
  removeRule,
  ruleInSlot,
  SHAPE_EVERY_OBJECT_SHIFT,
  SHAPE_EVERYONE,
  SHAPE_LABEL,
  SHAPE_TASK,
  SLOT_NONE,
} from "./rule-table.ts";
import { keptIsWhole, PLACE_NONE, readRuntimeRule } from "./runtime-rules.ts";

/** The first slot of a rule of run time. */
const RUNTIME_SLOTS: u32 = MANIFEST_RULES_MAX;
/** After this epoch nothing can be changed any more. */
export const EPOCH_LAST: u32 = 0xffff_fff0;

export class Policy {
  described: Described = zeroed();
  table: RuleTable = zeroed();
  /** Number of the rule in each slot of run time; 0: free. */
  runtimeNumbers: FixedArray<u32, typeof RUNTIME_RULES_MAX> = zeroed();
  /** Rules of run time and withdrawals that are kept. */
  keptCount: u32 = 0;
  permissive: bool = false;
  /** The state of the policy; moves on when a rule changes. 0: locked. */
  epoch: u32 = 0;
}

/** The slot in the table of the rule of run time in a place of the published region. */
export function runtimeSlot(place: u32): u32 {
  return RUNTIME_SLOTS + place;
}

function lock(policy: Policy): void {
  clearTable(policy.table);
  policy.described.taskCount = 0;
  policy.described.ruleCount = 0;
  policy.described.labelCount = 0;
  policy.epoch = 0;
  policy.permissive = false;
}

/** In reverse, because each rule is put before those about the same: the first is to decide. */
function chainManifest(policy: Policy): void {
  for (let number: u32 = policy.described.ruleCount; number !== 0; number--) {
    addRule(policy.table, number - 1);
  }
}

/** The place of the rule of run time about exactly these words; PLACE_NONE without one. */
export function placeAbout(policy: Policy, subject: u32, right: u32, object: u32): u32 {
  const slot: u32 = findRule(policy.table, subject, right, object);
  return slot === SLOT_NONE || slot < runtimeSlot(0) ? PLACE_NONE : slot - runtimeSlot(0);
}

/** Takes the rule of run time that is kept in a place away. */
export function dropPlace(policy: Policy, publication: PolicyPublication, place: u32): void {
  publication.rules[place].number = 0;
  removeRule(policy.table, runtimeSlot(place));
  policy.runtimeNumbers[place] = 0;
  policy.keptCount -= 1;
}

/** Puts the rule of run time that is kept in a place in front of all others. */
export function addRuntimeRule(policy: Policy, publication: PolicyPublication, place: u32): void {
  policy.runtimeNumbers[place] = publication.rules[place].number;
  readRuntimeRule(publication.rules[place], policy.table.runtime[place]);
  addRule(policy.table, runtimeSlot(place));
  policy.keptCount += 1;
}

/**
 * Puts kept rules of run time in front, the oldest first; a withdrawal takes its rule out. Of two about the same
 * the server ended before it took the older one away.
 */
function chainRuntime(policy: Policy, publication: PolicyPublication): void {
  let done: u32 = 0;
  while (true) {
    let oldest: u32 = RUNTIME_RULES_MAX;
    let number: u32 = RULE_NUMBERS_END;
    for (let place: u32 = 0; place < RUNTIME_RULES_MAX; place++) {
      const here: u32 = publication.rules[place].number;
      if (here > done && here < number) {
        oldest = place;
        number = here;
      }
    }
    if (oldest === RUNTIME_RULES_MAX) {
      return;
    }
    done = number;
    if (number < RUNTIME_RULES_START) {
      policy.keptCount += 1;
      removeRule(policy.table, number - 1);
    } else {
      const kept: RuntimeRule = publication.rules[oldest];
      const older: u32 = placeAbout(policy, kept.subject, kept.right, kept.object);
      if (older !== PLACE_NONE) {
        dropPlace(policy, publication, older);
      }
      addRuntimeRule(policy, publication, oldest);
    }
  }
}

/** An epoch after every one that anybody can have seen. */
function epochAfter(publication: PolicyPublication): u32 {
  let epoch: u32 = publication.epoch;
  for (let i: u32 = 0; i < REVOCATIONS_MAX; i++) {
    if (publication.revocations[i].epoch > epoch) {
      epoch = publication.revocations[i].epoch;
    }
  }
  return epoch + 1;
}

/**
 * Reads the manifest, whose rules are `rules`, and the rules of run time that an earlier ACL server kept, and publishes the new epoch.
 * Anything but NONE leaves a policy that is locked.
 */
export function loadPolicy(
  manifest: Span<u8>,
  rules: ManifestRules,
  policy: Policy,
  publication: PolicyPublication,
): PolicyError {
  lock(policy);
  policy.keptCount = 0;
  for (let place: u32 = 0; place < RUNTIME_RULES_MAX; place++) {
    policy.runtimeNumbers[place] = 0;
  }
  const error: PolicyError = readManifest(manifest, rules, policy.described);
  policy.table.manifest = rules;
  if (error !== PolicyError.NONE) {
    lock(policy);
    publication.epoch = 0;
    return error;
  }
  if (publication.magic === 0) {
    publication.nextRule = RUNTIME_RULES_START;
    publication.nextRecord = 1;
    publication.magic = POLICY_MAGIC;
  }
  const epoch: u32 = epochAfter(publication);
  if (
    publication.magic !== POLICY_MAGIC ||
    epoch > EPOCH_LAST ||
    !keptIsWhole(publication, policy.described)
  ) {
    lock(policy);
    publication.epoch = 0;
    return PolicyError.BAD_RUNTIME;
  }
  chainManifest(policy);
  chainRuntime(policy, publication);
  policy.permissive =
    publication.mode === MODE_OF_MANIFEST
      ? policy.described.permissive
      : publication.mode === MODE_PERMISSIVE;
  policy.epoch = epoch;
  publication.epoch = epoch;
  return PolicyError.NONE;
}

/** Number of the rule in a slot. */
export function numberOfSlot(policy: Policy, slot: u32): u32 {
  return slot < RUNTIME_SLOTS ? slot + 1 : policy.runtimeNumbers[slot - RUNTIME_SLOTS];
}

/** Smaller for a rule that decides before another: of run time before the manifest's, the latest first. */
function rankOf(policy: Policy, slot: u32): u32 {
  return slot < RUNTIME_SLOTS
    ? RULE_NUMBERS_END + slot
    : RULE_NUMBERS_END - policy.runtimeNumbers[slot - RUNTIME_SLOTS];
}

/** Of two slots the one that decides first; SLOT_NONE is the last. */
function firstOf(policy: Policy, left: u32, right: u32): u32 {
  if (right === SLOT_NONE) {
    return left;
  }
  return left === SLOT_NONE || rankOf(policy, right) < rankOf(policy, left) ? right : left;
}

/** The first rule about a subject code: about the object, or about every object, if the shapes say that there are such. */
function findFor(policy: Policy, shapes: u32, subject: u32, right: u32, object: u32): u32 {
  let slot: u32 = SLOT_NONE;
  if ((shapes & SHAPE_TASK) !== 0) {
    slot = findRule(policy.table, subject, right, object);
  }
  if ((shapes & (SHAPE_TASK << SHAPE_EVERY_OBJECT_SHIFT)) !== 0) {
    slot = firstOf(policy, slot, findRule(policy.table, subject, right, MANIFEST_NONE));
  }
  return slot;
}

/** The slot of the rule that decides for a described task, or SLOT_NONE. The right exists. */
export function decidingSlot(policy: Policy, task: u32, right: u32, object: u32): u32 {
  const shapes: u32 = policy.table.shapes[right];
  const label: u32 = policy.described.labels[task];
  let slot: u32 = findFor(policy, shapes, task, right, object);
  if (label !== MANIFEST_NONE && shapes >= SHAPE_LABEL) {
    slot = firstOf(policy, slot, findFor(policy, shapes / SHAPE_LABEL, label, right, object));
  }
  if (shapes >= SHAPE_EVERYONE) {
    slot = firstOf(policy, slot, findFor(policy, shapes / SHAPE_EVERYONE, MANIFEST_NONE, right, object));
  }
  return slot;
}

/**
 * Says what the rules say, the mode aside.
 * @param task a task number; one that is not described has no right at all
 */
export function ruleOn(policy: Policy, task: u32, question: Question, verdict: Verdict): void {
  refuseWithoutRule(verdict, ServerStatus.REFUSED);
  verdict.epoch = policy.epoch;
  if (!rightExists(question.right)) {
    verdict.status = ServerStatus.BAD_ARGUMENT;
    return;
  }
  if (task >= policy.described.taskCount) {
    return;
  }
  const slot: u32 = decidingSlot(policy, task, question.right, question.object);
  if (slot === SLOT_NONE) {
    return;
  }
  const rule: ManifestRule = ruleInSlot(policy.table, slot);
  verdict.grant = rule.allow === 1;
  verdict.rule = numberOfSlot(policy, slot);
  verdict.line = rule.line;
  verdict.limit = verdict.grant ? rule.limit : 0;
  decideAmount(verdict, question.amount);
}

/**
 * Decides. In permissive mode every right of a described task is allowed but for the use of the policy itself;
 * nobody may keep such an answer.
 * @returns true when permissive mode allows what the rules do not
 */
export function decide(policy: Policy, task: u32, question: Question, verdict: Verdict): bool {
  ruleOn(policy, task, question, verdict);
  if (!policy.permissive || question.right === Right.POLICY || task >= policy.described.taskCount) {
    return false;
  }
  const refused: bool = verdict.status === ServerStatus.REFUSED;
  verdict.epoch = 0;
  if (refused) {
    verdict.status = ServerStatus.OK;
    verdict.grant = true;
    verdict.limit = MANIFEST_NONE;
  }
  return refused;
}

/** Sets the mode and keeps it. Returns whether it was permissive before. */
export function setMode(policy: Policy, publication: PolicyPublication, permissive: bool): bool {
  const before: bool = policy.permissive;
  policy.permissive = permissive;
  publication.mode = permissive ? MODE_PERMISSIVE : MODE_ENFORCING;
  moveEpoch(policy, publication);
  return before;
}

/** Lets all verdicts so far die. */
export function moveEpoch(policy: Policy, publication: PolicyPublication): void {
  policy.epoch += 1;
  publication.epoch = policy.epoch;
}
