/** Has the supervisor end at its next kernel call (test/doubles/kill.ts), and looks at what still works and what does not. */
import type { Counter } from "../../../lib/abi/call.ts";
import { TaskEnd } from "../../../lib/abi/information.ts";
import { Right } from "../../../lib/abi/manifest.ts";
import { Status } from "../../../lib/abi/status.ts";
import type { Question, Verdict } from "../../../lib/proto/decision.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { aclGrant, aclRevokeSubject, type RevocationResult } from "../../../lib/user/acl-client.ts";
import { findTask, taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { callTask, counterGet, notify, taskAlarm, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import {
  type SupervisedTask,
  supervisorStart,
  supervisorState,
} from "../../../lib/user/supervisor-client.ts";
import { beginTests, finishTestsChanged, ok, okEqual, okStatus } from "../support/tap.ts";

/** test/doubles/kill.ts */
const KILL_ARM: u32 = 0x7e57_0001;
/** Longer than any pause of the supervisor between two starts (servers/supervisor/restarts.ts). */
const LONG_TICKS: u32 = 150;

const words: SystemWords = zeroed();

/** The task ends at its next kernel call. */
function condemn(name: string): void {
  words.word1 = taskNumberByName(name);
  words.word2 = 1;
  counterGet(KILL_ARM as Counter, words);
}

function wait(ticks: u32): void {
  taskAlarm(selfIdentity(), ticks);
  waitForMessage(words);
}

function endOf(name: string): TaskEnd {
  return taskEntry(taskNumberByName(name)).end;
}

function restartsOf(name: string): u32 {
  return taskEntry(taskNumberByName(name)).restarts;
}

function ask(name: string): Status {
  return callTask(findTask(name), words);
}

function hashOfBystander(): u32 {
  return ask("bystander") === Status.OK ? words.word0 : 0;
}

function testBefore(): void {
  notify(findTask("brief"), 1);
  wait(1);
  okEqual(restartsOf("brief"), 1, "while there is a supervisor, what ends comes back");
  okEqual(endOf("brief"), TaskEnd.NONE, "and runs");
  okStatus(ask("toucher"), Status.OK, "a client touches a page");
}

/** It hears of an end, and ends itself at the next thing it does. */
function endSupervisor(): void {
  condemn("supervisor");
  notify(findTask("brief"), 1);
  wait(LONG_TICKS);
  okEqual(endOf("supervisor"), TaskEnd.EXCEPTION, "the supervisor has ended");
  okEqual(restartsOf("supervisor"), 0, "and nobody starts it again");
  ok(endOf("brief") !== TaskEnd.NONE, "what ends from then on stays down");
  okEqual(restartsOf("brief"), 1, "for good");
}

function testUnreachable(): void {
  const answer: SupervisedTask = zeroed();
  supervisorState(taskNumberByName("brief"), answer);
  okEqual(answer.status, ServerStatus.UNREACHABLE, "who asks the supervisor hears that nobody answers");
  okEqual(supervisorStart(taskNumberByName("brief")), ServerStatus.UNREACHABLE, "who asks it to start, too");
}

/** Policy and memory need no supervisor. */
function testOthers(hash: u32): void {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  const result: RevocationResult = zeroed();
  okEqual(hashOfBystander(), hash, "memory of others is as it was");
  okStatus(ask("toucher"), Status.OK, "a client touches a new page");
  question.subject = taskNumberByName("test");
  question.right = Right.MEMORY;
  question.amount = 4096;
  aclGrant(question, verdict);
  okEqual(verdict.status, ServerStatus.OK, "GRANT");
  aclRevokeSubject(taskNumberByName("test"), Right.MEMORY, 0, result);
  okEqual(result.status, ServerStatus.OK, "REVOKE, with a manager that acknowledges");
}

/** A manager that would be started again is not: its clients do not wait for it. */
function testManager(): void {
  condemn("vmm-demand");
  okStatus(ask("toucher"), Status.DEAD, "a client whose manager ends has ended");
  okEqual(endOf("toucher"), TaskEnd.MANAGER_DEAD, "with that reason, and waits for nobody");
  ok(endOf("vmm-demand") !== TaskEnd.NONE, "the manager is gone");
  okStatus(ask("bystander"), Status.OK, "who touches nothing new goes on");
}

function main(): u32 {
  beginTests();
  wait(2);
  const hash: u32 = hashOfBystander();
  testBefore();
  endSupervisor();
  testUnreachable();
  testOthers(hash);
  testManager();
  okEqual(hashOfBystander(), hash, "with all its memory");
  return finishTestsChanged("what has ended is not back");
}

symbol(start, "_start");
symbol(main, "userMain");
