/** Says how long a tick takes, over ten of them. */
import { taskAlarm, waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { print, printDecimal, printLine } from "../../../lib/user/print.ts";
import { selfIdentity } from "../../../lib/user/self.ts";
import { start } from "../../../lib/user/start.ts";

const TICKS: u32 = 10;

function waitTicks(ticks: u32): void {
  const words: SystemWords = zeroed();
  taskAlarm(selfIdentity(), ticks);
  waitForMessage(words);
}

function main(): u32 {
  waitTicks(1);
  const before: u32 = readTimeStampLow();
  waitTicks(TICKS);
  print("ticks: ");
  printDecimal((readTimeStampLow() - before) / TICKS);
  printLine(" units each");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
