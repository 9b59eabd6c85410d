/** A client that goes on when memory is taken away: its handler asks which and ends it well. */
import { ALLOCATION_START, PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { type Allocation, type Reason, WHY_REVOKED } from "../../../lib/proto/vmm.ts";
import { yieldTask } from "../../../lib/user/kernel-calls.ts";
import { addressOfEntry, loadWord, storeWord } from "../../../lib/user/memory.ts";
import { endSelf } from "../../../lib/user/panic.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate, vmmLastRevoked, vmmOnRevoked, vmmWhy } from "../../../lib/user/vmm-client.ts";

const allocation: Allocation = zeroed();
const reason: Reason = zeroed();

/** Where the client goes on: its stack is as it was at the touch. */
function onRevoked(_task: u32, _space: u32): never {
  const words: SystemWords = zeroed();
  const told: bool = vmmLastRevoked(words) === ServerStatus.OK && words.word1 === ALLOCATION_START + 4;
  vmmWhy(ALLOCATION_START, reason);
  const named: bool = (reason.flags & WHY_REVOKED) !== 0 && reason.rule === words.word2;
  vmmAllocate(1, allocation);
  const refused: bool = allocation.status === ServerStatus.REFUSED;
  endSelf(told && named && refused ? 0 : 2);
}

function main(): u32 {
  vmmOnRevoked(addressOfEntry(onRevoked), 0);
  vmmAllocate(4 << PAGE_SHIFT, allocation);
  storeWord(allocation.address, 41);
  storeWord(allocation.address + 4, 0);
  while (loadWord(allocation.address + 4) === 0) {
    yieldTask();
  }
  return 1;
}

symbol(start, "_start");
symbol(main, "userMain");
