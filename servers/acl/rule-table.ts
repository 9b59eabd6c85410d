/**
 * Rules by (subject code, right, object): whether there is one costs the same with ten rules and ten thousand.
 *
 * An open hash table of chains: each taken place is the head of the rules about the same three words, in the order in
 * which they decide. The table is at most a third full. It knows rules by their slots; the words
 * are in the manifest, in place, or here. Nothing here decides. Pure.
 */
import {
  MANIFEST_NONE,
  MANIFEST_RULES_MAX,
  MANIFEST_SUBJECT_LABEL,
  type ManifestRule,
} from "../../lib/abi/manifest.ts";
import { hashOfThree } from "../../lib/core/hash.ts";
import type { ManifestRules } from "../../lib/proto/manifest-rules.ts";
import type { RUNTIME_RULES_MAX } from "../../lib/proto/policy-publication.ts";

/** MANIFEST_RULES_MAX + RUNTIME_RULES_MAX: slot n - 1 is rule n of the manifest, then come those of run time. */
export const RULE_SLOTS = 10_256;
/** No slot. */
export const SLOT_NONE: u32 = 0xffff_ffff;
/** A power of two. */
const PLACES = 32_768;
const PLACE_MASK: u32 = 0x7fff;

/** Rights are numbered from 1 to RIGHTS_END - 1. */
const RIGHTS_END = 9;
// Shapes of rules: about a task, a label, everyone; each about one object, and, a bit higher, about every object.
export const SHAPE_TASK: u32 = 0x1;
export const SHAPE_LABEL: u32 = 0x4;
export const SHAPE_EVERYONE: u32 = 0x10;
export const SHAPE_EVERY_OBJECT_SHIFT: u32 = 1;

export class RuleTable {
  /** Set before the first rule is added; nobody changes what lies there. */
  manifest: ManifestRules | null = null;
  runtime: FixedArray<ManifestRule, typeof RUNTIME_RULES_MAX> = zeroed();
  /** For each right SHAPE_* of the rules that there have been: what no rule speaks of need not be looked for. */
  shapes: FixedArray<u32, typeof RIGHTS_END> = zeroed();
  /** Slot + 1 of a chain's first rule, or 0. */
  heads: FixedArray<u16, typeof PLACES> = zeroed();
  /** Slot + 1 of the rule after this one in its chain, or 0. */
  next: FixedArray<u16, typeof RULE_SLOTS> = zeroed();
}

/** The words of the rule in a slot that is taken. */
export function ruleInSlot(table: RuleTable, slot: u32): ManifestRule {
  return slot < MANIFEST_RULES_MAX ? table.manifest!.rules[slot] : table.runtime[slot - MANIFEST_RULES_MAX];
}

function isAbout(rule: ManifestRule, subject: u32, right: u32, object: u32): bool {
  return rule.subject === subject && rule.object === object && rule.right === right;
}

/** The place of the chain about the three words, or the free one where it would begin. */
function placeOf(table: RuleTable, subject: u32, right: u32, object: u32): u32 {
  let place: u32 = hashOfThree(subject, right, object) & PLACE_MASK;
  while (true) {
    const head: u32 = u32(table.heads[place]);
    if (head === 0 || isAbout(ruleInSlot(table, head - 1), subject, right, object)) {
      return place;
    }
    place = (place + 1) & PLACE_MASK;
  }
}

/** The slot of the first rule about exactly these words, or SLOT_NONE. */
export function findRule(table: RuleTable, subject: u32, right: u32, object: u32): u32 {
  return u32(table.heads[placeOf(table, subject, right, object)]) - 1;
}

function shapeOf(rule: ManifestRule): u32 {
  let shape: u32 = SHAPE_TASK;
  if (rule.subject === MANIFEST_NONE) {
    shape = SHAPE_EVERYONE;
  } else if ((rule.subject & MANIFEST_SUBJECT_LABEL) !== 0) {
    shape = SHAPE_LABEL;
  }
  return rule.object === MANIFEST_NONE ? shape << SHAPE_EVERY_OBJECT_SHIFT : shape;
}

/** Puts the rule whose words are in `slot` before all others about the same. It is in no chain yet. */
export function addRule(table: RuleTable, slot: u32): void {
  const rule: ManifestRule = ruleInSlot(table, slot);
  const place: u32 = placeOf(table, rule.subject, rule.right, rule.object);
  table.next[slot] = table.heads[place];
  table.heads[place] = u16(slot + 1);
  table.shapes[rule.right] |= shapeOf(rule);
}

/** Takes the rule of `slot`, which is in its chain, out of it. */
export function removeRule(table: RuleTable, slot: u32): void {
  const rule: ManifestRule = ruleInSlot(table, slot);
  const place: u32 = placeOf(table, rule.subject, rule.right, rule.object);
  let before: u32 = u32(table.heads[place]);
  if (before === 0) {
    return;
  }
  if (before === slot + 1) {
    table.heads[place] = table.next[slot];
    if (table.heads[place] === 0) {
      closeGap(table, place);
    }
    return;
  }
  while (before !== 0 && u32(table.next[before - 1]) !== slot + 1) {
    before = u32(table.next[before - 1]);
  }
  if (before !== 0) {
    table.next[before - 1] = table.next[slot];
  }
}

/** Moves later chains up into the place that has become free, so that each is found from its own hash. */
function closeGap(table: RuleTable, freed: u32): void {
  let gap: u32 = freed;
  let place: u32 = (gap + 1) & PLACE_MASK;
  while (table.heads[place] !== 0) {
    const rule: ManifestRule = ruleInSlot(table, u32(table.heads[place]) - 1);
    const home: u32 = hashOfThree(rule.subject, rule.right, rule.object) & PLACE_MASK;
    if (((place - home) & PLACE_MASK) >= ((place - gap) & PLACE_MASK)) {
      table.heads[gap] = table.heads[place];
      table.heads[place] = 0;
      gap = place;
    }
    place = (place + 1) & PLACE_MASK;
  }
}

/** Forgets everything. */
export function clearTable(table: RuleTable): void {
  for (let i: u32 = 0; i < PLACES; i++) {
    table.heads[i] = 0;
  }
  for (let right: u32 = 0; right < RIGHTS_END; right++) {
    table.shapes[right] = 0;
  }
}
