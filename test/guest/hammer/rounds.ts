/**
 * The holder of the policy takes a task's right to memory, its own or another's, or the memory alone, and gives it again, round after round. No use of memory that began
 * after the revocation returned and before the grant was asked for may have succeeded; nobody else may be refused.
 */
import { TaskEnd } from "../../../lib/abi/information.ts";
import { Right } from "../../../lib/abi/manifest.ts";
import { ALLOCATION_START } from "../../../lib/abi/memory-map.ts";
import type { Question, Verdict } from "../../../lib/proto/decision.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import {
  aclGrant,
  aclRevokeRange,
  aclRevokeRule,
  aclRevokeSubject,
  type RevocationResult,
} from "../../../lib/user/acl-client.ts";
import { taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { yieldTask } from "../../../lib/user/kernel-calls.ts";
import { print, printDecimal, printLine } from "../../../lib/user/print.ts";
import { finishTestsChanged, ok, okEqual } from "../support/tap.ts";
import { Report, tell, USING } from "./protocol.ts";
import { chosenSeed } from "./seed.ts";

const HAMMERS = 5;
const ALLOCATOR: u32 = 3;
const SHARER: u32 = 4;
const LIMIT: u32 = 0x1_0000;
/** Turns that the others get at most, before and after. */
const TURNS_MAX: u32 = 8;
/** Turns until a task that does not report counts as stuck. */
const PATIENCE_TURNS: u32 = 100_000;
/** Where all regions of the hammers lie. */
const RANGE_BYTES: u32 = 0x10_0000;
const WAYS: u32 = 3;

/** What is revoked. */
enum Way {
  SUBJECT = 0,
  RULE = 1,
  /** The memory alone: the right stays. */
  RANGE = 2,
}

class Hammer {
  task: u32 = 0;
  /** A Right. */
  right: u32 = 0;
  object: u32 = 0;
  /** Its rule of run time. */
  rule: u32 = 0;
  /** Refusals so far. */
  refusals: u32 = 0;
  /** When the grant that it lives on was asked for. */
  granted: u32 = 0;
}

class Tally {
  late: u32 = 0;
  early: u32 = 0;
  missing: u32 = 0;
  wrong: u32 = 0;
  unsure: u32 = 0;
  pages: u32 = 0;
  ranges: u32 = 0;
  shared: u32 = 0;
}

const hammers: FixedArray<Hammer, typeof HAMMERS> = zeroed();
const tally: Tally = zeroed();
const words: SystemWords = zeroed();
let random: u32 = 0;

function letRun(): void {
  random = random * 1_664_525 + 1_013_904_223;
  for (let turns: u32 = (random >>> 16) % TURNS_MAX; turns !== 0; turns--) {
    yieldTask();
  }
}

function grant(hammer: Hammer): void {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  question.subject = hammer.task;
  question.right = hammer.right;
  question.object = hammer.object;
  question.amount = LIMIT;
  hammer.granted = readTimeStampLow();
  aclGrant(question, verdict);
  tally.wrong += verdict.status === ServerStatus.OK ? 0 : 1;
  hammer.rule = verdict.rule;
}

function revokeOnce(hammer: Hammer, way: Way, result: RevocationResult): void {
  if (way === Way.RULE) {
    aclRevokeRule(hammer.rule, result);
  } else if (way === Way.RANGE) {
    aclRevokeRange(hammer.task, ALLOCATION_START, RANGE_BYTES, result);
  } else {
    aclRevokeSubject(hammer.task, hammer.right, hammer.object, result);
  }
}

/** Until it is said to be done. Returns the time stamp when it was. */
function revoke(hammer: Hammer, way: Way): u32 {
  const result: RevocationResult = zeroed();
  let done: bool = false;
  while (!done) {
    revokeOnce(hammer, way, result);
    tally.pages += result.pages;
    done = result.status !== ServerStatus.TIMED_OUT;
    tally.unsure += done ? 0 : 1;
  }
  tally.wrong += result.status === ServerStatus.OK ? 0 : 1;
  return readTimeStampLow();
}

function isAfter(time: u32, other: u32): bool {
  return time - other < 0x8000_0000;
}

/** Waits until the task has noticed, and judges the uses that it reports. */
function judge(hammer: Hammer, revoked: u32): void {
  let turns: u32 = 0;
  tell(Report.READ, hammer.task, 0, words);
  while (words.word0 === hammer.refusals && turns < PATIENCE_TURNS) {
    turns += 1;
    yieldTask();
    tell(Report.READ, hammer.task, 0, words);
  }
  tally.missing += words.word0 === hammer.refusals + 1 ? 0 : 1;
  hammer.refusals = words.word0;
  tally.early += isAfter(words.word1, hammer.granted) ? 0 : 1;
  tally.late += isAfter(words.word2, revoked) ? 1 : 0;
}

/** It must have used its memory once, or it has nothing to tell. */
function awaitUse(hammer: Hammer): void {
  let turns: u32 = 0;
  tell(Report.READ, hammer.task, 0, words);
  while ((words.word3 & USING) === 0 && turns < PATIENCE_TURNS) {
    turns += 1;
    yieldTask();
    tell(Report.READ, hammer.task, 0, words);
  }
}

/** Who gives back what it has all the time may have nothing in a range: its right goes instead. */
function wayOf(hammer: Hammer, round: u32): Way {
  const way: Way = ((round / HAMMERS) % WAYS) as Way;
  return way === Way.RANGE && hammer === hammers[ALLOCATOR] ? Way.SUBJECT : way;
}

function play(round: u32): void {
  const hammer: Hammer = hammers[round % HAMMERS];
  const way: Way = wayOf(hammer, round);
  letRun();
  for (let i: u32 = 0; i < TURNS_MAX; i++) {
    yieldTask();
  }
  awaitUse(hammer);
  const revoked: u32 = revoke(hammer, way);
  tally.ranges += way === Way.RANGE ? 1 : 0;
  tally.shared += hammer.right === Right.SHARED_MEMORY ? 1 : 0;
  letRun();
  judge(hammer, revoked);
  letRun();
  if (way !== Way.RANGE) {
    grant(hammer);
  }
}

function prepare(): void {
  random = chosenSeed();
  const names: FixedArray<string, typeof HAMMERS> = arrayOf(
    "reader",
    "writer",
    "mixed",
    "allocator",
    "sharer",
  );

  hammers[SHARER].object = taskNumberByName("owner");
  for (let i: u32 = 0; i < HAMMERS; i++) {
    hammers[i].task = taskNumberByName(names[i]);
    hammers[i].right = i === SHARER ? Right.SHARED_MEMORY : Right.MEMORY;
    grant(hammers[i]);
  }
}

/** Whether nobody has been refused who was not to be, all live, and no memory has changed. */
function judgeOthers(): void {
  let refusals: u32 = 0;
  let ended: u32 = 0;
  let changes: u32 = 0;
  for (const hammer of hammers) {
    tell(Report.READ, hammer.task, 0, words);
    refusals += words.word0 === hammer.refusals ? 0 : 1;
    changes = words.word3 & ~USING;
    ended += taskEntry(hammer.task).end === TaskEnd.NONE ? 0 : 1;
  }
  okEqual(refusals, 0, "nobody else is refused");
  okEqual(ended, 0, "all hammer still");
  okEqual(changes, 0, "memory that is held is as it was written");
}

/** All rounds. Returns the test's exit status. */
export function playAll(rounds: u32): u32 {
  prepare();
  for (let round: u32 = 0; round < rounds; round++) {
    play(round);
  }
  print("seed ");
  printDecimal(chosenSeed());
  print(", rounds ");
  printDecimal(rounds);
  print(", pages taken ");
  printDecimal(tally.pages);
  print(", by range ");
  printDecimal(tally.ranges);
  print(", shared ");
  printDecimal(tally.shared);
  print(", asked again ");
  printDecimal(tally.unsure);
  tell(Report.READ_EXCHANGES, 0, 0, words);
  print(", exchanges ");
  printDecimal(words.word0);
  print(" of which failed ");
  printDecimal(words.word1);
  printLine("");
  ok(words.word0 >= rounds, "managers change as often");
  okEqual(words.word1, 0, "every exchange works");
  okEqual(tally.late, 0, "nothing revoked is used after revoke has returned");
  okEqual(tally.early, 0, "nor before it is granted again");
  okEqual(tally.missing, 0, "everyone notices, once");
  okEqual(tally.wrong, 0, "every change of the policy is made");
  ok(tally.pages >= rounds / 2, "memory went");
  ok(tally.ranges >= rounds / 5 && tally.shared >= rounds / 6, "also by range, also what is shared");
  judgeOthers();
  return finishTestsChanged("memory is in use");
}
