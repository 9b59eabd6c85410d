/** servers/acl/policy: decisions, the order of rules, and every way a manifest can be refused. */
import {
  MANIFEST_LABELS_MAX,
  MANIFEST_MAGIC,
  MANIFEST_NONE,
  MANIFEST_REGIONS_MAX,
  MANIFEST_RULES_MAX,
  MANIFEST_SUBJECT_LABEL,
  MANIFEST_TASKS_MAX,
  MANIFEST_VERSION,
  type ManifestHeader,
  type ManifestRule,
  type ManifestTask,
  Right,
} from "../../lib/abi/manifest.ts";
import { wordAt } from "../../lib/core/little-endian.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import type { ManifestRules } from "../../lib/proto/manifest-rules.ts";
import type { PolicyPublication } from "../../lib/proto/policy-publication.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import {
  manifestBytes,
  manifestBytesMax,
  PolicyError,
  policyErrorText,
  rulesStart,
} from "../../servers/acl/manifest-rules.ts";
import { decide, loadPolicy, type Policy } from "../../servers/acl/policy.ts";
import { putWord } from "./support/bytes.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { nextRandom, type Random, randomBelow, randomEdge, startRandom } from "./support/random.ts";

const BYTES_MAX = 262_144;
const MUTATIONS: u32 = 20_000;

const storage: FixedArray<u8, typeof BYTES_MAX> = zeroed();
const policy: Policy = zeroed();
const rules: ManifestRules = zeroed();
const publication: PolicyPublication = zeroed();
const question: Question = zeroed();
const verdict: Verdict = zeroed();
let ruleCount: u32 = 0;
/** Tasks that the manifest describes. */
let tasks: u32 = 3;

function bytesInUse(): u32 {
  return sizeOf<ManifestHeader>() + tasks * sizeOf<ManifestTask>() + ruleCount * sizeOf<ManifestRule>();
}

function manifest(): Span<u8> {
  return subSpan(spanOf(storage), 0, bytesInUse());
}

function putHeader(): void {
  const bytes: Span<u8> = spanOf(storage);
  putWord(bytes, offsetOf<ManifestHeader>("magic"), MANIFEST_MAGIC);
  putWord(bytes, offsetOf<ManifestHeader>("version"), MANIFEST_VERSION);
  putWord(bytes, offsetOf<ManifestHeader>("bytes"), bytesInUse());
  putWord(bytes, offsetOf<ManifestHeader>("taskCount"), tasks);
  putWord(bytes, offsetOf<ManifestHeader>("regionCount"), 0);
  putWord(bytes, offsetOf<ManifestHeader>("deviceCount"), 0);
  putWord(bytes, offsetOf<ManifestHeader>("labelCount"), 0);
  putWord(bytes, offsetOf<ManifestHeader>("ruleCount"), ruleCount);
  for (let task: u32 = 0; task < tasks; task++) {
    const at: u32 = sizeOf<ManifestHeader>() + task * sizeOf<ManifestTask>();
    putWord(bytes, at + offsetOf<ManifestTask>("label"), MANIFEST_NONE);
  }
}

function putRule(subject: u32, allow: u32, limit: u32, line: u32): void {
  const at: u32 = bytesInUse();
  const bytes: Span<u8> = spanOf(storage);
  putWord(bytes, at + offsetOf<ManifestRule>("subject"), subject);
  putWord(bytes, at + offsetOf<ManifestRule>("right"), Right.MEMORY);
  putWord(bytes, at + offsetOf<ManifestRule>("object"), MANIFEST_NONE);
  putWord(bytes, at + offsetOf<ManifestRule>("allow"), allow);
  putWord(bytes, at + offsetOf<ManifestRule>("limit"), limit);
  putWord(bytes, at + offsetOf<ManifestRule>("line"), line);
  ruleCount += 1;
  putHeader();
}

/** The rules as they lie behind the header's counts, hostile as these may be. */
function seeRules(window: Span<u8>): void {
  const start: u32 = window.length < sizeOf<ManifestHeader>() ? 0 : rulesStart(window);
  for (let i: u32 = 0; i < MANIFEST_RULES_MAX; i++) {
    const at: u32 = start + i * sizeOf<ManifestRule>();
    if (at > window.length || window.length - at < sizeOf<ManifestRule>()) {
      return;
    }
    const rule: ManifestRule = rules.rules[i];
    rule.subject = wordAt(window, at + offsetOf<ManifestRule>("subject"));
    rule.right = wordAt(window, at + offsetOf<ManifestRule>("right"));
    rule.object = wordAt(window, at + offsetOf<ManifestRule>("object"));
    rule.allow = wordAt(window, at + offsetOf<ManifestRule>("allow"));
    rule.limit = wordAt(window, at + offsetOf<ManifestRule>("limit"));
    rule.line = wordAt(window, at + offsetOf<ManifestRule>("line"));
  }
}

