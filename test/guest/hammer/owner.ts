/** Holds memory that the sharer maps, written once; at the first address that a VMM server gives. */
import { ALLOCATION_START, PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { waitForMessage } from "../../../lib/user/kernel-calls.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate } from "../../../lib/user/vmm-client.ts";
import { fill, PAGES } from "./protocol.ts";

function main(): u32 {
  const allocation: Allocation = zeroed();
  const words: SystemWords = zeroed();
  vmmAllocate(PAGES << PAGE_SHIFT, allocation);
  if (allocation.status !== ServerStatus.OK || allocation.address !== ALLOCATION_START) {
    panic("the owner has no memory, or elsewhere");
  }
  fill(allocation.address);
  while (true) {
    waitForMessage(words);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
