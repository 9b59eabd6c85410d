/** The smallest task: copy this folder, name it in iso/system.ts, and `make run`. */
import { free, malloc } from "../../lib/user/malloc.ts";
import { storeWord } from "../../lib/user/memory.ts";
import { printLine } from "../../lib/user/print.ts";
import { start } from "../../lib/user/start.ts";

function main(): u32 {
  const address: u32 = malloc(100);
  if (address === 0) {
    printLine("hello: the rules give me no memory");
    return 1;
  }
  storeWord(address, 42);
  free(address);
  printLine("hello: I had memory, and gave it back");
  return 0;
}
symbol(start, "_start");
symbol(main, "userMain");
