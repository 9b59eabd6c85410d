/** Asks the supervisor about tasks, and to start one again. It is found by its kind; without one all answers are UNREACHABLE. */
import { IDENTITY_NOBODY } from "../abi/identity.ts";
import { TaskEnd, TaskKind } from "../abi/information.ts";
import { PolicyUse, Right } from "../abi/manifest.ts";
import { Status } from "../abi/status.ts";
import type { Question, Verdict } from "../proto/decision.ts";
import { SERVER_STATUS_MASK, ServerStatus } from "../proto/server-status.ts";
import { RestartState, SUPERVISOR_STATE_SHIFT, SupervisorOperation } from "../proto/supervisor.ts";
import { askCache } from "./decision-client.ts";
import { taskCount, taskEntry } from "./information.ts";
import { callTask } from "./kernel-calls.ts";
import { selfIdentity } from "./self.ts";

/** The answer to STATE. */
export class SupervisedTask {
  status: ServerStatus = ServerStatus.OK;
  state: RestartState = RestartState.RUNNING;
  restarts: u32 = 0;
  /** Ticks until the next try. */
  pause: u32 = 0;
  /** How it last ended. */
  end: TaskEnd = TaskEnd.NONE;
}

function supervisorIdentity(): u32 {
  for (let i: u32 = 0; i < taskCount(); i++) {
    if (taskEntry(i).kind === TaskKind.SUPERVISOR) {
      return taskEntry(i).identity;
    }
  }
  return IDENTITY_NOBODY;
}

function request(
  operation: SupervisorOperation,
  taskNumber: u32,
  argument: u32,
  words: SystemWords,
): ServerStatus {
  words.word0 = operation;
  words.word1 = taskNumber;
  words.word2 = argument;
  if (callTask(supervisorIdentity(), words) !== Status.OK) {
    return ServerStatus.UNREACHABLE;
  }
  return (words.word0 & SERVER_STATUS_MASK) as ServerStatus;
}

/** STATE of a task number. OK, BAD_ARGUMENT, UNREACHABLE; the rest of the answer is there after OK. */
export function supervisorState(taskNumber: u32, answer: SupervisedTask): void {
  const words: SystemWords = zeroed();
  answer.status = request(SupervisorOperation.STATE, taskNumber, 0, words);
  answer.state = ((words.word0 >>> SUPERVISOR_STATE_SHIFT) & 3) as RestartState;
  answer.restarts = words.word1;
  answer.pause = words.word2;
  answer.end = words.word3 as TaskEnd;
}

/** Has the right to START decided and published: the supervisor asks nobody. */
function haveRightPublished(): void {
  const question: Question = zeroed();
  const verdict: Verdict = zeroed();
  question.subject = selfIdentity();
  question.right = Right.POLICY;
  question.object = PolicyUse.GRANT;
  question.amount = 1;
  askCache(question, verdict);
}

/**
 * START of a task number, of a flat task with an argument, for who may grant and may call the IPC cache server too. OK, REFUSED, NO_DECISION, BAD_ARGUMENT (no such
 * task, or it runs), KERNEL_REFUSED, UNREACHABLE.
 */
export function supervisorStartWith(taskNumber: u32, argument: u32): ServerStatus {
  const words: SystemWords = zeroed();
  const status: ServerStatus = request(SupervisorOperation.START, taskNumber, argument, words);
  if (status !== ServerStatus.NO_DECISION) {
    return status;
  }
  haveRightPublished();
  return request(SupervisorOperation.START, taskNumber, argument, words);
}

/** START without an argument. */
export function supervisorStart(taskNumber: u32): ServerStatus {
  return supervisorStartWith(taskNumber, 0);
}
