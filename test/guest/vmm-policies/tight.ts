/** Works on three times as much memory as it may have at once: writes all of it, then reads all of it, again and again. */
import { PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import { type Allocation, type Reason, VmmPolicy, WHY_STORED } from "../../../lib/proto/vmm.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate, vmmRelease, vmmWhy } from "../../../lib/user/vmm-client.ts";

/** 512 KiB are 128 pages. */
const PAGES: u32 = 384;
const PASSES: u32 = 3;
const WORD_STEP: u32 = 64;

const allocation: Allocation = zeroed();
const reason: Reason = zeroed();

function valueOf(page: u32, offset: u32, pass: u32): u32 {
  return (page << 12) + offset * 3 + pass;
}

function writeAll(address: u32, pass: u32): void {
  for (let page: u32 = 0; page < PAGES; page++) {
    for (let offset: u32 = 0; offset < 4096; offset += WORD_STEP) {
      storeWord(address + (page << PAGE_SHIFT) + offset, valueOf(page, offset, pass));
    }
  }
}

function readAll(address: u32, pass: u32): bool {
  for (let page: u32 = 0; page < PAGES; page++) {
    for (let offset: u32 = 0; offset < 4096; offset += WORD_STEP) {
      if (loadWord(address + (page << PAGE_SHIFT) + offset) !== valueOf(page, offset, pass)) {
        return false;
      }
    }
  }
  return true;
}

/** How many of the pages are in the server's store. */
function countStored(address: u32): u32 {
  let count: u32 = 0;
  for (let page: u32 = 0; page < PAGES; page++) {
    vmmWhy(address + (page << PAGE_SHIFT), reason);
    count += reason.policy === VmmPolicy.PREEMPTIVE && (reason.flags & WHY_STORED) !== 0 ? 1 : 0;
  }
  return count;
}

function main(): u32 {
  vmmAllocate(PAGES << PAGE_SHIFT, allocation);
  if (allocation.status !== ServerStatus.OK) {
    printLine("not ok 99 - no memory under the preemptive policy");
    return 1;
  }
  for (let pass: u32 = 1; pass <= PASSES; pass++) {
    writeAll(allocation.address, pass);
    if (!readAll(allocation.address, pass)) {
      printLine("not ok 99 - a page that was taken came back wrong");
      return 1;
    }
  }
  if (countStored(allocation.address) < PAGES / 2) {
    printLine("not ok 99 - hardly a page was taken");
    return 1;
  }
  return vmmRelease(allocation.address) === ServerStatus.OK ? 0 : 1;
}

symbol(start, "_start");
symbol(main, "userMain");
