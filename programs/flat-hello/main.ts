/**
 * The smallest flat task, and a start for others: it runs in ring 0 in the one shared address space,
 * takes memory from the global heap, and shares it with a second task of the same program.
 */
import { allocate, release } from "../../lib/flat/heap.ts";
import { loadWord, storeWord } from "../../lib/flat/memory.ts";
import { endSelf } from "../../lib/flat/panic.ts";
import { print, printDecimal, printLine } from "../../lib/flat/print.ts";
import { start } from "../../lib/flat/start.ts";
import { startTask, waitForEnd } from "../../lib/flat/tasks.ts";

const ANSWER: u32 = 42;

/** The second task writes the answer where the first one has told it. */
function second(_task: u32, address: u32): never {
  storeWord(address, ANSWER);
  endSelf(0);
}

function main(): u32 {
  printLine("flat-hello: in ring 0, without a wall");
  const shared = allocate(4);
  const task = startTask(second, shared);
  waitForEnd(task);
  print("flat-hello: the other task says ");
  printDecimal(loadWord(shared));
  printLine("");
  release(shared);
  return 0;
}

symbol(start, "_start");
symbol(main, "flatMain");
