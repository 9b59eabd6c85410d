/**
 * The policy: rules out of the manifest, compiled to one verdict for each task and right.
 *
 * The first rule that speaks of a task and a right decides; where none does, the answer is no.
 * The manifest is hostile until `compilePolicy` has said NONE; a policy that failed to compile
 * denies everything. Pure: no message, no identity, only task numbers of the system description.
 */
import {
  MANIFEST_DEVICES_MAX,
  MANIFEST_LABELS_MAX,
  MANIFEST_MAGIC,
  MANIFEST_NONE,
  MANIFEST_REGIONS_MAX,
  MANIFEST_RULES_MAX,
  MANIFEST_TASKS_MAX,
  MANIFEST_VERSION,
  type ManifestDevice,
  type ManifestHeader,
  type ManifestLabel,
  type ManifestRegion,
  type ManifestRule,
  type ManifestTask,
  Right,
} from "../../lib/abi/manifest.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import { decideAmount, refuseWithoutRule, rightExists, type Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";

export enum PolicyError {
  NONE = 0,
  TOO_SHORT = 1,
  BAD_MAGIC = 2,
  BAD_VERSION = 3,
  /** The counts do not fit the limits or the size. */
  BAD_COUNTS = 4,
  /** A rule about a task that is not described, an unknown right, or an `allow` that is neither 0 nor 1. */
  BAD_RULE = 5,
}

/** Rights are numbered from 1 to RIGHTS_END - 1. */
const RIGHTS_END = 2;
/** MANIFEST_TASKS_MAX × RIGHTS_END. */
const DECISIONS_MAX = 64;

export class Policy {
  /** Rule number (from 1) that decides for task × right, 0 for none; index is task × RIGHTS_END + right. */
  decisions: FixedArray<u32, typeof DECISIONS_MAX> = zeroed();
  rules: FixedArray<ManifestRule, typeof MANIFEST_RULES_MAX> = zeroed();
  ruleCount: u32 = 0;
  taskCount: u32 = 0;
  /** The state of the policy; moves on when a rule changes. 0: nothing compiled. */
  epoch: u32 = 0;
}

/** The largest manifest there can be, in bytes. */
export function manifestBytesMax(): u32 {
  return (
    sizeOf<ManifestHeader>() +
    sizeOf<ManifestTask>() * MANIFEST_TASKS_MAX +
    sizeOf<ManifestRule>() * MANIFEST_RULES_MAX +
    sizeOf<ManifestDevice>() * MANIFEST_DEVICES_MAX +
    sizeOf<ManifestRegion>() * MANIFEST_REGIONS_MAX +
    sizeOf<ManifestLabel>() * MANIFEST_LABELS_MAX
  );
}

/** The size that the manifest says it has; 0 where the window does not even hold its header. */
export function manifestBytes(manifest: Span<u8>): u32 {
  if (manifest.length < sizeOf<ManifestHeader>()) {
    return 0;
  }
  return wordAt(manifest, offsetOf<ManifestHeader>("bytes"));
}

/** Where the rules begin. The header's counts have been checked. */
function rulesStart(manifest: Span<u8>): u32 {
  return (
    sizeOf<ManifestHeader>() +
    wordAt(manifest, offsetOf<ManifestHeader>("taskCount")) * sizeOf<ManifestTask>() +
    wordAt(manifest, offsetOf<ManifestHeader>("regionCount")) * sizeOf<ManifestRegion>() +
    wordAt(manifest, offsetOf<ManifestHeader>("deviceCount")) * sizeOf<ManifestDevice>() +
    wordAt(manifest, offsetOf<ManifestHeader>("labelCount")) * sizeOf<ManifestLabel>()
  );
}

function checkHeader(manifest: Span<u8>): PolicyError {
  if (manifest.length < sizeOf<ManifestHeader>()) {
    return PolicyError.TOO_SHORT;
  }
  if (wordAt(manifest, offsetOf<ManifestHeader>("magic")) !== MANIFEST_MAGIC) {
    return PolicyError.BAD_MAGIC;
  }
  if (wordAt(manifest, offsetOf<ManifestHeader>("version")) !== MANIFEST_VERSION) {
    return PolicyError.BAD_VERSION;
  }
  const tasks: u32 = wordAt(manifest, offsetOf<ManifestHeader>("taskCount"));
  const rules: u32 = wordAt(manifest, offsetOf<ManifestHeader>("ruleCount"));
  const devices: u32 = wordAt(manifest, offsetOf<ManifestHeader>("deviceCount"));
  const regions: u32 = wordAt(manifest, offsetOf<ManifestHeader>("regionCount"));
  const labels: u32 = wordAt(manifest, offsetOf<ManifestHeader>("labelCount"));
  if (tasks > MANIFEST_TASKS_MAX || rules > MANIFEST_RULES_MAX || devices > MANIFEST_DEVICES_MAX) {
    return PolicyError.BAD_COUNTS;
  }
  if (regions > MANIFEST_REGIONS_MAX || labels > MANIFEST_LABELS_MAX) {
    return PolicyError.BAD_COUNTS;
  }
  const wanted: u32 = rulesStart(manifest) + rules * sizeOf<ManifestRule>();
  if (wordAt(manifest, offsetOf<ManifestHeader>("bytes")) !== wanted) {
    return PolicyError.BAD_COUNTS;
  }
  return manifest.length < wanted ? PolicyError.TOO_SHORT : PolicyError.NONE;
}

