/** servers/ipc-cache/table: hits, misses, eviction, epochs; and that it never says what was not stored. */
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import {
  findVerdict,
  isPolicyWord,
  storeVerdict,
  VERDICTS_MAX,
  type VerdictTable,
} from "../../servers/ipc-cache/table.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { type Random, randomBelow } from "./support/xorshift.ts";

const ROUNDS: u32 = 100_000;
const table: VerdictTable = zeroed();
const question: Question = zeroed();
const verdict: Verdict = zeroed();

function ask(subject: u32, right: u32, object: u32): bool {
  question.subject = subject;
  question.right = right;
  question.object = object;
  return findVerdict(table, question, verdict);
}

function store(subject: u32, right: u32, object: u32, epoch: u32, limit: u32): bool {
  question.subject = subject;
  question.right = right;
  question.object = object;
  verdict.grant = true;
  verdict.rule = 3;
  verdict.line = 44;
  verdict.limit = limit;
  verdict.epoch = epoch;
  return storeVerdict(table, question, verdict);
}

function testHitAndMiss(): void {
  check(!ask(0, 0, 0), "an empty table does not know the question of zeros");
  check(!ask(16, 1, 0), "an empty table knows nothing");
  check(store(16, 1, 0, 1, 500), "a verdict is stored");
  verdict.grant = false;
  verdict.limit = 0;
  check(ask(16, 1, 0), "what was stored is known");
  check(verdict.grant && verdict.hit, "the hit says so");
  checkEqual(verdict.limit, 500, "limit");
  checkEqual(verdict.rule, 3, "rule");
  checkEqual(verdict.line, 44, "line");
  checkEqual(verdict.askedCost, 0, "nobody was asked");
  check(!ask(32, 1, 0), "another subject");
  check(!ask(16, 2, 0), "another right");
  check(!ask(16, 1, 7), "another object");
  check(!ask(0x10010, 1, 0), "the same slot in a later generation");
  checkEqual(table.counters.hits, 1, "hits");
  checkEqual(table.counters.misses, 6, "misses");
  check(store(16, 1, 0, 1, 600), "a verdict is stored again");
  checkEqual(table.counters.held, 1, "one verdict is held");
  check(ask(16, 1, 0) && verdict.limit === 600, "the later verdict counts");
}

function testEpochs(): void {
  check(!store(48, 1, 0, 0, 1), "a verdict of no policy is not stored");
  check(store(48, 1, 0, 5, 1), "a newer policy");
  check(!ask(16, 1, 0), "older verdicts are dead");
  checkEqual(table.counters.held, 1, "only the new verdict is held");
  check(!store(16, 1, 0, 4, 1), "an older verdict is not stored");
  check(!ask(16, 1, 0), "and not known");
  checkEqual(table.counters.stale, 2, "both are counted");
  check(ask(48, 1, 0), "the newer one stays");
}

function testBound(): void {
  const before: u32 = table.counters.evictions;
  for (let i: u32 = 0; i < VERDICTS_MAX * 4; i++) {
    check(store(64, 1, i, 5, i), "stored");
    check(ask(64, 1, i) && verdict.limit === i, "the newest is known");
  }
  check(table.counters.held <= VERDICTS_MAX, "the table does not grow");
  check(table.counters.held > VERDICTS_MAX / 2, "the table is used");
  check(table.counters.evictions - before >= VERDICTS_MAX * 3, "others made place");
}

/** The limit that belongs to a question, so that a wrong hit shows. */
function limitOf(subject: u32, object: u32, epoch: u32): u32 {
  return subject * 1000 + object * 10 + epoch;
}

function testRandom(): void {
  const random: Random = zeroed();
  startRandom(random, 4711);
  let epoch: u32 = 6;
  let hits: u32 = 0;
  for (let i: u32 = 0; i < ROUNDS && !hasFailed(); i++) {
    const subject: u32 = (1 + randomBelow(random, 20)) * 16;
    const object: u32 = randomBelow(random, 30);
    if (randomBelow(random, 2000) === 0) {
      epoch += 1;
    }
    if (ask(subject, 1, object)) {
      hits += 1;
      check(verdict.limit === limitOf(subject, object, verdict.epoch), "a hit belongs to its question");
      check(verdict.epoch === table.epoch, "a hit is of the newest policy");
    } else {
      store(subject, 1, object, epoch, limitOf(subject, object, epoch));
    }
  }
  check(hits > ROUNDS / 10, "the cache is of use");
}

function testPolicyWord(): void {
  verdict.status = ServerStatus.OK;
  check(isPolicyWord(verdict), "yes is the policy's word");
  verdict.status = ServerStatus.REFUSED;
  check(isPolicyWord(verdict), "no is the policy's word");
  verdict.status = ServerStatus.NO_DECISION;
  check(!isPolicyWord(verdict), "silence is not");
  verdict.status = ServerStatus.NOT_ALLOWED;
  check(!isPolicyWord(verdict), "a question that may not be asked is not");
}

export function main(): i32 {
  testHitAndMiss();
  testEpochs();
  testBound();
  testRandom();
  testPolicyWord();
  return finish("cache-table");
}
