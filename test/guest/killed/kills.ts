/**
 * Ends one server after the other at its first, second, … kernel call of a round (test/doubles/kill.ts), and looks at what
 * becomes of it: the server is back within 10 ms, the round comes to its end, nobody's memory has changed.
 */
import { type Counter, PORT_8_BITS } from "../../../lib/abi/call.ts";
import { Right } from "../../../lib/abi/manifest.ts";
import { ALLOCATION_START, PAGE_SIZE_BYTES } from "../../../lib/abi/memory-map.ts";
import { Status } from "../../../lib/abi/status.ts";
import { Explanation } from "../../../lib/proto/acl.ts";
import type { Question, Verdict } from "../../../lib/proto/decision.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Usage } from "../../../lib/proto/vmm.ts";
import { aclExplain, aclGrant, type Reason } from "../../../lib/user/acl-client.ts";
import { findTask, taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import {
  accessPort,
  callTask,
  counterGet,
  taskAlarm,
  waitForMessage,
} from "../../../lib/user/kernel-calls.ts";
import { print, printDecimal, printLine } from "../../../lib/user/print.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { managerDeaths, vmmRelease, vmmUsage } from "../../../lib/user/vmm-client.ts";
import { beginTests, finishTests, ok, okEqual } from "../support/tap.ts";
import { playRound } from "./round.ts";

/** test/doubles/kill.ts */
const KILL_ARM: u32 = 0x7e57_0001;
const KILL_SEEN: u32 = 0x7e57_0002;
/** Longer than the supervisor takes for a bad sign: each kill is a first one. */
const PAUSE_TICKS: u32 = 101;
/** More calls than a server makes in a round. */
const CALLS_MAX: u32 = 2000;
/** Fewer, and the round does not use the server. */
const CALLS_MIN: u32 = 4;
/** 10 ms: one instruction is 1 ns. */
const AWAY_MAX: u32 = 10_000_000;
/** Pages among which regions of a round lie. */
const PAGES: u32 = 128;

/** An I/O port of which no rule of the description speaks. */
const GRANTED_PORT: u32 = 0x60;
let grantedRule: u32 = 0;

/** What was seen of one server. */
class Tally {
  kills: u32 = 0;
  calls: u32 = 0;
  /** Kills after which the server did not run again at the end of the round, or more than once. */
  notBack: u32 = 0;
  /** Rounds that went wrong, and rounds after which another client's memory was different. */
  wrong: u32 = 0;
  changed: u32 = 0;
  /** Rounds after which the grant of run time did not count any more. */
  grantsLost: u32 = 0;
  /** Most times that this task saw a manager end in one round. */
  deaths: u32 = 0;
  /** Instructions from a kill to the first call of who took its place: the longest. */
  longestAway: u32 = 0;
  /** Regions that a manager gave and could not tell of any more. */
  lost: u32 = 0;
}

function pause(): void {
  const words: SystemWords = zeroed();
  taskAlarm(selfIdentity(), PAUSE_TICKS);
  waitForMessage(words);
}

function hashOfBystander(): u32 {
  const words: SystemWords = zeroed();
  callTask(findTask("bystander"), words);
  return words.word0;
}

/** A question about this task that no rule of the description allows. */
function aboutGrant(question: Question): void {
  question.subject = selfIdentity();
  question.right = Right.IO_PORT;
  question.object = GRANTED_PORT;
  question.amount = 1;
}

/** Grants it at run time. Answers the rule's number. */
function makeGrant(): u32 {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  aboutGrant(question);
  question.subject = taskNumberByName("test");
  aclGrant(question, verdict);
  return verdict.status === ServerStatus.OK ? verdict.rule : 0;
}

/** Whether that rule still allows it, and the kernel knows. */
function isGranted(rule: u32): bool {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  const reason: Reason = zeroed();
  aboutGrant(question);
  aclExplain(question, verdict, reason);
  const words: SystemWords = zeroed();
  const used: bool = accessPort(selfIdentity(), GRANTED_PORT | PORT_8_BITS, 0, words) === Status.OK;
  return used && reason.explanation === Explanation.ALLOWED && verdict.rule === rule && rule !== 0;
}

/** Gives back what a manager that ended between granting and answering has left. Answers how many regions there were. */
function releaseLost(): u32 {
  const usage: Usage = zeroed();
  vmmUsage(usage);
  let found: u32 = 0;
  for (let page: u32 = 0; page < PAGES && usage.status === ServerStatus.OK && usage.bytes !== 0; page++) {
    if (vmmRelease(ALLOCATION_START + page * PAGE_SIZE_BYTES) === ServerStatus.OK) {
      found += 1;
      vmmUsage(usage);
    }
  }
  return found;
}

/** A round in which task number `victim` ends at its k-th call. False when it makes fewer calls. */
function killAt(victim: u32, k: u32, hash: u32, tally: Tally): bool {
  const words: SystemWords = zeroed();
  const restarts: u32 = taskEntry(victim).restarts;
  const deaths: u32 = managerDeaths();
  words.word1 = victim;
  words.word2 = k;
  counterGet(KILL_ARM as Counter, words);
  const wrong: string = playRound(k * 77 + victim);
  counterGet(KILL_SEEN as Counter, words);
  const killed: u32 = words.word1;
  tally.longestAway = words.word2 > tally.longestAway ? words.word2 : tally.longestAway;
  tally.calls = words.word0 > tally.calls ? words.word0 : tally.calls;
  words.word1 = victim;
  words.word2 = 0;
  counterGet(KILL_ARM as Counter, words);
  tally.kills += killed;
  tally.notBack += taskEntry(victim).restarts === restarts + killed ? 0 : 1;
  if (wrong.length !== 0) {
    tally.wrong += 1;
    print("call ");
    printDecimal(k);
    print(": ");
    printLine(wrong);
  }
  const seen: u32 = managerDeaths() - deaths;
  tally.deaths = seen > tally.deaths ? seen : tally.deaths;
  tally.changed += hashOfBystander() === hash ? 0 : 1;
  tally.grantsLost += isGranted(grantedRule) ? 0 : 1;
  tally.lost += releaseLost();
  pause();
  return killed !== 0;
}

function report(name: string, tally: Tally): void {
  print(name);
  print(" calls ");
  printDecimal(tally.calls);
  print(", kills ");
  printDecimal(tally.kills);
  print(", longest away ");
  printDecimal(tally.longestAway);
  print(", regions lost ");
  printDecimal(tally.lost);
  printLine("");
}

/** At each call of a round; false when the round had no end of calls. */
function killThrough(victim: u32, hash: u32, tally: Tally): bool {
  let k: u32 = 1;
  while (k < CALLS_MAX && killAt(victim, k, hash, tally)) {
    k += 1;
  }
  return k < CALLS_MAX;
}

function killServer(name: string, passes: u32, hash: u32): void {
  const tally: Tally = zeroed();
  const victim: u32 = taskNumberByName(name);
  let through: bool = true;
  for (let pass: u32 = 0; pass < passes; pass++) {
    through = killThrough(victim, hash, tally) && through;
  }
  report(name, tally);
  ok(through && tally.kills >= CALLS_MIN, "a server is killed at each kernel call");
  okEqual(tally.wrong, 0, "the client comes to its end");
  okEqual(tally.changed, 0, "memory of others is equal by hash");
  okEqual(tally.grantsLost, 0, "what was granted at run time is granted still");
  okEqual(tally.lost, 0, "no memory stays that nobody was told of");
  okEqual(tally.notBack, 0, "the server is back, each time once");
  ok(tally.longestAway !== 0 && tally.longestAway <= AWAY_MAX, "it is back within 10 ms");
  ok(tally.deaths <= 1, "nobody sees more than one DEAD");
}

/** Ends each server at each call, so many times. Returns the test's exit status. */
export function killAll(passes: u32): u32 {
  const hash: u32 = hashOfBystander();
  ok(playRound(1).length === 0, "a round without any kill");
  grantedRule = makeGrant();
  pause();
  beginTests();
  killServer("acl", passes, hash);
  killServer("ipc-cache", passes, hash);
  killServer("vmm-demand", passes, hash);
  killServer("vmm-preemptive", passes, hash);
  return finishTests();
}
