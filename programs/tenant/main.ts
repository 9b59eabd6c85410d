/**
 * A task that lives: it takes memory and uses it now and then, so that there is something to look at from the shell (map,
 * why, trace), to move to another VMM server (vmm) and to take away (revoke). It says nothing until it ends.
 */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import type { Allocation } from "../../lib/proto/vmm.ts";
import { taskAlarm, waitForMessage } from "../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../lib/user/memory.ts";
import { print, printLine } from "../../lib/user/print.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { vmmAllocate } from "../../lib/user/vmm-client.ts";

const PAGES: u32 = 8;
/** Those that it uses; the others stay reserved. */
const USED_PAGES: u32 = 4;
const PAUSE_TICKS: u32 = 50;

function useMemory(address: u32): void {
  for (let page: u32 = 0; page < USED_PAGES; page++) {
    const word: u32 = address + page * PAGE_SIZE_BYTES;
    storeWord(word, loadWord(word) + 1);
  }
}

function main(): u32 {
  const allocation: Allocation = zeroed();
  vmmAllocate(PAGES * PAGE_SIZE_BYTES, allocation);
  if (allocation.status !== ServerStatus.OK) {
    print("tenant: no memory: ");
    printLine(serverStatusText(allocation.status));
    return 1;
  }
  const words: SystemWords = zeroed();
  while (true) {
    useMemory(allocation.address);
    taskAlarm(selfIdentity(), PAUSE_TICKS);
    waitForMessage(words);
  }
}

symbol(start, "_start");
symbol(main, "userMain");
