/** The flat domain, tested from inside: by a flat task, whose children are tasks of this program. */
import { start } from "../../../lib/flat/start.ts";
import { testBuffers } from "./buffers.ts";
import { testDma } from "./dma.ts";
import { testFaults } from "./faults.ts";
import { testHeap } from "./heap.ts";
import { testLongCalls } from "./long-calls.ts";
import { testRandom } from "./random.ts";
import { beginTests, finishTestsChanged } from "./tap.ts";
import { testTasks } from "./tasks.ts";

function main(): u32 {
  beginTests();
  testTasks();
  testFaults();
  testHeap();
  testDma();
  testBuffers();
  testLongCalls();
  testRandom();
  return finishTestsChanged("the global heap keeps what its blocks have needed");
}

symbol(start, "_start");
symbol(main, "flatMain");
