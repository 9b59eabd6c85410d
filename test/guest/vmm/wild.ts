/** A client that touches the page after its region. */
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";

function main(): u32 {
  const allocation: Allocation = zeroed();
  vmmAllocate(4096, allocation);
  storeWord(allocation.address, 1);
  loadWord(allocation.address + 4096);
  printLine("not ok 99 - a touch outside the region was survived");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
