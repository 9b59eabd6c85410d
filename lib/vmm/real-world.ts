/** The world of a VMM server that runs: each function value is one of lib/user. */
import { Counter, TaskOperation } from "../abi/call.ts";
import { FAULT_EXECUTE, FAULT_WRITE } from "../abi/message.ts";
import { Status } from "../abi/status.ts";
import { decidePublished } from "../user/decision-client.ts";
import { systemInformation } from "../user/information.ts";
import {
  addressSpaceAlloc,
  addressSpaceGet,
  addressSpaceRelease,
  addressSpaceSet,
  counterGet,
  taskControl,
  taskStop,
} from "../user/kernel-calls.ts";
import { managerNotes } from "../user/manager-notes.ts";
import { wordWindow } from "../user/memory.ts";
import { printTaskName } from "../user/names.ts";
import { acknowledgeRevocation, policyPublication } from "../user/policy-view.ts";
import { print, printHex, printLine } from "../user/print.ts";
import { selfIdentity } from "../user/self.ts";
import { World } from "./world.ts";

function exchangeSpace(successor: u32, space: u32): Status {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.EXCHANGE;
  words.word1 = successor;
  words.word2 = space;
  return taskControl(selfIdentity(), words);
}

function setAlarm(ticks: u32): void {
  const words: SystemWords = zeroed();
  words.word0 = TaskOperation.ALARM;
  words.word1 = ticks;
  if (taskControl(selfIdentity(), words) !== Status.OK) {
    printLine("vmm: the kernel refuses an alarm");
  }
}

function counter(which: Counter): u32 {
  const words: SystemWords = zeroed();
  return counterGet(which, words) === Status.OK ? words.word0 : 0;
}

function ticks(): u32 {
  return counter(Counter.TICKS);
}

function freeFrames(): u32 {
  return counter(Counter.FREE_FRAMES);
}

function accessName(bits: u32): string {
  if ((bits & FAULT_EXECUTE) !== 0) {
    return "executed";
  }
  return (bits & FAULT_WRITE) !== 0 ? "wrote" : "read";
}

/** A line that fits 80 columns with the names of the product. */
function reportEnd(server: string, task: u32, address: u32, bits: u32, at: u32, reason: string): void {
  print(server);
  print(": ended ");
  printTaskName(task);
  print(", ");
  print(accessName(bits));
  print(" ");
  printHex(address);
  print(" at ");
  printHex(at);
  print(": ");
  printLine(reason);
}

/** Static: it holds nothing but functions. */
export const REAL_WORLD: World = new World(
  addressSpaceGet,
  addressSpaceSet,
  addressSpaceAlloc,
  addressSpaceRelease,
  exchangeSpace,
  taskStop,
  decidePublished,
  acknowledgeRevocation,
  ticks,
  setAlarm,
  freeFrames,
  managerNotes,
  systemInformation,
  policyPublication,
  wordWindow,
  reportEnd,
);
