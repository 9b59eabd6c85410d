/** servers/acl/policy: decisions, the order of rules, and every way a manifest can be refused. */
import {
  MANIFEST_MAGIC,
  MANIFEST_NONE,
  MANIFEST_TASKS_MAX,
  MANIFEST_VERSION,
  type ManifestHeader,
  type ManifestRule,
  type ManifestTask,
  Right,
} from "../../lib/abi/manifest.ts";
import type { Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import {
  compilePolicy,
  decide,
  manifestBytes,
  manifestBytesMax,
  type Policy,
  PolicyError,
  policyErrorText,
} from "../../servers/acl/policy.ts";
import { putWord } from "./support/bytes.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { randomEdge, startRandom } from "./support/random.ts";
import { nextRandom, type Random, randomBelow } from "./support/xorshift.ts";

const BYTES_MAX = 8192;
const MUTATIONS: u32 = 200_000;

const storage: FixedArray<u8, typeof BYTES_MAX> = zeroed();
const policy: Policy = zeroed();
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
  putWord(bytes, offsetOf<ManifestHeader>("ruleCount"), ruleCount);
}

function putRule(subject: u32, allow: u32, limit: u32, line: u32): void {
  const at: u32 = bytesInUse();
  const bytes: Span<u8> = spanOf(storage);
  putWord(bytes, at + offsetOf<ManifestRule>("subject"), subject);
  putWord(bytes, at + offsetOf<ManifestRule>("right"), Right.MEMORY);
  putWord(bytes, at + offsetOf<ManifestRule>("allow"), allow);
  putWord(bytes, at + offsetOf<ManifestRule>("limit"), limit);
  putWord(bytes, at + offsetOf<ManifestRule>("line"), line);
  ruleCount += 1;
  putHeader();
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
  decide(policy, task, Right.MEMORY, amount, verdict);
  checkEqual(verdict.status, status, "status");
  checkEqual(verdict.rule, rule, "rule");
  checkEqual(verdict.line, rule * 11, "line");
  checkEqual(verdict.limit, limit, "limit");
  checkEqual(verdict.epoch, policy.epoch, "epoch");
}

function testDecisions(): void {
  putGood();
  checkEqual(manifestBytes(manifest()), bytesInUse(), "size said");
  checkEqual(compilePolicy(manifest(), policy), PolicyError.NONE, "a good manifest");
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
  decide(policy, 0, 0, 1, verdict);
  checkEqual(verdict.status, ServerStatus.BAD_ARGUMENT, "right 0 does not exist");
  decide(policy, 0, 2, 1, verdict);
  checkEqual(verdict.status, ServerStatus.BAD_ARGUMENT, "right 2 does not exist");
}

function testDefaultDeny(): void {
  ruleCount = 0;
  putHeader();
  checkEqual(compilePolicy(manifest(), policy), PolicyError.NONE, "no rules");
  expectVerdict(0, 1, ServerStatus.REFUSED, 0, 0);
  expectVerdict(0, 0, ServerStatus.REFUSED, 0, 0);
}

/** A word changed; afterwards everything must be denied. */
function expectRefused(at: u32, value: u32, error: PolicyError): void {
  putGood();
  putWord(spanOf(storage), at, value);
  checkEqual(compilePolicy(manifest(), policy), error, policyErrorText(error));
  decide(policy, 0, Right.MEMORY, 1, verdict);
  checkEqual(verdict.status, ServerStatus.REFUSED, "a refused manifest denies");
  checkEqual(verdict.rule, 0, "a refused manifest has no rules");
}

function testRefused(): void {
  const firstRule: u32 = sizeOf<ManifestHeader>() + tasks * sizeOf<ManifestTask>();
  expectRefused(offsetOf<ManifestHeader>("magic"), 0, PolicyError.BAD_MAGIC);
  expectRefused(offsetOf<ManifestHeader>("version"), 3, PolicyError.BAD_VERSION);
  expectRefused(offsetOf<ManifestHeader>("taskCount"), 33, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("taskCount"), 2, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("ruleCount"), 257, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("ruleCount"), 0xffff_ffff, PolicyError.BAD_COUNTS);
  expectRefused(offsetOf<ManifestHeader>("bytes"), 0, PolicyError.BAD_COUNTS);
  expectRefused(firstRule + offsetOf<ManifestRule>("subject"), tasks, PolicyError.BAD_RULE);
  expectRefused(firstRule + offsetOf<ManifestRule>("right"), 0, PolicyError.BAD_RULE);
  expectRefused(firstRule + offsetOf<ManifestRule>("right"), 2, PolicyError.BAD_RULE);
  expectRefused(firstRule + offsetOf<ManifestRule>("allow"), 2, PolicyError.BAD_RULE);
}

function testShort(): void {
  putGood();
  const whole: u32 = bytesInUse();
  for (let length: u32 = 0; length < whole; length++) {
    const cut: Span<u8> = subSpan(spanOf(storage), 0, length);
    checkEqual(compilePolicy(cut, policy), PolicyError.TOO_SHORT, "a manifest cut short");
  }
  checkEqual(manifestBytes(subSpan(spanOf(storage), 0, 4)), 0, "no size without a header");
  check(manifestBytesMax() <= BYTES_MAX, "the largest manifest fits this test");
}

/** A manifest with as many tasks as there can be: the one after the last has no right, and does no harm. */
function testManyTasks(): void {
  tasks = MANIFEST_TASKS_MAX;
  putGood();
  checkEqual(compilePolicy(manifest(), policy), PolicyError.NONE, "as many tasks as there can be");
  expectVerdict(MANIFEST_TASKS_MAX - 1, 50, ServerStatus.OK, 3, 50);
  expectVerdict(MANIFEST_TASKS_MAX, 1, ServerStatus.REFUSED, 0, 0);
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
    const error: PolicyError = compilePolicy(manifest(), policy);
    decide(policy, tasks + randomBelow(random, 40), Right.MEMORY, nextRandom(random), verdict);
    if (verdict.status !== ServerStatus.REFUSED || (error !== PolicyError.NONE && policy.ruleCount !== 0)) {
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
  testMutations();
  return finish("acl-policy");
}
