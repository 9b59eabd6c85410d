/**
 * ACL server and IPC cache server together against the definition: random manifests, grants, revocations and questions,
 * with either server starting again at any point, a change of the policy being cut off in any place too. No answer, cached or not,
 * may differ from what the list of rules says at that moment.
 */
import {
  MANIFEST_MAGIC,
  MANIFEST_NONE,
  MANIFEST_SUBJECT_LABEL,
  MANIFEST_VERSION,
  type ManifestHeader,
  type ManifestLabel,
  type ManifestRule,
  type ManifestTask,
  Right,
} from "../../lib/abi/manifest.ts";
import { RevocationKind, RUNTIME_RULES_START } from "../../lib/proto/acl.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import type { ManifestRules } from "../../lib/proto/manifest-rules.ts";
import {
  type PolicyPublication,
  RUNTIME_GRANTS_MAX,
  RUNTIME_RULES_MAX,
} from "../../lib/proto/policy-publication.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import type { VerdictPublication } from "../../lib/proto/verdict-publication.ts";
import { grant, revoke, type Taking } from "../../servers/acl/change.ts";
import { PolicyError } from "../../servers/acl/manifest-rules.ts";
import { decide, loadPolicy, type Policy } from "../../servers/acl/policy.ts";
import { clearVerdicts, findVerdict, storeVerdict, type TableState } from "../../servers/ipc-cache/table.ts";
import { putWord } from "./support/bytes.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import {
  MODEL_RULES_MAX,
  modelAdd,
  modelDecision,
  modelHas,
  modelNumber,
  modelRemove,
  type PolicyModel,
} from "./support/policy-model.ts";
import { type Random, randomBelow, startRandom } from "./support/random.ts";

const STEPS: u32 = 1_000_000;
const STEPS_PER_MANIFEST: u32 = 2500;
const SEED: u32 = 20_261_120;
const BYTES_MAX = 8192;
const TASKS: u32 = 6;
const LABELS: u32 = 2;
const RULES_MAX: u32 = 24;

const bytes: FixedArray<u8, typeof BYTES_MAX> = zeroed();
const rules: ManifestRules = zeroed();
const policy: Policy = zeroed();
const publication: PolicyPublication = zeroed();
const before: PolicyPublication = zeroed();
const after: PolicyPublication = zeroed();
const verdicts: VerdictPublication = zeroed();
const cache: TableState = zeroed();
const model: PolicyModel = zeroed();
const random: Random = zeroed();
const question: Question = zeroed();
const verdict: Verdict = zeroed();
const taking: Taking = zeroed();
const rule: ManifestRule = zeroed();
let manifestLength: u32 = 0;
let manifestRules: u32 = 0;
let lastEpoch: u32 = 0;
let hits: u32 = 0;

function manifest(): Span<u8> {
  return subSpan(spanOf(bytes), 0, manifestLength);
}

/** Now and then one that does not exist. */
function randomSubject(): u32 {
  const which: u32 = randomBelow(random, 40);
  if (which < 24) {
    return randomBelow(random, TASKS);
  }
  if (which < 32) {
    return MANIFEST_SUBJECT_LABEL | randomBelow(random, LABELS);
  }
  return which < 39 ? MANIFEST_NONE : TASKS;
}

function randomRight(): u32 {
  const which: u32 = randomBelow(random, 4);
  return which === 0 ? Right.MEMORY : which === 1 ? Right.PEER : which === 2 ? Right.IO_PORT : Right.POLICY;
}

function randomObject(): u32 {
  return randomBelow(random, 4) === 0 ? MANIFEST_NONE : randomBelow(random, 4);
}

function randomRule(): void {
  rule.subject = randomSubject();
  rule.right = randomRight();
  rule.object = randomObject();
  rule.allow = randomBelow(random, 2);
  rule.limit = randomBelow(random, 100);
}

