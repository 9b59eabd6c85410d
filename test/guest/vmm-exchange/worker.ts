/**
 * A client that never rests: it takes regions, writes what it knows, reads it again, gives them back. It ends with status 0
 * when every word was right all the time, whoever managed its memory meanwhile.
 */
import { PAGE_SHIFT } from "../../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../../lib/proto/server-status.ts";
import type { Allocation } from "../../../lib/proto/vmm.ts";
import { yieldTask } from "../../../lib/user/kernel-calls.ts";
import { loadWord, storeWord } from "../../../lib/user/memory.ts";
import { printLine } from "../../../lib/user/print.ts";
import { start } from "../../../lib/user/start.ts";
import { vmmAllocate, vmmRelease } from "../../../lib/user/vmm-client.ts";

const REGIONS = 8;
const REGION_PAGES: u32 = 8;
const ROUNDS: u32 = 800;

class Region {
  address: u32 = 0;
  /** What its words are made of; 0: never written. */
  mark: u32 = 0;
}

const regions: FixedArray<Region, typeof REGIONS> = zeroed();
const allocation: Allocation = zeroed();

function isRight(region: Region): bool {
  for (let page: u32 = 0; page < REGION_PAGES; page++) {
    const expected: u32 = region.mark === 0 ? 0 : region.mark + page;
    if (loadWord(region.address + (page << PAGE_SHIFT)) !== expected) {
      return false;
    }
  }
  return true;
}

function write(region: Region, mark: u32): void {
  for (let page: u32 = 0; page < REGION_PAGES; page++) {
    storeWord(region.address + (page << PAGE_SHIFT), mark + page);
    if ((mark >>> 6) % REGION_PAGES === page || page === 0) {
      // In the middle of its work: the other task exchanges its manager now.
      yieldTask();
    }
  }
  region.mark = mark;
}

/** One region is checked, given back or written anew. Returns what went wrong, or an empty string. */
function work(round: u32): string {
  const region: Region = regions[round % REGIONS];
  if (region.address === 0) {
    vmmAllocate(REGION_PAGES << PAGE_SHIFT, allocation);
    if (allocation.status !== ServerStatus.OK) {
      return "worker: no memory";
    }
    region.address = allocation.address;
    region.mark = 0;
  }
  if (!isRight(region)) {
    return "worker: a page was lost";
  }
  if (round % 5 === 4) {
    if (vmmRelease(region.address) !== ServerStatus.OK) {
      return "worker: a region cannot be released";
    }
    region.address = 0;
  } else {
    write(region, round * 64 + 1);
  }
  return "";
}

function main(): u32 {
  for (let round: u32 = 0; round < ROUNDS; round++) {
    const wrong: string = work(round);
    if (wrong.length !== 0) {
      printLine(wrong);
      return 1;
    }
  }
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
