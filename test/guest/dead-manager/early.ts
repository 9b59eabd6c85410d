/** Faults while its manager still lives. */
import { ALLOCATION_START } from "../../../lib/abi/memory-map.ts";
import { loadWord } from "../../../lib/user/memory.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";

function main(): u32 {
  loadWord(ALLOCATION_START);
  printLine("not ok 99 - a fault that nobody answered was survived");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
