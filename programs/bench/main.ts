/**
 * The rows of `make bench` that need the kernel, an echo server and a pager. client.ts has those
 * that need the real servers; it has a higher priority and has ended before this task runs.
 */
import { Counter } from "../../lib/abi/call.ts";
import { ALLOCATION_START, PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import { findTask } from "../../lib/user/information.ts";
import { callTask, counterGet, nullCall, taskAlarm, waitForMessage } from "../../lib/user/kernel-calls.ts";
import {
  callLong,
  LONG_MESSAGE_WORDS,
  type LongMessage,
  type MessageWindow,
  messageWindow,
} from "../../lib/user/long-message.ts";
import { loadWord } from "../../lib/user/memory.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { FaultPolicy, LONG_WINDOW, Measurement, PagerOperation } from "./pager-protocol.ts";
import { addSample, beginSamples, calibrate, endSamples, mustWork, printRow, ROUNDS } from "./samples.ts";

/** Pages that are touched once each, in rows with a fault. */
const FAULT_ADDRESS: u32 = ALLOCATION_START;
/** Fewer than the frames that idle time clears (ZEROED_MAX of kernel/memory/frame-blocks.ts). */
const REST_PAGES: u32 = 32;
/** Where the pager's own rows have their pages: a 2 MiB of its own. */
const CALL_ADDRESS: u32 = ALLOCATION_START + 0x1000_0000;

const message: LongMessage = zeroed();

/** The words are nobody's business here: whatever the registers hold goes and comes. */
function measureNullCall(): void {
  const words: SystemWords = zeroed();
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    const status: Status = nullCall(words);
    addSample(readTimeStampLow() - before);
    mustWork(status === Status.OK, "bench: null call");
  }
  endSamples("null_call");
}

function measureEmptyMessage(echo: u32, name: string): void {
  const words: SystemWords = zeroed();
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    const status: Status = callTask(echo, words);
    addSample(readTimeStampLow() - before);
    mustWork(status === Status.OK, "bench: ipc_0");
  }
  endSamples(name);
}

function measureFourWords(echo: u32): void {
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    const words: SystemWords = zeroed();
    words.word0 = i;
    words.word1 = i + 1;
    words.word2 = i + 2;
    words.word3 = i + 3;
    const status: Status = callTask(echo, words);
    const sum: u32 = words.word0 + words.word1 + words.word2 + words.word3;
    addSample(readTimeStampLow() - before);
    mustWork(status === Status.OK && sum === 4 * i + 6, "bench: ipc_4");
  }
  endSamples("ipc_4");
}

/** 63 words there and as many back, through a window. */
function measureLongMessage(pager: u32): void {
  const words: SystemWords = zeroed();
  const window: MessageWindow = messageWindow(LONG_WINDOW);
  askPager(pager, PagerOperation.LONG_MESSAGES, 0, 0, words);
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    message.words[0] = i;
    message.words[LONG_MESSAGE_WORDS - 1] = ~i;
    const before: u32 = readTimeStampLow();
    const status: Status = callLong(pager, window, message, words);
    addSample(readTimeStampLow() - before);
    const answer: LongMessage = window.answer;
    const same: bool = answer.words[0] === i && answer.words[LONG_MESSAGE_WORDS - 1] === ~i;
    mustWork(status === Status.OK && same, "bench: ipc_63");
  }
  endSamples("ipc_63");
  askPager(pager, PagerOperation.LONG_END, 0, 0, words);
}

/** One request to the pager that must work; the answer is in `words`. */
function askPager(pager: u32, operation: PagerOperation, first: u32, second: u32, words: SystemWords): void {
  words.word0 = operation;
  words.word1 = first;
  words.word2 = second;
  mustWork(callTask(pager, words) === Status.OK && words.word0 === 0, "bench: the pager refused");
}

/** Sleeps for a timer tick: the machine has nothing else to do and clears frames. */
function sleepOneTick(): void {
  const words: SystemWords = zeroed();
  mustWork(taskAlarm(selfIdentity(), 1) === Status.OK, "bench: alarm");
  waitForMessage(words);
}

/**
 * Touches one page after the other while the pager maps them in the way of `policy`; with a `rest` the machine is
 * idle for a tick before each so many of them.
 */
