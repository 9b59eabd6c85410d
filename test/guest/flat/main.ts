/** The flat domain, tested from inside: by a flat task, whose children are tasks of this program. */
import { start } from "../../../lib/flat/start.ts";
import { testBuffers } from "./buffers.ts";
import { testDma } from "./dma.ts";
import { testFaults } from "./faults.ts";
import { testHeap } from "./heap.ts";
import { finishTests } from "./tap.ts";
import { testTasks } from "./tasks.ts";

function main(): u32 {
  testTasks();
  testFaults();
  testHeap();
  testDma();
  testBuffers();
  return finishTests();
}

symbol(start, "_start");
symbol(main, "flatMain");
