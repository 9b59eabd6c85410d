/** A flat task that faults at once. */
import { storeWord } from "../../../lib/flat/memory.ts";
import { start } from "../../../lib/flat/start.ts";

function main(): u32 {
  storeWord(0, 1);
  return 0;
}

symbol(start, "_start");
symbol(main, "flatMain");