function putManifest(): void {
  const span: Span<u8> = spanOf(bytes);
  const tasksAt: u32 = sizeOf<ManifestHeader>();
  const rulesAt: u32 = tasksAt + TASKS * sizeOf<ManifestTask>() + LABELS * sizeOf<ManifestLabel>();
  manifestRules = randomBelow(random, RULES_MAX + 1);
  manifestLength = rulesAt + manifestRules * sizeOf<ManifestRule>();
  putWord(span, offsetOf<ManifestHeader>("magic"), MANIFEST_MAGIC);
  putWord(span, offsetOf<ManifestHeader>("version"), MANIFEST_VERSION);
  putWord(span, offsetOf<ManifestHeader>("bytes"), manifestLength);
  putWord(span, offsetOf<ManifestHeader>("taskCount"), TASKS);
  putWord(span, offsetOf<ManifestHeader>("labelCount"), LABELS);
  putWord(span, offsetOf<ManifestHeader>("ruleCount"), manifestRules);
  for (let task: u32 = 0; task < TASKS; task++) {
    const label: u32 = randomBelow(random, LABELS + 1);
    model.labels[task] = label === LABELS ? MANIFEST_NONE : MANIFEST_SUBJECT_LABEL | label;
    const word: u32 = label === LABELS ? MANIFEST_NONE : label;
    putWord(span, tasksAt + task * sizeOf<ManifestTask>() + offsetOf<ManifestTask>("label"), word);
  }
  for (let number: u32 = manifestRules; number !== 0; number--) {
    randomRule();
    rule.subject = rule.subject === TASKS ? 0 : rule.subject;
    rule.object = rule.right === Right.MEMORY ? MANIFEST_NONE : rule.object;
    copy(rules.rules[number - 1], rule);
    modelAdd(model, number, rule, RUNTIME_RULES_START);
  }
}

/** A new boot: nothing is kept. */
function boot(): void {
  const nothing: PolicyPublication = zeroed();
  copy(publication, nothing);
  model.count = 0;
  model.kept = 0;
  lastEpoch = 0;
  putManifest();
  restartAcl();
  restartCache();
}

function restartAcl(): void {
  checkEqual(loadPolicy(manifest(), rules, policy, publication), PolicyError.NONE, "what was kept is whole");
  check(publication.epoch > lastEpoch, "a new epoch after each start");
  lastEpoch = publication.epoch;
  checkEqual(policy.keptCount, model.kept, "as many rules as were kept");
}

function restartCache(): void {
  const nothing: TableState = zeroed();
  copy(cache, nothing);
  clearVerdicts(verdicts);
}

/** Asks the cache, and on a miss the ACL server, as servers/ipc-cache does. */
function ask(task: u32): void {
  question.subject = (task + 1) << 4;
  if (findVerdict(verdicts, cache, publication.epoch, question, verdict)) {
    hits += 1;
    return;
  }
  decide(policy, task, question, verdict);
  check(storeVerdict(verdicts, cache, publication.epoch, question, verdict), "a new verdict is stored");
}

function stepQuestion(): void {
  const task: u32 = randomBelow(random, TASKS);
  question.right = randomRight();
  question.object = randomBelow(random, 4);
  question.amount = randomBelow(random, 100);
  ask(task);
  const decided: ManifestRule | null = modelDecision(model, task, question.right, question.object);
  if (decided === null) {
    check(verdict.status === ServerStatus.REFUSED && verdict.rule === 0, "no rule, no right");
    return;
  }
  checkEqual(verdict.rule, modelNumber(model, decided), "the rule that decides");
  const allowed: bool = decided.allow === 1 && question.amount <= decided.limit;
  check((verdict.status === ServerStatus.OK) === allowed, "the answer is that of the list");
  checkEqual(verdict.limit, decided.allow === 1 ? decided.limit : 0, "the rule's limit");
}

function isSayable(): bool {
  const object: bool = rule.right !== Right.PEER || rule.object === MANIFEST_NONE || rule.object < TASKS;
  return rule.subject !== TASKS && object;
}

function stepGrant(): void {
  randomRule();
  const room: bool = model.kept < RUNTIME_GRANTS_MAX || modelHas(model, rule, RUNTIME_RULES_START);
  const sayable: bool = isSayable();
  const status: ServerStatus = grant(policy, publication, rule);
  if (!sayable) {
    checkEqual(status, ServerStatus.BAD_ARGUMENT, "a grant to nobody");
  } else if (!room) {
    checkEqual(status, ServerStatus.NO_SPACE, "a grant without room");
  } else {
    checkEqual(status, ServerStatus.OK, "a grant");
    modelAdd(model, rule.line, rule, RUNTIME_RULES_START);
  }
}

