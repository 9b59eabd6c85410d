/**
 * The policy as its definition has it: a list of rules, and the first one that speaks decides. Slow and simple; what
 * servers/acl is compared with.
 */
import { MANIFEST_NONE, type ManifestRule, Right } from "../../../lib/abi/manifest.ts";

export const MODEL_RULES_MAX = 512;

class ModelRule {
  number: u32 = 0;
  alive: bool = false;
  rule: ManifestRule = zeroed();
}

/** Rules in the order in which they decide last: the manifest's backwards, then those of run time as they came. */
export class PolicyModel {
  rules: FixedArray<ModelRule, typeof MODEL_RULES_MAX> = zeroed();
  count: u32 = 0;
  /** Subject code of each task's label, or MANIFEST_NONE. */
  labels: FixedArray<u32, 8> = zeroed();
  /** Rules of run time, and withdrawn ones, that have to be kept. */
  kept: u32 = 0;
}

function objectIn(rule: ManifestRule, object: u32): bool {
  return rule.right === Right.MEMORY || rule.object === MANIFEST_NONE || rule.object === object;
}

/** The rule that decides, or null. */
export function modelDecision(model: PolicyModel, task: u32, right: u32, object: u32): ManifestRule | null {
  for (let i: u32 = model.count; i !== 0; i--) {
    const here: ModelRule = model.rules[i - 1];
    const subject: u32 = here.rule.subject;
    const about: bool = subject === task || subject === MANIFEST_NONE || subject === model.labels[task];
    if (here.alive && about && here.rule.right === right && objectIn(here.rule, object)) {
      return here.rule;
    }
  }
  return null;
}

/** The number of the rule that `modelDecision` found. */
export function modelNumber(model: PolicyModel, rule: ManifestRule): u32 {
  for (let i: u32 = 0; i < model.count; i++) {
    if (model.rules[i].rule === rule) {
      return model.rules[i].number;
    }
  }
  return 0;
}

function isSame(left: ManifestRule, right: ManifestRule): bool {
  const object: bool = left.right === Right.MEMORY || left.object === right.object;
  return left.subject === right.subject && left.right === right.right && object;
}

/** Whether a rule of run time speaks of just the same. */
export function modelHas(model: PolicyModel, rule: ManifestRule, runtimeStart: u32): bool {
  for (let i: u32 = 0; i < model.count; i++) {
    const here: ModelRule = model.rules[i];
    if (here.alive && here.number >= runtimeStart && isSame(here.rule, rule)) {
      return true;
    }
  }
  return false;
}

/** Adds a rule in front; one of run time takes the place of those about the same. */
export function modelAdd(model: PolicyModel, number: u32, rule: ManifestRule, runtimeStart: u32): void {
  for (let i: u32 = 0; i < model.count && number >= runtimeStart; i++) {
    const here: ModelRule = model.rules[i];
    if (here.alive && here.number >= runtimeStart && isSame(here.rule, rule)) {
      here.alive = false;
      model.kept -= 1;
    }
  }
  const added: ModelRule = model.rules[model.count];
  added.number = number;
  added.alive = true;
  copy(added.rule, rule);
  model.count += 1;
  model.kept += number >= runtimeStart ? 1 : 0;
}

/** The rule of this number speaks no more. */
export function modelRemove(model: PolicyModel, number: u32, runtimeStart: u32): void {
  for (let i: u32 = 0; i < model.count; i++) {
    const here: ModelRule = model.rules[i];
    if (here.alive && here.number === number) {
      here.alive = false;
      model.kept = number >= runtimeStart ? model.kept - 1 : model.kept + 1;
    }
  }
}
