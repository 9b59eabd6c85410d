/** servers/acl/rule-table at its fullest: ten thousand rules found by their words, and again after others went. */
import type { ManifestRule } from "../../lib/abi/manifest.ts";
import type { ManifestRules } from "../../lib/proto/manifest-rules.ts";
import {
  addRule,
  clearTable,
  findRule,
  type RuleTable,
  removeRule,
  SLOT_NONE,
} from "../../servers/acl/rule-table.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { type Random, randomBelow, startRandom } from "./support/random.ts";

const RULES = 10_000;
const CHANGES: u32 = 400_000;
/** Few enough words that several rules are about the same. */
const KEYS: u32 = 6000;

const manifest: ManifestRules = zeroed();
const table: RuleTable = zeroed();
const random: Random = zeroed();
const present: FixedArray<bool, typeof RULES> = zeroed();

/** Subjects, rights and objects that lie close together, as those of a real system do. */
function putKey(rule: ManifestRule, key: u32): void {
  rule.subject = key % 40;
  rule.right = 1 + ((key / 40) % 8);
  rule.object = key / 320;
}

function keyOf(slot: u32): u32 {
  const rule: ManifestRule = manifest.rules[slot];
  return rule.subject + (rule.right - 1) * 40 + rule.object * 320;
}

/** The slot that was added last of those that are there and about the key. */
function find(key: u32): u32 {
  const words: ManifestRule = zeroed();
  putKey(words, key);
  return findRule(table, words.subject, words.right, words.object);
}

function testFull(): void {
  table.manifest = manifest;
  for (let slot: u32 = 0; slot < RULES; slot++) {
    putKey(manifest.rules[slot], randomBelow(random, KEYS));
    addRule(table, slot);
    present[slot] = true;
    checkEqual(find(keyOf(slot)), slot, "the latest is the first");
  }
}

/** A rule is gone, and the first one that is found about its words is another one about them. */
function takeOut(slot: u32): void {
  removeRule(table, slot);
  present[slot] = false;
  const found: u32 = find(keyOf(slot));
  check(
    found === SLOT_NONE || (found !== slot && present[found] && keyOf(found) === keyOf(slot)),
    "taken out",
  );
}

function testChanges(): void {
  for (let i: u32 = 0; i < CHANGES && !hasFailed(); i++) {
    const slot: u32 = randomBelow(random, RULES);
    if (present[slot]) {
      takeOut(slot);
    } else {
      putKey(manifest.rules[slot], randomBelow(random, KEYS));
      addRule(table, slot);
      present[slot] = true;
      checkEqual(find(keyOf(slot)), slot, "put back it is the first");
    }
    const other: u32 = randomBelow(random, RULES);
    const found: u32 = find(keyOf(other));
    const sound: bool = found !== SLOT_NONE && present[found] && keyOf(found) === keyOf(other);
    check(sound || (found === SLOT_NONE && !present[other]), "the others are found still");
  }
}

/** The last one leaves nothing behind. */
function testEmpty(): void {
  for (let slot: u32 = 0; slot < RULES; slot++) {
    if (present[slot]) {
      takeOut(slot);
    }
  }
  for (const head of table.heads) {
    check(head === 0, "an empty table");
  }
  addRule(table, 7);
  clearTable(table);
  checkEqual(find(keyOf(7)), SLOT_NONE, "a cleared table");
}

export function main(): i32 {
  startRandom(random, 90_210);
  testFull();
  testChanges();
  testEmpty();
  return finish("rule-table");
}
