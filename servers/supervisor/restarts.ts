/**
 * When a task that has ended is started again: at once while that is rare, after a growing pause when it happens
 * again and again, and not at all when that does not help. Pure: who calls says what time it is.
 *
 * A pause is always shorter than lib/user waits for a server (SERVER_WAIT_TICKS), so that a client of one that is
 * throttled waits, and only a client of one that is held is told UNREACHABLE.
 */
import { RestartState } from "../../lib/proto/supervisor.ts";

/** A task that ran so long before it ended begins anew with a good name: 1 s. */
export const STEADY_TICKS: u32 = 100;
/** Ends in short order after which it is started again at once. */
export const FREE_RESTARTS: u32 = 3;
/** The end in short order after which it stays down. */
export const ENDS_UNTIL_HELD: u32 = 10;
/** No pause is longer: 0.64 s. */
export const PAUSE_MAX_TICKS: u32 = 64;

/** What the supervisor knows of one task. */
export class Restarts {
  state: RestartState = RestartState.RUNNING;
  /** Tick of its last start. */
  started: u32 = 0;
  /** Ends in short order, the last one included. */
  ends: u32 = 0;
  /** Tick of the next try, while THROTTLED. */
  due: u32 = 0;
}

function pauseAfter(ends: u32): u32 {
  if (ends <= FREE_RESTARTS) {
    return 0;
  }
  const doublings: u32 = ends - FREE_RESTARTS - 1;
  const pause: u32 = doublings < 16 ? 1 << doublings : PAUSE_MAX_TICKS;
  return pause < PAUSE_MAX_TICKS ? pause : PAUSE_MAX_TICKS;
}

/** The task has ended, or could not be started. `comes` says whether its description wants it back. */
export function noteTaskEnd(task: Restarts, comes: bool, now: u32): void {
  if (!comes) {
    task.state = RestartState.ENDED;
    return;
  }
  task.ends = now - task.started >= STEADY_TICKS && task.state === RestartState.RUNNING ? 1 : task.ends + 1;
  task.state = task.ends < ENDS_UNTIL_HELD ? RestartState.THROTTLED : RestartState.HELD;
  task.due = now + pauseAfter(task.ends);
}

/** The task runs again. */
export function noteTaskStart(task: Restarts, now: u32): void {
  task.state = RestartState.RUNNING;
  task.started = now;
}

/** Forgets that it ended too often: somebody has asked for it. */
export function forgive(task: Restarts): void {
  task.ends = 0;
}

/** Whether it is to be started now. */
export function isDue(task: Restarts, now: u32): bool {
  return task.state === RestartState.THROTTLED && ticksUntil(task, now) === 0;
}

/** Ticks until the next try; 0 when there is none, or it is due. Ticks may wrap in between. */
export function ticksUntil(task: Restarts, now: u32): u32 {
  const left: u32 = task.due - now;
  return task.state === RestartState.THROTTLED && left <= PAUSE_MAX_TICKS ? left : 0;
}
