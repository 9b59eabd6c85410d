/**
 * The row of `make bench` that the preemptive policy gives: a touch of a page that is in the store, while all the memory
 * that the task may have is in use, so that another page has to be taken first.
 */
import { PAGE_SHIFT } from "../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import type { Allocation } from "../../lib/proto/vmm.ts";
import { loadWord, storeWord } from "../../lib/user/memory.ts";
import { start } from "../../lib/user/start.ts";
import { vmmAllocate } from "../../lib/user/vmm-client.ts";
import { addSample, beginSamples, calibrate, endSamples, mustWork, ROUNDS } from "./samples.ts";

/** Three times what its quota holds. */
const PAGES: u32 = 384;
const WORD_STEP: u32 = 64;

function fill(address: u32, page: u32): void {
  for (let offset: u32 = 0; offset < 4096; offset += WORD_STEP) {
    storeWord(address + (page << PAGE_SHIFT) + offset, page * 64 + offset + 1);
  }
}

function main(): u32 {
  const allocation: Allocation = zeroed();
  calibrate();
  vmmAllocate(PAGES << PAGE_SHIFT, allocation);
  mustWork(allocation.status === ServerStatus.OK, "bench: allocate");
  for (let page: u32 = 0; page < PAGES; page++) {
    fill(allocation.address, page);
  }
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const page: u32 = i % PAGES;
    const before: u32 = readTimeStampLow();
    const found: u32 = loadWord(allocation.address + (page << PAGE_SHIFT));
    addSample(readTimeStampLow() - before);
    mustWork(found === page * 64 + 1, "bench: a page was lost");
  }
  endSamples("reclaim_page");
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
