/** Starts as many tasks as it may, which let others run; and never ends, never calls the kernel again: it counts in the shared page. */
import { yieldTask } from "../../../lib/flat/kernel-calls.ts";
import { sharedPage } from "../../../lib/flat/shared.ts";
import { start } from "../../../lib/flat/start.ts";
import { startTask } from "../../../lib/flat/tasks.ts";

function giveWay(_task: u32, _argument: u32): never {
  while (true) {
    yieldTask();
  }
}

function main(): u32 {
  while (startTask(giveWay, 0) !== 0) {
    // One more.
  }
  const shared = sharedPage();
  while (true) {
    shared.words[0] += 1;
  }
}

symbol(start, "_start");
symbol(main, "flatMain");