function measureFaults(pager: u32, policy: FaultPolicy, rest: u32, name: string): void {
  const words: SystemWords = zeroed();
  askPager(pager, PagerOperation.RESERVE, FAULT_ADDRESS, ROUNDS, words);
  askPager(pager, PagerOperation.FAULTS, policy, 0, words);
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    if (rest !== 0 && i % rest === 0) {
      sleepOneTick();
    }
    const address: u32 = FAULT_ADDRESS + (i << PAGE_SHIFT);
    const before: u32 = readTimeStampLow();
    const found: u32 = loadWord(address);
    addSample(readTimeStampLow() - before);
    mustWork(found === 0, "bench: a page was not zero");
  }
  endSamples(name);
  askPager(pager, PagerOperation.FAULTS, FaultPolicy.END, 0, words);
  askPager(pager, PagerOperation.RELEASE, FAULT_ADDRESS, ROUNDS, words);
}

/** One touch that faults again and again: the pager measures from its answer to the next fault's arrival. */
function measureBounces(pager: u32): void {
  const words: SystemWords = zeroed();
  askPager(pager, PagerOperation.RESERVE, FAULT_ADDRESS, 1, words);
  askPager(pager, PagerOperation.FAULTS, FaultPolicy.BOUNCE, 0, words);
  loadWord(FAULT_ADDRESS);
  askPager(pager, PagerOperation.BOUNCES, 0, 0, words);
  printRow("fault_reply", words.word1, words.word2);
  askPager(pager, PagerOperation.RELEASE, FAULT_ADDRESS, 1, words);
}

function measureMappings(pager: u32): void {
  const words: SystemWords = zeroed();
  askPager(pager, PagerOperation.MAP_ALONE, FAULT_ADDRESS, 0, words);
  printRow("map_page", words.word1, words.word2);
  askPager(pager, PagerOperation.UNMAP_ALONE, FAULT_ADDRESS, 0, words);
  printRow("unmap_page", words.word1, words.word2);
}

/** A row that the pager measures by itself. */
function measureCall(pager: u32, which: Measurement, name: string): void {
  const words: SystemWords = zeroed();
  askPager(pager, PagerOperation.MEASURE, which, CALL_ADDRESS, words);
  printRow(name, words.word1, words.word2);
}

/** The longest slice of all calls above, as the kernel has measured it. */
function showLongestCall(): void {
  const words: SystemWords = zeroed();
  mustWork(counterGet(Counter.LONGEST_SLICE, words) === Status.OK, "bench: longest_call");
  printRow("longest_call", words.word0, words.word0);
  mustWork(counterGet(Counter.INTERRUPTS_OFF, words) === Status.OK, "bench: interrupts_off");
  printRow("interrupts_off", words.word0, words.word0);
}

/** The same as before, among two thousand tasks and a thousand spaces. */
function measureInCrowd(echo: u32, pager: u32): void {
  const words: SystemWords = zeroed();
  askPager(pager, PagerOperation.GATHER, 0, 0, words);
  measureEmptyMessage(echo, "ipc_0_2000");
  measureFaults(pager, FaultPolicy.MAP_READY, 0, "fault_map_1000");
  askPager(pager, PagerOperation.DISPERSE, 0, 0, words);
}

function showBootTime(): void {
  const words: SystemWords = zeroed();
  mustWork(counterGet(Counter.BOOT_TO_USER, words) === Status.OK, "bench: boot_to_user");
  printRow("boot_to_user", words.word0, words.word0);
}

function main(): u32 {
  const echo: u32 = findTask("bench-echo");
  const pager: u32 = findTask("bench-pager");
  calibrate();
  measureNullCall();
  measureEmptyMessage(echo, "ipc_0");
  measureFourWords(echo);
  measureLongMessage(pager);
  measureBounces(pager);
  measureFaults(pager, FaultPolicy.MAP_READY, 0, "fault_map");
  measureFaults(pager, FaultPolicy.MAP_ZERO, 0, "fault_zero_map");
  measureFaults(pager, FaultPolicy.MAP_ZERO, REST_PAGES, "fault_zero_map_warm");
  measureMappings(pager);
  measureCall(pager, Measurement.ALLOC_FRAME, "alloc_frame");
  measureCall(pager, Measurement.ALLOC_RUN_64, "alloc_run_64");
  measureCall(pager, Measurement.MAP_PAGE_2M, "map_page_2m");
  measureCall(pager, Measurement.RELOCATE_PAGE, "relocate_page");
  measureCall(pager, Measurement.RELOCATE_SHARED, "relocate_page_513");
  measureCall(pager, Measurement.RELOCATE_64, "relocate_page_65");
  measureCall(pager, Measurement.TASK_CREATE, "task_create");
  measureCall(pager, Measurement.TASK_END, "task_end");
  measureCall(pager, Measurement.TASK_SPACE_CREATE, "task_space_create");
  measureCall(pager, Measurement.TASK_SPACE_END, "task_space_end");
  measureInCrowd(echo, pager);
  showLongestCall();
  showBootTime();
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