/** A first boot with these bytes. */
function load(window: Span<u8>): PolicyError {
  publication.magic = 0;
  seeRules(window);
  return loadPolicy(window, rules, policy, publication);
}

function ask(task: u32, right: u32, amount: u32): void {
  question.right = right;
  question.object = 0;
  question.amount = amount;
  decide(policy, task, question, verdict);
}

/** Task 0: up to 1000. Task 1: nothing. Everyone: up to 50. Task 0 again, too late: up to 9999. */
function putGood(): void {
  ruleCount = 0;
  putRule(0, 1, 1000, 11);
  putRule(1, 0, 777, 22);
  putRule(MANIFEST_NONE, 1, 50, 33);
  putRule(0, 1, 9999, 44);
}

function expectVerdict(task: u32, amount: u32, status: ServerStatus, rule: u32, limit: u32): void {
  ask(task, Right.MEMORY, amount);
  checkEqual(verdict.status, status, "status");
  checkEqual(verdict.rule, rule, "rule");
  checkEqual(verdict.line, rule * 11, "line");
  checkEqual(verdict.limit, limit, "limit");
  checkEqual(verdict.epoch, policy.epoch, "epoch");
}

function testDecisions(): void {
  putGood();
  checkEqual(manifestBytes(manifest()), bytesInUse(), "size said");
  checkEqual(load(manifest()), PolicyError.NONE, "a good manifest");
  expectVerdict(0, 0, ServerStatus.OK, 1, 1000);
  expectVerdict(0, 1000, ServerStatus.OK, 1, 1000);
  expectVerdict(0, 1001, ServerStatus.REFUSED, 1, 1000);
  expectVerdict(0, 0xffff_ffff, ServerStatus.REFUSED, 1, 1000);
  expectVerdict(1, 0, ServerStatus.REFUSED, 2, 0);
  expectVerdict(1, 1, ServerStatus.REFUSED, 2, 0);
  expectVerdict(2, 50, ServerStatus.OK, 3, 50);
  expectVerdict(2, 51, ServerStatus.REFUSED, 3, 50);
  expectVerdict(3, 1, ServerStatus.REFUSED, 0, 0);
  expectVerdict(0xffff_ffff, 1, ServerStatus.REFUSED, 0, 0);
  ask(0, 0, 1);
  checkEqual(verdict.status, ServerStatus.BAD_ARGUMENT, "right 0 does not exist");
  ask(0, 9, 1);
  checkEqual(verdict.status, ServerStatus.BAD_ARGUMENT, "right 9 does not exist");
}

function testDefaultDeny(): void {
  ruleCount = 0;
  putHeader();
  checkEqual(load(manifest()), PolicyError.NONE, "no rules");
  expectVerdict(0, 1, ServerStatus.REFUSED, 0, 0);
  expectVerdict(0, 0, ServerStatus.REFUSED, 0, 0);
}

/** A word changed; afterwards everything must be denied. */
function expectRefused(at: u32, value: u32, error: PolicyError): void {
  putGood();
  putWord(spanOf(storage), at, value);
  checkEqual(load(manifest()), error, policyErrorText(error));
  ask(0, Right.MEMORY, 1);
  checkEqual(verdict.status, ServerStatus.REFUSED, "a refused manifest denies");
  checkEqual(verdict.rule, 0, "a refused manifest has no rules");
}

