/** The rows of `make bench` that need the real servers: an authorised allocation. */
import { PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import type { Allocation } from "../../lib/proto/vmm.ts";
import { start } from "../../lib/user/start.ts";
import { vmmAllocate, vmmRelease } from "../../lib/user/vmm-client.ts";
import { addSample, beginSamples, calibrate, endSamples, mustWork, ROUNDS } from "./samples.ts";

/** One page from the VMM server, the verdict being known; given back outside the measurement. */
function measureAllocation(): void {
  const allocation: Allocation = zeroed();
  beginSamples();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    vmmAllocate(PAGE_SIZE_BYTES, allocation);
    addSample(readTimeStampLow() - before);
    mustWork(allocation.status === ServerStatus.OK, "bench: allocate");
    mustWork(vmmRelease(allocation.address) === ServerStatus.OK, "bench: release");
  }
  endSamples("alloc_authorised");
}

function main(): u32 {
  calibrate();
  measureAllocation();
  return 0;
}

symbol(start, "_start");
symbol(main, "userMain");