function readRule(manifest: Span<u8>, offset: u32, taskCount: u32, rule: ManifestRule): bool {
  rule.subject = wordAt(manifest, offset + offsetOf<ManifestRule>("subject"));
  rule.right = wordAt(manifest, offset + offsetOf<ManifestRule>("right"));
  rule.allow = wordAt(manifest, offset + offsetOf<ManifestRule>("allow"));
  rule.limit = wordAt(manifest, offset + offsetOf<ManifestRule>("limit"));
  rule.line = wordAt(manifest, offset + offsetOf<ManifestRule>("line"));
  const subjectExists: bool = rule.subject < taskCount || rule.subject === MANIFEST_NONE;
  return subjectExists && rule.right >= 1 && rule.right <= Right.POLICY && rule.allow <= 1;
}

/** Gives the rule every task × right that it speaks of and that no earlier rule has decided. */
function applyRule(policy: Policy, ruleNumber: u32): void {
  const rule: ManifestRule = policy.rules[ruleNumber - 1];
  if (!rightExists(rule.right)) {
    return;
  }
  for (let task: u32 = 0; task < policy.taskCount; task++) {
    if (rule.subject === MANIFEST_NONE || rule.subject === task) {
      const index: u32 = task * RIGHTS_END + rule.right;
      if (policy.decisions[index] === 0) {
        policy.decisions[index] = ruleNumber;
      }
    }
  }
}

/** Forgets all rules: everything is denied. */
export function clearPolicy(policy: Policy): void {
  for (let i: u32 = 0; i < DECISIONS_MAX; i++) {
    policy.decisions[i] = 0;
  }
  policy.ruleCount = 0;
  policy.taskCount = 0;
  policy.epoch = 0;
}

/** Checks the manifest and compiles its rules. Anything but NONE leaves a policy that denies everything. */
export function compilePolicy(manifest: Span<u8>, policy: Policy): PolicyError {
  clearPolicy(policy);
  const error: PolicyError = checkHeader(manifest);
  if (error !== PolicyError.NONE) {
    return error;
  }
  policy.taskCount = wordAt(manifest, offsetOf<ManifestHeader>("taskCount"));
  const rules: u32 = wordAt(manifest, offsetOf<ManifestHeader>("ruleCount"));
  const firstRule: u32 = rulesStart(manifest);
  for (let i: u32 = 0; i < rules; i++) {
    if (!readRule(manifest, firstRule + i * sizeOf<ManifestRule>(), policy.taskCount, policy.rules[i])) {
      clearPolicy(policy);
      return PolicyError.BAD_RULE;
    }
    policy.ruleCount = i + 1;
    applyRule(policy, i + 1);
  }
  policy.epoch = 1;
  return PolicyError.NONE;
}

/**
 * Decides whether task number `task` may have `amount` of `right`.
 * @param task a task number; one that is not described has no right at all
 */
export function decide(policy: Policy, task: u32, right: u32, amount: u32, verdict: Verdict): void {
  refuseWithoutRule(verdict, ServerStatus.REFUSED);
  verdict.epoch = policy.epoch;
  if (!rightExists(right)) {
    verdict.status = ServerStatus.BAD_ARGUMENT;
    return;
  }
  if (task >= policy.taskCount) {
    return;
  }
  const ruleNumber: u32 = policy.decisions[task * RIGHTS_END + right];
  if (ruleNumber === 0) {
    return;
  }
  const rule: ManifestRule = policy.rules[ruleNumber - 1];
  verdict.grant = rule.allow === 1;
  verdict.rule = ruleNumber;
  verdict.line = rule.line;
  verdict.limit = verdict.grant ? rule.limit : 0;
  decideAmount(verdict, amount);
}

/** One clear phrase for each error. */
export function policyErrorText(error: PolicyError): string {
  switch (error) {
    case PolicyError.NONE:
      return "no error";
    case PolicyError.TOO_SHORT:
      return "the manifest ends too early";
    case PolicyError.BAD_MAGIC:
      return "this is no manifest";
    case PolicyError.BAD_VERSION:
      return "the manifest is of another version";
    case PolicyError.BAD_COUNTS:
      return "the manifest's counts contradict its size";
    case PolicyError.BAD_RULE:
      return "a rule speaks of a task or right that does not exist";
    default:
      return "unknown error";
  }
}
