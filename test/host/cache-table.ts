/** servers/ipc-cache/table: hits, misses, eviction, epochs; and that it never says what was not stored. */
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { VERDICT_EMPTY, VERDICTS_MAX, type VerdictPublication } from "../../lib/proto/verdict-publication.ts";
import {
  clearVerdicts,
  findVerdict,
  isPolicyWord,
  storeVerdict,
  type TableState,
} from "../../servers/ipc-cache/table.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { type Random, randomBelow, startRandom } from "./support/random.ts";

const ROUNDS: u32 = 100_000;
const table: VerdictPublication = zeroed();
const state: TableState = zeroed();
/** What the ACL server publishes. */
let policyEpoch: u32 = 1;
const question: Question = zeroed();
const verdict: Verdict = zeroed();

function ask(subject: u32, right: u32, object: u32): bool {
  question.subject = subject;
  question.right = right;
  question.object = object;
  return findVerdict(table, state, policyEpoch, question, verdict);
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
  return storeVerdict(table, state, policyEpoch, question, verdict);
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
  check(!ask(0x1_0010, 1, 0), "the same slot in a later generation");
  checkEqual(state.counters.hits, 1, "hits");
  checkEqual(state.counters.misses, 6, "misses");
}

function testEpochs(): void {
  check(!store(48, 1, 0, 0, 1), "a verdict of no policy is not stored");
  policyEpoch = 5;
  check(store(48, 1, 0, 5, 1), "a newer policy");
  check(!ask(16, 1, 0), "older verdicts are dead");
  checkEqual(state.counters.held, 1, "only the new verdict is held");
  check(!store(16, 1, 0, 4, 1), "an older verdict is not stored");
  check(!ask(16, 1, 0), "and not known");
  checkEqual(state.counters.stale, 2, "both are counted");
  check(!store(16, 1, 0, 6, 1), "one that nobody has published is not stored either");
  check(ask(48, 1, 0), "the newer one stays");
  policyEpoch = 0;
  check(!ask(48, 1, 0), "a locked policy has no verdicts");
  policyEpoch = 5;
  check(ask(48, 1, 0), "the epoch alone decides");
}

/** The writer was interrupted in each place, and an entry was changed while it was read. */
function testTorn(): void {
  check(store(80, 1, 3, 5, 7) && ask(80, 1, 3), "stored");
  for (const entry of table.verdicts) {
    entry.epoch = VERDICT_EMPTY;
  }
  check(!ask(80, 1, 3), "an entry that is being written is a miss");
  check(store(80, 1, 3, 5, 8) && ask(80, 1, 3) && verdict.limit === 8, "written to its end it counts");
  clearVerdicts(table);
  state.counters.held = 0;
  check(!ask(80, 1, 3), "a server that starts again knows nothing");
}

function testBound(): void {
  const before: u32 = state.counters.evictions;
  for (let i: u32 = 0; i < VERDICTS_MAX * 4; i++) {
    check(store(64, 1, i, 5, i), "stored");
    check(ask(64, 1, i) && verdict.limit === i, "the newest is known");
  }
  check(state.counters.held <= VERDICTS_MAX, "the table does not grow");
  check(state.counters.held > VERDICTS_MAX / 2, "the table is used");
  check(state.counters.evictions - before >= VERDICTS_MAX * 3, "others made place");
}

/** The limit that belongs to a question, so that a wrong hit shows. */
function limitOf(subject: u32, object: u32, epoch: u32): u32 {
  return subject * 1000 + object * 10 + epoch;
}

function testRandom(): void {
  const random: Random = zeroed();
  startRandom(random, 4711);
  let epoch: u32 = 6;
  policyEpoch = 6;
  let hits: u32 = 0;
  for (let i: u32 = 0; i < ROUNDS && !hasFailed(); i++) {
    const subject: u32 = (1 + randomBelow(random, 20)) * 16;
    const object: u32 = randomBelow(random, 30);
    if (randomBelow(random, 2000) === 0) {
      epoch += 1;
      policyEpoch = epoch;
    }
    if (ask(subject, 1, object)) {
      hits += 1;
      check(verdict.limit === limitOf(subject, object, verdict.epoch), "a hit belongs to its question");
      check(verdict.epoch === policyEpoch, "a hit is of the newest policy");
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
  testTorn();
  testBound();
  testRandom();
  testPolicyWord();
  return finish("cache-table");
}