function randomTaking(): void {
  randomRule();
  taking.kind = (1 + randomBelow(random, 3)) as RevocationKind;
  taking.right = rule.right;
  taking.subject = rule.subject;
  taking.object = rule.object;
  taking.address = 0x5000_0000;
  taking.bytes = randomBelow(random, 3) * 4096;
  taking.rule =
    randomBelow(random, 3) === 0
      ? randomBelow(random, manifestRules + 2)
      : RUNTIME_RULES_START + randomBelow(random, publication.nextRule - RUNTIME_RULES_START + 2);
}

/** What the revocation must answer, going by the list. */
function expectedStatus(): ServerStatus {
  rule.subject = taking.subject;
  rule.right = taking.right;
  rule.object = taking.object;
  switch (taking.kind) {
    case RevocationKind.SUBJECT:
      if (!isSayable()) {
        return ServerStatus.BAD_ARGUMENT;
      }
      return model.kept < RUNTIME_RULES_MAX - 1 || modelHas(model, rule, RUNTIME_RULES_START)
        ? ServerStatus.OK
        : ServerStatus.NO_SPACE;
    case RevocationKind.RULE: {
      const known: bool =
        taking.rule >= RUNTIME_RULES_START
          ? taking.rule < publication.nextRule
          : taking.rule !== 0 && taking.rule <= manifestRules;
      return known ? ServerStatus.OK : ServerStatus.NOT_FOUND;
    }
    default:
      return taking.subject < TASKS && taking.bytes !== 0 ? ServerStatus.OK : ServerStatus.BAD_ARGUMENT;
  }
}

function applyToModel(number: u32): void {
  if (taking.kind === RevocationKind.SUBJECT) {
    rule.allow = 0;
    rule.limit = 0;
    modelAdd(model, number, rule, RUNTIME_RULES_START);
  } else if (taking.kind === RevocationKind.RULE) {
    modelRemove(model, taking.rule, RUNTIME_RULES_START);
  }
}

function stepRevoke(): void {
  randomTaking();
  const expected: ServerStatus = expectedStatus();
  const number: u32 = publication.nextRule;
  const epoch: u32 = publication.epoch;
  checkEqual(revoke(policy, publication, taking), expected, "a revocation's status");
  checkEqual(publication.epoch, expected === ServerStatus.OK ? epoch + 1 : epoch, "its epoch");
  if (expected === ServerStatus.OK) {
    applyToModel(number);
  }
}

/** The region after a prefix of the writes that led from `before` to `after`, which are in this order. */
function cutOff(stage: u32): void {
  copy(publication, before);
  if (stage >= 1) {
    for (let i: u32 = 0; i < publication.revocations.length; i++) {
      copy(publication.revocations[i], after.revocations[i]);
    }
  }
  if (stage >= 2) {
    publication.nextRule = after.nextRule;
    for (let i: u32 = 0; i < RUNTIME_RULES_MAX; i++) {
      if (before.rules[i].number === 0) {
        copy(publication.rules[i], after.rules[i]);
        publication.rules[i].number = stage >= 3 ? after.rules[i].number : 0;
      }
    }
  }
  if (stage >= 4) {
    copy(publication, after);
    publication.epoch = stage === 4 ? before.epoch : after.epoch;
  }
}

/** A revocation during which the ACL server ends; it starts again. */
function stepCutOff(): void {
  randomTaking();
  if (expectedStatus() !== ServerStatus.OK) {
    return;
  }
  copy(before, publication);
  const number: u32 = publication.nextRule;
  revoke(policy, publication, taking);
  copy(after, publication);
  const stage: u32 = randomBelow(random, 6);
  cutOff(stage);
  const adds: bool = taking.kind === RevocationKind.SUBJECT || taking.rule < RUNTIME_RULES_START;
  if (stage >= 4 || (stage === 3 && adds)) {
    applyToModel(number);
  }
  restartAcl();
}

function step(): void {
  const which: u32 = randomBelow(random, 10_000);
  if (which < 9000) {
    stepQuestion();
  } else if (which < 9500) {
    stepGrant();
  } else if (which < 9970) {
    stepRevoke();
  } else if (which < 9980) {
    stepCutOff();
  } else if (which < 9990) {
    restartAcl();
  } else {
    restartCache();
  }
}

export function main(): i32 {
  startRandom(random, SEED);
  for (let i: u32 = 0; i < STEPS && !hasFailed(); i++) {
    if (i % STEPS_PER_MANIFEST === 0 || model.count + 2 > MODEL_RULES_MAX) {
      boot();
    }
    step();
  }
  check(hits > STEPS / 20, "the cache was of use");
  return finish("policy-model");
}
