/** A client that uses its memory, keeps it, and ends: the VMM must forget it. */
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { storeWord } from "../../../lib/user/memory.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";

function main(): u32 {
  const allocation: Allocation = zeroed();
  vmmAllocate(4096, allocation);
  storeWord(allocation.address, 1);
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
