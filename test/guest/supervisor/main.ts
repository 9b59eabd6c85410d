/** Asks the supervisor what it thinks, lets a manager be seized, starts tasks by hand. */
import { TaskEnd } from "../../../lib/abi/information.ts";
import { Right } from "../../../lib/abi/manifest.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { RestartState } from "../../../lib/proto/supervisor.ts";
import { aclRevokeSubject, type RevocationResult } from "../../../lib/user/acl-client.ts";
import { callServer, ticksNow } from "../../../lib/user/call-server.ts";
import { findTask, managerOf, taskEntry, taskNumberByName } from "../../../lib/user/information.ts";
import { taskAlarm, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";
import {
  type SupervisedTask,
  supervisorStart,
  supervisorState,
} from "../../../lib/user/supervisor-client.ts";
import { beginTests, finishTestsChanged, ok, okEqual } from "../support/tap.ts";

/** Ends in short order until a task is held, and ticks until it surely is (servers/supervisor/restarts.ts). */
const ENDS_UNTIL_HELD: u32 = 10;
const HELD_TICKS: u32 = 200;

const answer: SupervisedTask = zeroed();

function sleep(ticks: u32): void {
  const words: SystemWords = zeroed();
  taskAlarm(selfIdentity(), ticks);
  waitForMessage(words);
}

function stateOf(name: string): RestartState {
  supervisorState(taskNumberByName(name), answer);
  okEqual(answer.status, ServerStatus.OK, "STATE");
  return answer.state;
}

function testStates(): void {
  okEqual(stateOf("acl"), RestartState.RUNNING, "a server runs");
  okEqual(answer.end, TaskEnd.NONE, "and has not ended");
  okEqual(stateOf("outsider"), RestartState.ENDED, "a good end is one");
  okEqual(answer.restarts, 0, "nobody has started it again");
  okEqual(stateOf("once"), RestartState.ENDED, "what nobody wants back stays away");
  okEqual(answer.end, TaskEnd.EXITED, "with its end");
  okEqual(taskEntry(taskNumberByName("once")).endDetail, 1, "and its status");
  supervisorState(99, answer);
  okEqual(answer.status, ServerStatus.BAD_ARGUMENT, "STATE of no task");
}

/** The one that always fails: at first at once again, then with pauses, then no more. */
function testThrottle(): void {
  const before: u32 = ticksNow();
  okEqual(stateOf("failing"), RestartState.THROTTLED, "who fails at every start is throttled");
  ok(answer.pause !== 0, "it is said for how long");
  ok(answer.restarts >= 3, "after a few starts at once");
  sleep(HELD_TICKS);
  okEqual(stateOf("failing"), RestartState.HELD, "and held in the end");
  okEqual(answer.restarts, ENDS_UNTIL_HELD - 1, "after so many restarts");
  sleep(HELD_TICKS);
  okEqual(stateOf("failing"), RestartState.HELD, "it stays down");
  okEqual(answer.restarts, ENDS_UNTIL_HELD - 1, "for good");
  ok(ticksNow() - before >= HELD_TICKS, "time went by");
}

function testStart(): void {
  const failing: u32 = taskNumberByName("failing");
  okEqual(supervisorStart(failing), ServerStatus.OK, "START of a held task, with the right");
  ok(taskEntry(failing).restarts >= ENDS_UNTIL_HELD, "starts it");
  okEqual(supervisorStart(taskNumberByName("once")), ServerStatus.OK, "START of one that nobody wants back");
  sleep(1);
  okEqual(stateOf("once"), RestartState.ENDED, "which ends again");
  okEqual(supervisorStart(taskNumberByName("acl")), ServerStatus.BAD_ARGUMENT, "START of one that runs");
  okEqual(supervisorStart(99), ServerStatus.BAD_ARGUMENT, "START of no task");
  okEqual(supervisorStart(0xffff_ffff), ServerStatus.BAD_ARGUMENT, "START of a wild number");
  const words: SystemWords = zeroed();
  words.word0 = 77;
  callServer(supervisorTask, words, 0);
  okEqual(words.word0, ServerStatus.BAD_OPERATION, "an operation that does not exist");
  sleep(HELD_TICKS);
  okEqual(stateOf("failing"), RestartState.HELD, "a crash loop is held again");
  okEqual(answer.restarts, 2 * ENDS_UNTIL_HELD - 1, "after as many restarts");
}

function supervisorTask(): u32 {
  return findTask("supervisor");
}

/** The ACL server ends a manager that is silent; it comes back and has its client again. */
function testSeized(): void {
  const result: RevocationResult = zeroed();
  const before: u32 = findTask("deaf");
  okEqual(managerOf(findTask("victim")), before, "the client's manager");
  aclRevokeSubject(taskNumberByName("victim"), Right.MEMORY, 0, result);
  okEqual(result.status, ServerStatus.OK, "REVOKE");
  okEqual(result.seized, 1, "seizes the manager that is silent");
  okEqual(result.pages, 3, "and takes its client's pages");
  sleep(2);
  okEqual(stateOf("deaf"), RestartState.RUNNING, "the manager runs again");
  okEqual(answer.restarts, 1, "started once");
  ok(findTask("deaf") !== before, "it is another task");
  okEqual(managerOf(findTask("victim")), findTask("deaf"), "and has its client back");
}

function main(): u32 {
  beginTests();
  testStates();
  testThrottle();
  testStart();
  testSeized();
  return finishTestsChanged("the client's pages are free now");
}

symbol(start, "_start");
symbol(main, "userMain");
