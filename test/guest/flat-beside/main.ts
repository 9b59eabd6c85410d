/**
 * A task of ring 3 beside flat ones: an endless loop in ring 0 delays it and no more, a fault there is
 * none of its business, and it can neither reach nor call what is in ring 0.
 */
import { Counter } from "../../../lib/abi/call.ts";
import { FLAT_CALL_VECTOR, FLAT_STACK_BYTES } from "../../../lib/abi/flat.ts";
import { FLAT_PROGRAM_BYTES, FLAT_PROGRAMS_START, PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { FAULT_WRITE } from "../../../lib/abi/message.ts";
import { Status } from "../../../lib/abi/status.ts";
import { findTask, managerOf } from "../../../lib/user/information.ts";
import { callTask, counterGet, notify, taskStop, yieldTask } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";
import { expectDeath, expectFault, expectNoSurvival } from "../isolation/run.ts";
import { beginCode, code2, codeJump, codeRead, codeWrite } from "../support/code.ts";
import { counter } from "../support/marks.ts";
import { beginTests, finishTests, ok, okEqual, okStatus } from "../support/tap.ts";

const TICKS: u32 = 6;
const WORDS = 256;
/** Number of the looping task in system.ts. */
const LOOP_NUMBER: u32 = 1;
/** With its guard page. */
const STACK_PAGES: u32 = (FLAT_STACK_BYTES >>> PAGE_SHIFT) + 1;

const memory: FixedArray<u32, typeof WORDS> = zeroed();

function testLoop(): void {
  const begin: u32 = counter(Counter.TICKS);
  let turns: u32 = 0;
  let sound: bool = true;
  while (counter(Counter.TICKS) - begin < TICKS) {
    for (let i: u32 = 0; i < WORDS; i++) {
      memory[i] = turns + i;
    }
    yieldTask();
    for (let i: u32 = 0; i < WORDS; i++) {
      sound = sound && memory[i] === turns + i;
    }
    turns += 1;
  }
  ok(turns >= 2, "a flat task's endless loop only delays");
  ok(sound, "memory is as it was after each turn");
}

function testCalls(loop: u32): void {
  const words: SystemWords = zeroed();
  ok(loop !== 0, "the flat task is listed");
  okEqual(managerOf(loop), 0, "nobody manages its memory");
  okStatus(callTask(loop, words), Status.DENIED, "it cannot be called");
  okStatus(notify(loop, 1), Status.DENIED, "it cannot be notified");
  okStatus(taskStop(loop), Status.DENIED, "it cannot be stopped");
}

/** The flat task has started others until it could not any more. */
function testQuota(): void {
  const words: SystemWords = zeroed();
  words.word1 = LOOP_NUMBER;
  okStatus(counterGet(Counter.ACCOUNT_TASKS, words), Status.OK, "the flat task's account");
  okEqual(words.word0, 3, "stacks end at the quota");
  words.word1 = LOOP_NUMBER;
  counterGet(Counter.ACCOUNT_TABLES, words);
  okEqual(words.word0, 3 * STACK_PAGES, "and are counted");
}

function testReach(): void {
  const program: u32 = FLAT_PROGRAMS_START + LOOP_NUMBER * FLAT_PROGRAM_BYTES;
  beginCode();
  codeRead(program);
  expectFault(program, 0, "a flat program cannot be read");
  beginCode();
  codeWrite(program);
  expectFault(program, FAULT_WRITE, "a flat program cannot be written");
  beginCode();
  codeJump(program);
  expectNoSurvival("a flat program cannot be jumped to");
}

function testVector(): void {
  beginCode();
  code2(0xcd, u8(FLAT_CALL_VECTOR));
  expectDeath("the flat tasks' vector is not for ring 3");
}

function main(): u32 {
  beginTests();
  testCalls(findTask("loop"));
  testLoop();
  testQuota();
  testReach();
  testVector();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "userMain");
