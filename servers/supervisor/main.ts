/**
 * The supervisor: hears of every end of a described task and starts again what the description wants back.
 *
 * It calls nobody and waits for nobody but the kernel, so no server that hangs can hang it: it hears by notification,
 * starts by kernel call, sets itself an alarm for pauses, and whether a caller may START it reads in the published
 * verdicts. It must never send to a task that it watches.
 */
import { type InformationTask, TaskEnd } from "../../lib/abi/information.ts";
import { MANIFEST_TASK_RESTART, type MANIFEST_TASKS_MAX, PolicyUse, Right } from "../../lib/abi/manifest.ts";
import { NOTIFICATION_ALARM, NOTIFICATION_TASK_ENDED } from "../../lib/abi/message.ts";
import { Status } from "../../lib/abi/status.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { RestartState, SUPERVISOR_STATE_SHIFT, SupervisorOperation } from "../../lib/proto/supervisor.ts";
import { ticksNow } from "../../lib/user/call-server.ts";
import { taskCount, taskEntry } from "../../lib/user/information.ts";
import { taskAlarm, taskRestart } from "../../lib/user/kernel-calls.ts";
import { findPublished } from "../../lib/user/published-verdicts.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { endFaulting, serve } from "../../lib/user/server.ts";
import { start } from "../../lib/user/start.ts";
import { reportEnd, reportFailedStart, reportStart } from "./report.ts";
import { forgive, isDue, noteTaskEnd, noteTaskStart, type Restarts, ticksUntil } from "./restarts.ts";

const tasks: FixedArray<Restarts, typeof MANIFEST_TASKS_MAX> = zeroed();

/** Whether the description wants it back after such an end. */
function comesBack(entry: InformationTask): bool {
  const wanted: bool = (entry.flags & MANIFEST_TASK_RESTART) !== 0;
  return wanted && !(entry.end === TaskEnd.EXITED && entry.endDetail === 0);
}

/** Tries to start the task, a flat one with this argument. A try that fails counts as an end. */
function startAgain(taskNumber: u32, argument: u32): Status {
  const words: SystemWords = zeroed();
  const now: u32 = ticksNow();
  words.word2 = argument;
  const status: Status = taskRestart(selfIdentity(), taskNumber, words);
  if (status === Status.OK) {
    noteTaskStart(tasks[taskNumber], now);
    reportStart(taskNumber);
  } else {
    reportFailedStart(taskNumber, status);
    noteTaskEnd(tasks[taskNumber], comesBack(taskEntry(taskNumber)), now);
    reportEnd(taskNumber, tasks[taskNumber], now);
  }
  return status;
}

/** Looks at every task: notes ends, starts what is due, sets the alarm for the next. A start that fails waits for the alarm. */
function lookAround(): void {
  let next: u32 = 0;
  for (let i: u32 = 0; i < taskCount(); i++) {
    const now: u32 = ticksNow();
    if (tasks[i].state === RestartState.RUNNING && taskEntry(i).end !== TaskEnd.NONE) {
      noteTaskEnd(tasks[i], comesBack(taskEntry(i)), now);
      reportEnd(i, tasks[i], now);
    }
    if (isDue(tasks[i], now)) {
      startAgain(i, 0);
    }
    if (tasks[i].state === RestartState.THROTTLED) {
      const left: u32 = ticksUntil(tasks[i], now) === 0 ? 1 : ticksUntil(tasks[i], now);
      next = next === 0 || left < next ? left : next;
    }
  }
  taskAlarm(selfIdentity(), next);
}

function onNotification(bits: u32): void {
  if ((bits & (NOTIFICATION_TASK_ENDED | NOTIFICATION_ALARM)) !== 0) {
    lookAround();
  }
}

/** OK; REFUSED; NO_DECISION where no verdict is published: the caller has it asked for and comes again. */
function mayStart(sender: u32): ServerStatus {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  question.subject = sender;
  question.right = Right.POLICY;
  question.object = PolicyUse.GRANT;
  question.amount = 1;
  return findPublished(question, verdict) ? verdict.status : ServerStatus.NO_DECISION;
}

function onStart(sender: u32, taskNumber: u32, words: SystemWords): void {
  const argument: u32 = words.word2;
  words.word2 = 0;
  words.word0 = mayStart(sender);
  if (words.word0 !== ServerStatus.OK) {
    return;
  }
  if (taskEntry(taskNumber).end === TaskEnd.NONE) {
    words.word0 = ServerStatus.BAD_ARGUMENT;
    return;
  }
  forgive(tasks[taskNumber]);
  const started: bool = startAgain(taskNumber, argument) === Status.OK;
  words.word0 = started ? ServerStatus.OK : ServerStatus.KERNEL_REFUSED;
  words.word1 = started ? taskEntry(taskNumber).identity : 0;
  lookAround();
}

function answerState(taskNumber: u32, words: SystemWords): void {
  const entry: InformationTask = taskEntry(taskNumber);
  words.word0 = ServerStatus.OK | (tasks[taskNumber].state << SUPERVISOR_STATE_SHIFT);
  words.word1 = entry.restarts;
  words.word2 = ticksUntil(tasks[taskNumber], ticksNow());
  words.word3 = entry.end;
}

function onRequest(sender: u32, words: SystemWords): void {
  const operation: u32 = words.word0;
  const taskNumber: u32 = words.word1;
  words.word1 = 0;
  words.word2 = operation === SupervisorOperation.START ? words.word2 : 0;
  words.word3 = 0;
  if (operation !== SupervisorOperation.STATE && operation !== SupervisorOperation.START) {
    words.word0 = ServerStatus.BAD_OPERATION;
  } else if (taskNumber >= taskCount()) {
    words.word0 = ServerStatus.BAD_ARGUMENT;
  } else if (operation === SupervisorOperation.STATE) {
    answerState(taskNumber, words);
  } else {
    onStart(sender, taskNumber, words);
  }
}

function main(): u32 {
  lookAround();
  serve(onRequest, endFaulting, onNotification);
}

symbol(start, "_start");
symbol(main, "userMain");
