/** When a task is started again: pauses that grow, an end of patience, a good name after a while; also where ticks wrap. */
import { RestartState } from "../../lib/proto/supervisor.ts";
import {
  ENDS_UNTIL_HELD,
  FREE_RESTARTS,
  forgive,
  isDue,
  noteTaskEnd,
  noteTaskStart,
  PAUSE_MAX_TICKS,
  type Restarts,
  STEADY_TICKS,
  ticksUntil,
} from "../../servers/supervisor/restarts.ts";
import { check, checkEqual, finish } from "./support/check.ts";

/** Ends it and, when its pause is over, starts it again. Answers how long the pause was. */
function endOnce(task: Restarts, now: u32): u32 {
  noteTaskEnd(task, true, now);
  const pause: u32 = ticksUntil(task, now);
  check(pause === 0 || !isDue(task, now), "nothing is due within the pause");
  check(task.state === RestartState.HELD || isDue(task, now + pause), "it is due after it");
  if (task.state !== RestartState.HELD) {
    noteTaskStart(task, now + pause);
  }
  return pause;
}

/** A crash loop that begins at a tick. */
function testLoop(begin: u32): void {
  const task: Restarts = zeroed();
  let now: u32 = begin;
  let before: u32 = 0;
  noteTaskStart(task, now);
  for (let ends: u32 = 1; ends < ENDS_UNTIL_HELD; ends++) {
    const pause: u32 = endOnce(task, now);
    checkEqual(task.state, RestartState.RUNNING, "it comes back");
    check(ends > FREE_RESTARTS || pause === 0, "at first at once");
    check(ends <= FREE_RESTARTS || pause > before || pause === PAUSE_MAX_TICKS, "pauses grow");
    check(pause <= PAUSE_MAX_TICKS, "no pause is longer than said");
    before = pause;
    now += pause;
  }
  endOnce(task, now);
  checkEqual(task.state, RestartState.HELD, "it is held in the end");
  check(!isDue(task, now + PAUSE_MAX_TICKS), "and never due again");
  forgive(task);
  noteTaskStart(task, now);
  endOnce(task, now);
  checkEqual(task.state, RestartState.RUNNING, "until it is forgiven");
}

function testSteady(begin: u32): void {
  const task: Restarts = zeroed();
  let now: u32 = begin;
  noteTaskStart(task, now);
  for (let ends: u32 = 0; ends < 5 * ENDS_UNTIL_HELD; ends++) {
    now += STEADY_TICKS;
    checkEqual(endOnce(task, now), 0, "who ends seldom comes back at once");
  }
  checkEqual(task.ends, 1, "and has a good name");
}

function testOthers(): void {
  const task: Restarts = zeroed();
  noteTaskStart(task, 5);
  noteTaskEnd(task, false, 6);
  checkEqual(task.state, RestartState.ENDED, "whom nobody wants back stays away");
  check(!isDue(task, 6) && !isDue(task, 1000), "for good");
  checkEqual(ticksUntil(task, 6), 0, "without a next try");
}

/** A start that fails counts as an end, however long the pause was. */
function testFailedStarts(): void {
  const task: Restarts = zeroed();
  let now: u32 = 0;
  noteTaskStart(task, now);
  for (let ends: u32 = 1; ends < ENDS_UNTIL_HELD; ends++) {
    noteTaskEnd(task, true, now);
    now += STEADY_TICKS + ticksUntil(task, now);
  }
  noteTaskEnd(task, true, now);
  checkEqual(task.state, RestartState.HELD, "who cannot be started is held");
}

export function main(): i32 {
  testLoop(0);
  testLoop(0xffff_fff0);
  testSteady(7);
  testSteady(0xffff_ff00);
  testOthers();
  testFailedStarts();
  return finish("restarts");
}
