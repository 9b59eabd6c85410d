/** A client that touches its memory for ever. */
import { PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { yieldTask } from "../../../lib/user/kernel-calls.ts";
import { loadWord } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";

const allocation: Allocation = zeroed();

function main(): u32 {
  vmmAllocate(4 << PAGE_SHIFT, allocation);
  while (loadWord(allocation.address + (2 << PAGE_SHIFT)) === 0) {
    yieldTask();
  }
  return 1;
}

symbol(start, "_start");
symbol(main, "userMain");