function testRefused(): void {
  const firstRule: u32 = sizeOf<ManifestHeader>() + tasks * sizeOf<ManifestTask>();
  expectRefused(offsetOf<ManifestHeader>("magic"), 0, PolicyError.BAD_MAGIC);
  expectRefused(offsetOf<ManifestHeader>("version"), 2, PolicyError.BAD_VERSION);
  expectRefused(offsetOf<ManifestHeader>("taskCount"), 33, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("taskCount"), 2, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("ruleCount"), 10_001, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("ruleCount"), 0xffff_ffff, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("bytes"), 0, PolicyError.BAD_COUNTS);
  expectRefused(firstRule + offsetOf<ManifestRule>("subject"), tasks, PolicyError.BAD_RULE);
  expectRefused(firstRule + offsetOf<ManifestRule>("right"), 0, PolicyError.BAD_RULE);
  expectRefused(firstRule + offsetOf<ManifestRule>("right"), 9, PolicyError.BAD_RULE);
  expectRefused(firstRule + offsetOf<ManifestRule>("allow"), 2, PolicyError.BAD_RULE);
  expectRefused(firstRule + offsetOf<ManifestRule>("subject"), MANIFEST_SUBJECT_LABEL, PolicyError.BAD_RULE);
  expectRefused(firstRule + offsetOf<ManifestRule>("object"), 0, PolicyError.BAD_RULE);
  expectRefused(offsetOf<ManifestHeader>("regionCount"), MANIFEST_REGIONS_MAX + 1, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("labelCount"), MANIFEST_LABELS_MAX + 1, PolicyError.BAD_COUNTS);
  const label: u32 = sizeOf<ManifestHeader>() + offsetOf<ManifestTask>("label");
  expectRefused(label, 0, PolicyError.BAD_LABEL);
}

function testShort(): void {
  putGood();
  const whole: u32 = bytesInUse();
  for (let length: u32 = 0; length < whole; length++) {
    const cut: Span<u8> = subSpan(spanOf(storage), 0, length);
    checkEqual(load(cut), PolicyError.TOO_SHORT, "a manifest cut short");
  }
  checkEqual(manifestBytes(subSpan(spanOf(storage), 0, 4)), 0, "no size without a header");
  check(manifestBytesMax() <= BYTES_MAX, "the largest manifest fits this test");
}

/** A manifest with as many tasks as there can be: the one after the last has no right, and does no harm. */
function testManyTasks(): void {
  tasks = MANIFEST_TASKS_MAX;
  putGood();
  checkEqual(load(manifest()), PolicyError.NONE, "as many tasks as there can be");
  expectVerdict(MANIFEST_TASKS_MAX - 1, 50, ServerStatus.OK, 3, 50);
  expectVerdict(MANIFEST_TASKS_MAX, 1, ServerStatus.REFUSED, 0, 0);
  tasks = 3;
}

/** As many rules as there can be; the last one decides like the first. */
function testManyRules(): void {
  tasks = MANIFEST_TASKS_MAX;
  ruleCount = 0;
  putHeader();
  for (let i: u32 = 0; i < MANIFEST_RULES_MAX; i++) {
    putRule(i % (MANIFEST_TASKS_MAX - 1), 1, i, i);
  }
  putWord(spanOf(storage), bytesInUse() - sizeOf<ManifestRule>(), MANIFEST_TASKS_MAX - 1);
  checkEqual(load(manifest()), PolicyError.NONE, "as many rules as there can be");
  ask(MANIFEST_TASKS_MAX - 1, Right.MEMORY, MANIFEST_RULES_MAX - 1);
  checkEqual(verdict.rule, MANIFEST_RULES_MAX, "the last rule");
  check(verdict.status === ServerStatus.OK, "decides");
  ask(5, Right.MEMORY, 6);
  checkEqual(verdict.rule, 6, "the first of many about the same");
  check(verdict.status === ServerStatus.REFUSED, "decides, too");
  tasks = 3;
}

/** No mutation may grant a task that is not described anything, or trap. */
function testMutations(): void {
  const random: Random = zeroed();
  startRandom(random, 77011);
  for (let i: u32 = 0; i < MUTATIONS && !hasFailed(); i++) {
    putGood();
    for (let n: u32 = 0; n <= randomBelow(random, 3); n++) {
      putWord(spanOf(storage), randomBelow(random, bytesInUse() - 4), randomEdge(random));
    }
    const error: PolicyError = load(manifest());
    ask(tasks + randomBelow(random, 40), Right.MEMORY, nextRandom(random));
    if (
      verdict.status !== ServerStatus.REFUSED ||
      (error !== PolicyError.NONE && policy.described.ruleCount !== 0)
    ) {
      check(false, "a mutated manifest grants");
    }
  }
}

export function main(): i32 {
  testDecisions();
  testDefaultDeny();
  testRefused();
  testShort();
  testManyTasks();
  testManyRules();
  testMutations();
  return finish("acl-policy");
}
